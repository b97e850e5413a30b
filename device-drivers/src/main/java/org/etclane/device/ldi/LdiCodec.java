package org.etclane.device.ldi;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.etclane.device.Bytes;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.ldi.LdiMessage.A0IpSet;
import org.etclane.device.ldi.LdiMessage.A1Initialised;
import org.etclane.device.ldi.LdiMessage.Answer;
import org.etclane.device.ldi.LdiMessage.Authenticate0E;
import org.etclane.device.ldi.LdiMessage.B0ParametersSet;
import org.etclane.device.ldi.LdiMessage.B1Controlled;
import org.etclane.device.ldi.LdiMessage.C0MonitorAnswer;
import org.etclane.device.ldi.LdiMessage.C1Received;
import org.etclane.device.ldi.LdiMessage.Control1B;
import org.etclane.device.ldi.LdiMessage.D0RebootReceived;
import org.etclane.device.ldi.LdiMessage.D1Ip;
import org.etclane.device.ldi.LdiMessage.E0Authenticated;
import org.etclane.device.ldi.LdiMessage.E1Parameters;
import org.etclane.device.ldi.LdiMessage.Found12;
import org.etclane.device.ldi.LdiMessage.Headed;
import org.etclane.device.ldi.LdiMessage.Initialise1A;
import org.etclane.device.ldi.LdiMessage.Initialised;
import org.etclane.device.ldi.LdiMessage.Monitor0C;
import org.etclane.device.ldi.LdiMessage.Monitored;
import org.etclane.device.ldi.LdiMessage.Newest;
import org.etclane.device.ldi.LdiMessage.ReadIp1D;
import org.etclane.device.ldi.LdiMessage.ReadParameters1E;
import org.etclane.device.ldi.LdiMessage.Readiness;
import org.etclane.device.ldi.LdiMessage.Reboot0D;
import org.etclane.device.ldi.LdiMessage.Report1C;
import org.etclane.device.ldi.LdiMessage.Search21;
import org.etclane.device.ldi.LdiMessage.SetIp0A;
import org.etclane.device.ldi.LdiMessage.SetParameters0B;
import org.etclane.device.ldi.LdiMessage.Unknown;
import org.etclane.device.ldi.LdiMessage.Upgrade0F;

/**
 * Turns DATA into messages and back, for both sides (lane-devices-ldi.md §4, §6–§8). Sizes follow the printed samples where the tables
 * contradict them (§12 rows 1–3, 5). Never throws on bad bytes: a list that ends early, counts too many or leaves bytes over is
 * {@link LdiDecoded.Malformed}. Pure; module bodies of 1B and 1C are in {@link LdiBodies}, those of 0B and E1 in
 * {@link LdiParameters}.
 */
public final class LdiCodec {
    private static final int VERSION_BYTES = 9;
    private static final int NEWEST_VERSION_BYTES = 10;

    private LdiCodec() {
    }

    /** The whole frame. Lists have at most 255 entries and DATA at most 65535 bytes: the caller's care. */
    public static byte[] encode(int seq, LdiMessage message) {
        return new LdiFrame(seq, data(message)).encode();
    }

    // ---- to bytes

