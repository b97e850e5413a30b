package org.etclane.device.ldi;

import java.util.List;
import java.util.OptionalLong;
import org.etclane.device.Bytes;

/**
 * The messages of the national lane-device interface, both directions (lane-devices-ldi.md §6–§8, §10): what stands in DATA. Integers
 * are kept as they are on the wire; nothing here refuses a value that the text does not define.
 */
public sealed interface LdiMessage {
    /** First byte of DATA. */
    int command();

    /** A message with a head: all national ones. */
    sealed interface Headed extends LdiMessage {
        LdiHead head();
    }

    /** An answer that says success or failure. */
    sealed interface Answer extends Headed {
        int SUCCESS = 0;
        int FAILURE = 1;

        int errorCode();
    }

    // ---- configuration: asked by the lane (work mode) or a configuration program (factory mode)

    record SetIp0A(LdiHead head, LdiIpBlock ip) implements Headed {
        @Override
        public int command() {
            return 0x0A;
        }
    }

    record A0IpSet(LdiHead head, int errorCode) implements Answer {
        @Override
        public int command() {
            return 0xA0;
        }
    }

    /** At most 255 modules; send one (§12 row 24). */
    record SetParameters0B(LdiHead head, List<LdiParameter> modules) implements Headed {
        public SetParameters0B {
            modules = List.copyOf(modules);
        }

        @Override
        public int command() {
            return 0x0B;
        }
    }

    record B0ParametersSet(LdiHead head, int errorCode) implements Answer {
        @Override
        public int command() {
            return 0xB0;
        }
    }

    record Reboot0D(LdiHead head, List<LdiModule> modules) implements Headed {
        public Reboot0D {
            modules = List.copyOf(modules);
        }

        @Override
        public int command() {
            return 0x0D;
        }
    }

    record D0RebootReceived(LdiHead head, int errorCode) implements Answer {
        @Override
        public int command() {
            return 0xD0;
        }
    }

    record ReadIp1D(LdiHead head) implements Headed {
        @Override
        public int command() {
            return 0x1D;
        }
    }

    record D1Ip(LdiHead head, int errorCode, LdiIpBlock ip) implements Answer {
        @Override
        public int command() {
            return 0xD1;
        }
    }

    record ReadParameters1E(LdiHead head) implements Headed {
        @Override
        public int command() {
            return 0x1E;
        }
    }

    /** Has no error code. */
    record E1Parameters(LdiHead head, List<LdiParameter> modules) implements Headed {
        public E1Parameters {
            modules = List.copyOf(modules);
        }

        @Override
        public int command() {
            return 0xE1;
        }
    }

    // ---- begun by the device

    record Authenticate0E(LdiHead head, List<LdiModule> modules) implements Headed {
        public Authenticate0E {
            modules = List.copyOf(modules);
        }

        @Override
        public int command() {
            return 0x0E;
        }
    }

    record E0Authenticated(LdiHead head, int errorCode) implements Answer {
        @Override
        public int command() {
            return 0xE0;
        }
    }

    /**
     * @param runningTimeS  since power-on
     * @param runningStatus whole device: 0 normal
     * @param connectStatus link to the server: 0 normal
     */
    record Monitor0C(LdiHead head, long runningTimeS, int runningStatus, int connectStatus, List<Monitored> modules)
            implements Headed {
        public Monitor0C {
            modules = List.copyOf(modules);
        }

        @Override
        public int command() {
            return 0x0C;
        }
    }

    /**
     * One module in 0C, 17 bytes and the special data.
     *
     * @param available 0 normal
     * @param fault     0 normal, 2 wants 1A again, others {@link LdiFaults}
     * @param runState  E4 0 down 1 up; E5 0 empty 1 vehicle; E7 and EA 0 red 1 green; E8 1 alarming; else 0 off 1 on
     * @param version   maker 2, model 2, date 4 BCD, serial 1: 9 bytes, kept raw
     */
    record Monitored(LdiModule module, int available, int fault, int runState, Bytes version, int memoryPercent,
                     int temperatureC, Bytes special) {
        public static final int FAULT_INITIALISE_AGAIN = 2;
    }

