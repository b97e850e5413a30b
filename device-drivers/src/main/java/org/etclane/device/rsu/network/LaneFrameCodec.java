package org.etclane.device.rsu.network;

import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.frame.Bcd;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.rsu.network.LaneFrame.Authorisation;
import org.etclane.device.rsu.network.LaneFrame.C0Initialise;
import org.etclane.device.rsu.network.LaneFrame.C1Continue;
import org.etclane.device.rsu.network.LaneFrame.C2Stop;
import org.etclane.device.rsu.network.LaneFrame.C4Antenna;
import org.etclane.device.rsu.network.LaneFrame.C6Debit;
import org.etclane.device.rsu.network.LaneFrame.C7CpcStation;
import org.etclane.device.rsu.network.LaneFrame.C8FetchTac;
import org.etclane.device.rsu.network.LaneFrame.CAPsamInit;
import org.etclane.device.rsu.network.LaneFrame.CBPsamAuthorise;
import org.etclane.device.rsu.network.LaneFrame.CFAcknowledge;
import org.etclane.device.rsu.network.LaneFrame.Trip;
import org.etclane.device.rsu.network.LaneFrame.Unknown;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Bytes of {@link LaneFrame}s, both directions (rsu-network.md §2). Offsets count from the command byte. Pure; any thread. */
public final class LaneFrameCodec {
    private static final int PLAIN_DEBIT = 67;
    private static final int AUTHORISATION_BYTES = 15;

    private LaneFrameCodec() {
    }

    /** The frame as it goes on the line. */
    public static byte[] wire(int seq, LaneFrame frame) {
        return RsuNetworkWire.wrap(seq, content(frame));
    }

    /** DATA, command byte first. */
    public static Bytes content(LaneFrame frame) {
        ByteWriter out = new ByteWriter();
        return (switch (frame) {
            case C0Initialise c0 -> out.u8(0xC0).u32(c0.seconds()).bytes(Bcd.ofDateTime(c0.local())).u8(c0.laneMode())
                    .u8(c0.bstIntervalMs()).u8(c0.txPower()).u8(c0.pllChannel()).u8(c0.transMode()).hex(c0.flagId())
                    .bytes(c0.reserved());
            case C1Continue c1 -> out.u8(0xC1).u32(c1.obu().value()).bytes(c1.factor());
            case C2Stop c2 -> {
                out.u8(0xC2).u32(c2.obu().value()).u8(c2.stopType());
                yield c2.seconds().map(out::u32).orElse(out);
            }
            case C4Antenna c4 -> out.u8(0xC4).u8(c4.control());
            case C6Debit c6 -> debit(out.u8(0xC6), c6);
            case C7CpcStation c7 -> out.u8(0xC7).u32(c7.obu().value()).bytes(c7.factor()).u8(c7.updateType()).bytes(c7.rest());
            case C8FetchTac c8 -> out.u8(0xC8).u32(c8.obu().value()).u16(c8.cardSerial()).bytes(c8.rest());
            case CAPsamInit ca -> out.u8(0xCA).bytes(ca.channels());
            case CBPsamAuthorise cb -> authorise(out.u8(0xCB), cb);
            case CFAcknowledge cf -> out.u8(0xCF).u8(cf.status());
            case Unknown unknown -> out.u8(unknown.command()).bytes(unknown.data());
        }).toBytes();
    }

    private static ByteWriter debit(ByteWriter out, C6Debit c6) {
        out.u32(c6.obu().value()).bytes(c6.factor());
        c6.trip().ifPresent(trip -> out.u8(trip.tradeType()));
        out.u32(c6.amountFen()).bytes(Bcd.ofDateTime(c6.purchaseTime())).bytes(c6.station());
        c6.trip().ifPresent(trip -> out.bytes(trip.info()).bytes(trip.more()));
        return out;
    }

    private static ByteWriter authorise(ByteWriter out, CBPsamAuthorise cb) {
        out.u8(cb.authorisations().size());
        for (Authorisation one : cb.authorisations()) {
            out.u8(one.channel()).u8(one.state()).bytes(one.data());
        }
        return out;
    }