    static Bytes data(LdiMessage message) {
        ByteWriter out = new ByteWriter().u8(message.command());
        switch (message) {
            case SetIp0A m -> ip(head(out, m), m.ip());
            case D1Ip m -> ip(head(out, m).u8(m.errorCode()), m.ip());
            case A0IpSet m -> head(out, m).u8(m.errorCode());
            case B0ParametersSet m -> head(out, m).u8(m.errorCode());
            case D0RebootReceived m -> head(out, m).u8(m.errorCode());
            case E0Authenticated m -> head(out, m).u8(m.errorCode());
            case ReadIp1D m -> head(out, m);
            case ReadParameters1E m -> head(out, m);
            case SetParameters0B m -> LdiParameters.write(head(out, m), m.modules());
            case E1Parameters m -> LdiParameters.write(head(out, m), m.modules());
            case Reboot0D m -> {
                head(out, m).u8(m.modules().size());
                m.modules().forEach(module -> module(out, module).zeros(LdiParameter.vendorBytes(module.typeCode())));
            }
            case Authenticate0E m -> {
                head(out, m).u8(m.modules().size());
                m.modules().forEach(module -> module(out, module));
            }
            case Monitor0C m -> {
                head(out, m).u32(m.runningTimeS()).u8(m.runningStatus()).u8(m.connectStatus()).u8(m.modules().size());
                m.modules().forEach(one -> module(out, one.module()).u8(one.available()).u8(one.fault()).u8(one.runState())
                        .fixed(one.version(), VERSION_BYTES).u8(one.memoryPercent()).u8(one.temperatureC())
                        .u8(one.special().size()).bytes(one.special()));
            }
            case C0MonitorAnswer m -> {
                head(out, m).u8(m.modules().size());
                m.modules().forEach(one -> module(out, one.module()).fixed(one.version(), NEWEST_VERSION_BYTES)
                        .u32(one.upgradeUnixTime()));
            }
            case Upgrade0F m -> module(head(out, m), m.module()).fixed(m.version(), NEWEST_VERSION_BYTES);
            case Initialise1A m -> {
                head(out, m).u8(m.modules().size());
                m.modules().forEach(one -> module(out, one.module()).u16(one.interfaceVersion()).u8(one.special().size())
                        .bytes(one.special()));
            }
            case A1Initialised m -> {
                head(out, m).u8(m.modules().size());
                m.modules().forEach(one -> module(out, one.module()).u8(one.state()).u16(one.software()).u16(one.firmware())
                        .u16(one.interfaceVersion()).u8(one.special().size()).bytes(one.special()));
            }
            case Control1B m -> bodies(milliHead(out, m), m.controls(), LdiBodies::write);
            case B1Controlled m -> bodies(milliHead(out, m), m.results(), LdiBodies::write);
            case Report1C m -> bodies(milliHead(out, m), m.reports(), LdiBodies::write);
            case C1Received m -> bodies(milliHead(out, m), m.receipts(), LdiBodies::write);
            case Search21 _ -> { }
            case Found12 m -> out.bytes(m.device().ip()).u16(m.device().port()).fixed(m.gateway(), 4).fixed(m.netmask(), 4)
                    .u8(m.errorCode());
            case Unknown m -> out.bytes(m.rest());
        }
        return out.toBytes();
    }

    private static ByteWriter head(ByteWriter out, Headed message) {
        return rest(out.u32(message.head().unixTime()), message.head());
    }

    private static ByteWriter milliHead(ByteWriter out, Headed message) {
        long millis = message.head().unixTime();
        return rest(out.u32(millis >>> 32).u32(millis), message.head());
    }

    private static ByteWriter rest(ByteWriter out, LdiHead head) {
        return out.bytes(head.lane()).bytes(head.certification()).u16(0);
    }

    private static ByteWriter module(ByteWriter out, LdiModule module) {
        return out.u8(module.typeCode()).u8(module.index());
    }

    private static <T> void bodies(ByteWriter out, List<T> bodies, Function<T, Bytes> write) {
        out.u8(bodies.size());
        for (T one : bodies) {
            Bytes body = write.apply(one);
            out.u16(body.size()).bytes(body);
        }
    }

    private static void ip(ByteWriter out, LdiIpBlock ip) {
        address(out, ip.server1());
        address(out, ip.server2());
        address(out, ip.server3());
        address(out, ip.mqtt());
        out.bytes(ip.mqttUser()).bytes(ip.mqttPassword()).u8(ip.mqttQos()).bytes(ip.ntp());
        address(out, ip.device());
        out.bytes(ip.gateway()).bytes(ip.netmask()).u16(0);
    }

    private static void address(ByteWriter out, LdiIpBlock.Address address) {
        out.bytes(address.ip()).u16(address.port());
    }

    // ---- from bytes