    record C0MonitorAnswer(LdiHead head, List<Newest> modules) implements Headed {
        public C0MonitorAnswer {
            modules = List.copyOf(modules);
        }

        @Override
        public int command() {
            return 0xC0;
        }
    }

    /** @param version newest software, 10 bytes: type 1, then as in {@link Monitored}; @param upgradeUnixTime seconds */
    record Newest(LdiModule module, Bytes version, long upgradeUnixTime) {
    }

    /** Asks for an upgrade package. Its answer F0 cannot be built from the text (§7), so nobody here answers. */
    record Upgrade0F(LdiHead head, LdiModule module, Bytes version) implements Headed {
        @Override
        public int command() {
            return 0x0F;
        }
    }

    /** Head in milliseconds. */
    record Report1C(LdiHead head, List<LdiReport> reports) implements Headed {
        public Report1C {
            reports = List.copyOf(reports);
        }

        @Override
        public int command() {
            return 0x1C;
        }
    }

    record C1Received(LdiHead head, List<Receipt> receipts) implements Headed {
        public C1Received {
            receipts = List.copyOf(receipts);
        }

        @Override
        public int command() {
            return 0xC1;
        }
    }

    /** @param status 0 handled, 1 failed */
    record Receipt(LdiModule module, int func, int status) {
    }

    // ---- begun by the lane

    /** Send one module per frame (§12 row 10). */
    record Initialise1A(LdiHead head, List<Initialised> modules) implements Headed {
        public Initialise1A {
            modules = List.copyOf(modules);
        }

        @Override
        public int command() {
            return 0x1A;
        }
    }

    /** @param interfaceVersion 0 */
    record Initialised(LdiModule module, int interfaceVersion, Bytes special) {
    }

    record A1Initialised(LdiHead head, List<Readiness> modules) implements Headed {
        public A1Initialised {
            modules = List.copyOf(modules);
        }

        @Override
        public int command() {
            return 0xA1;
        }
    }

    /** @param state 0 ok, 1 abnormal */
    record Readiness(LdiModule module, int state, int software, int firmware, int interfaceVersion, Bytes special) {
    }

    /** Head in milliseconds. */
    record Control1B(LdiHead head, List<LdiControl> controls) implements Headed {
        public Control1B {
            controls = List.copyOf(controls);
        }

        @Override
        public int command() {
            return 0x1B;
        }
    }

    /** Head in milliseconds. For a barrier it comes after the movement. */
    record B1Controlled(LdiHead head, List<Result> results) implements Headed {
        public B1Controlled {
            results = List.copyOf(results);
        }

        @Override
        public int command() {
            return 0xB1;
        }
    }

    /**
     * @param status 0 ok, 1 failed
     * @param rest   behind the status: of E4 two times of 8 bytes, or nothing (§12 row 22)
     */
    record Result(LdiModule module, int func, int status, Bytes rest) {
        private static final int TIMES_BYTES = 16;

        /** When the device says that it received the order, ms UTC. */
        public OptionalLong receivedUnixMillis() {
            return rest.size() < TIMES_BYTES ? OptionalLong.empty() : OptionalLong.of(rest.u32(0) << 32 | rest.u32(4));
        }

        /** When the device says that it had finished, ms UTC. */
        public OptionalLong finishedUnixMillis() {
            return rest.size() < TIMES_BYTES ? OptionalLong.empty() : OptionalLong.of(rest.u32(8) << 32 | rest.u32(12));
        }
    }

    // ---- search: a vendor's own, without a head

    record Search21() implements LdiMessage {
        @Override
        public int command() {
            return 0x21;
        }
    }

    /** @param gateway 4 bytes; @param netmask 4 bytes */
    record Found12(LdiIpBlock.Address device, Bytes gateway, Bytes netmask, int errorCode) implements LdiMessage {
        @Override
        public int command() {
            return 0x12;
        }
    }

    /** F0, and every code that is not listed. */
    record Unknown(int command, Bytes rest) implements LdiMessage {
    }
}