    /** @param data command byte and what follows, at least 1 byte; @param raw VER…CRC, CRC already checked */
    public static Parsed<LaneFrame> decode(int seq, Bytes data, Bytes raw) {
        Reading in = new Reading(seq, data, raw);
        return switch (data.u8(0)) {
            case 0xC0 -> in.sized(22) ? in.timed(5, time -> c0(data, time)) : in.wrongLength("22");
            case 0xC1 -> in.sized(13) ? in.good(new C1Continue(in.obu(), data.slice(5, 13))) : in.wrongLength("13");
            case 0xC2 -> in.sized(6, 10) ? in.good(new C2Stop(in.obu(), data.u8(5),
                    data.size() == 10 ? Optional.of(data.u32(6)) : Optional.empty())) : in.wrongLength("6 or 10");
            case 0xC4 -> in.sized(2) ? in.good(new C4Antenna(data.u8(1))) : in.wrongLength("2");
            case 0xC6 -> in.sized(PLAIN_DEBIT, 159, 164, 174) ? debit(in) : in.wrongLength("67, 159, 164 or 174");
            case 0xC7 -> in.sized(14, 138)
                    ? in.good(new C7CpcStation(in.obu(), data.slice(5, 13), data.u8(13), data.slice(14, data.size())))
                    : in.wrongLength("14 or 138");
            case 0xC8 -> in.sized(7, 22, 104)
                    ? in.good(new C8FetchTac(in.obu(), data.u16(5), data.slice(7, data.size()))) : in.wrongLength("7, 22 or 104");
            case 0xCA -> in.sized(3, 5) ? in.good(new CAPsamInit(data.slice(1, data.size()))) : in.wrongLength("3 or 5");
            case 0xCB -> data.size() >= 2 && data.size() == 2 + AUTHORISATION_BYTES * data.u8(1)
                    ? in.good(new CBPsamAuthorise(authorisations(data))) : in.wrongLength("2 and 15 for each PSAM");
            case 0xCF -> in.sized(2) ? in.good(new CFAcknowledge(data.u8(1))) : in.wrongLength("2");
            default -> in.good(new Unknown(data.u8(0), data.slice(1, data.size())));
        };
    }

    private static C0Initialise c0(Bytes data, LocalDateTime local) {
        return new C0Initialise(data.u32(1), local, data.u8(12), data.u8(13), data.u8(14), data.u8(15), data.u8(16),
                data.slice(17, 20).hex(), data.slice(20, 22));
    }

    private static Parsed<LaneFrame> debit(Reading in) {
        Bytes data = in.data();
        boolean plain = data.size() == PLAIN_DEBIT;
        int moneyAt = plain ? 13 : 14;
        int stationAt = moneyAt + 11;
        int tripAt = stationAt + 43;
        Optional<Trip> trip = plain ? Optional.empty()
                : Optional.of(new Trip(data.u8(13), data.slice(tripAt, tripAt + 91), data.slice(tripAt + 91, data.size())));
        return in.timed(moneyAt + 4, time -> new C6Debit(in.obu(), data.slice(5, 13), trip, data.u32(moneyAt), time,
                data.slice(stationAt, tripAt)));
    }

    private static List<Authorisation> authorisations(Bytes data) {
        List<Authorisation> all = new ArrayList<>();
        for (int at = 2; at < data.size(); at += AUTHORISATION_BYTES) {
            all.add(new Authorisation(data.u8(at), data.u8(at + 1), data.slice(at + 2, at + AUTHORISATION_BYTES)));
        }
        return all;
    }

    private record Reading(int seq, Bytes data, Bytes raw) {
        boolean sized(int... accepted) {
            for (int length : accepted) {
                if (length == data.size()) {
                    return true;
                }
            }
            return false;
        }

        ObuId obu() {
            return new ObuId(data.i32(1));
        }

        Parsed<LaneFrame> good(LaneFrame frame) {
            return new Parsed.Frame<>(seq, frame, raw);
        }

        Parsed<LaneFrame> timed(int timeAt, Function<LocalDateTime, LaneFrame> build) {
            return Bcd.dateTime(data, timeAt).map(time -> good(build.apply(time)))
                    .orElseGet(() -> new Parsed.Unreadable<>(seq, raw, "no BCD time at offset " + timeAt));
        }

        Parsed<LaneFrame> wrongLength(String accepted) {
            return new Parsed.Unreadable<>(seq, raw,
                    "%02X of %d bytes, not %s".formatted(data.u8(0), data.size(), accepted));
        }
    }
}