    /** @param data at least one byte */
    public static LdiDecoded decode(Bytes data) {
        LdiCursor in = new LdiCursor(data);
        int command = in.u8();
        LdiMessage message = switch (command) {
            case 0x0A -> new SetIp0A(head(in), ip(in));
            case 0xD1 -> new D1Ip(head(in), in.u8(), ip(in));
            case 0xA0, 0xB0, 0xD0, 0xE0 -> answer(command, head(in), in.u8());
            case 0x1D -> new ReadIp1D(head(in));
            case 0x1E -> new ReadParameters1E(head(in));
            case 0x0B -> new SetParameters0B(head(in), LdiParameters.read(in));
            case 0xE1 -> new E1Parameters(head(in), LdiParameters.read(in));
            case 0x0D -> new Reboot0D(head(in), list(in, LdiCodec::reboot));
            case 0x0E -> new Authenticate0E(head(in), list(in, LdiCursor::module));
            case 0x0C -> new Monitor0C(head(in), in.u32(), in.u8(), in.u8(), list(in, LdiCodec::monitored));
            case 0xC0 -> new C0MonitorAnswer(head(in), list(in, one -> new Newest(one.module(), one.bytes(NEWEST_VERSION_BYTES),
                    one.u32())));
            case 0x0F -> new Upgrade0F(head(in), in.module(), in.bytes(NEWEST_VERSION_BYTES));
            case 0x1A -> new Initialise1A(head(in), list(in, one -> new Initialised(one.module(), one.u16(), one.bytes(one.u8()))));
            case 0xA1 -> new A1Initialised(head(in), list(in, one -> new Readiness(one.module(), one.u8(), one.u16(), one.u16(),
                    one.u16(), one.bytes(one.u8()))));
            case 0x1B -> new Control1B(milliHead(in), bodies(in, LdiBodies::control));
            case 0xB1 -> new B1Controlled(milliHead(in), bodies(in, LdiBodies::result));
            case 0x1C -> new Report1C(milliHead(in), bodies(in, LdiBodies::report));
            case 0xC1 -> new C1Received(milliHead(in), bodies(in, LdiBodies::receipt));
            case 0x21 -> new Search21();
            case 0x12 -> new Found12(new LdiIpBlock.Address(in.bytes(4), in.u16()), in.bytes(4), in.bytes(4), in.u8());
            default -> new Unknown(command, in.rest()); // a byte is not a closed set
        };
        if (in.overrun()) {
            return new LdiDecoded.Malformed("%02X ends inside a field".formatted(command));
        }
        return in.left() > 0 ? new LdiDecoded.Malformed("%02X with %d bytes behind its end".formatted(command, in.left()))
                : new LdiDecoded.Good(message);
    }

    private static Answer answer(int command, LdiHead head, int errorCode) {
        return switch (command) {
            case 0xA0 -> new A0IpSet(head, errorCode);
            case 0xB0 -> new B0ParametersSet(head, errorCode);
            case 0xD0 -> new D0RebootReceived(head, errorCode);
            default -> new E0Authenticated(head, errorCode); // the caller gives these four only
        };
    }

    private static LdiHead head(LdiCursor in) {
        return head(in, in.u32());
    }

    private static LdiHead milliHead(LdiCursor in) {
        return head(in, in.i64());
    }

    private static LdiHead head(LdiCursor in, long unixTime) {
        LdiHead head = new LdiHead(unixTime, in.bytes(LdiHead.LANE_BYTES), in.bytes(LdiHead.CERTIFICATION_BYTES));
        in.u16();
        return head;
    }

    private static LdiModule reboot(LdiCursor in) {
        LdiModule module = in.module();
        in.bytes(LdiParameter.vendorBytes(module.typeCode()));
        return module;
    }

    private static Monitored monitored(LdiCursor in) {
        return new Monitored(in.module(), in.u8(), in.u8(), in.u8(), in.bytes(VERSION_BYTES), in.u8(), in.u8(), in.bytes(in.u8()));
    }

    private static <T> List<T> list(LdiCursor in, Function<LdiCursor, T> one) {
        int announced = in.u8();
        List<T> list = new ArrayList<>();
        for (int i = 0; i < announced && !in.overrun(); i++) {
            list.add(one.apply(in));
        }
        return list;
    }

    /** Bodies of 1B, B1, 1C and C1 carry their length. */
    private static <T> List<T> bodies(LdiCursor in, Function<LdiCursor, T> read) {
        return list(in, all -> {
            LdiCursor body = new LdiCursor(all.bytes(all.u16()));
            T one = read.apply(body);
            if (body.overrun()) {
                all.spoil(); // a body too short for its own fields
            }
            return one;
        });
    }

    private static LdiIpBlock ip(LdiCursor in) {
        LdiIpBlock ip = new LdiIpBlock(address(in), address(in), address(in), address(in), in.bytes(10), in.bytes(10), in.u8(),
                in.bytes(4), address(in), in.bytes(4), in.bytes(4));
        in.u16();
        return ip;
    }

    private static LdiIpBlock.Address address(LdiCursor in) {
        return new LdiIpBlock.Address(in.bytes(4), in.u16());
    }
}
