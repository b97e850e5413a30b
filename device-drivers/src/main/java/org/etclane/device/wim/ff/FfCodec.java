package org.etclane.device.wim.ff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.frame.Crc16Xmodem;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;
import org.etclane.device.wim.MeterTime;

/** Frames and payloads of the FF protocol, both directions (weighing.md §3). Pure; decoding never throws. */
public final class FfCodec {
    private static final int START = 0xFF;
    private static final int HEAD_BYTES = 3;
    private static final int LEAST_FRAME_BYTES = 5;
    private static final int ANSWER_BYTES = MeterTime.BYTES + 1;
    private static final int RECORD_HEAD_BYTES = 13;
    private static final int BYTES_PER_ENTRY = 5;

    private FfCodec() {
    }

    /** Reads either direction; a line carries one of them, an echo shows as the other. */
    public static FrameScanner<FfFrame> scanner() {
        return new FrameScanner<>(new FrameScanner.Shape<>() {
            @Override
            public int lengthAt(byte[] held, int at, int end) {
                if ((held[at] & 0xFF) != START || at + 1 < end && (held[at + 1] & 0xFF) > 15) {
                    return NONE;
                }
                if (at + HEAD_BYTES > end) {
                    return MORE;
                }
                int length = held[at + 2] & 0xFF;
                return length < LEAST_FRAME_BYTES ? NONE : length;
            }

            @Override
            public Scanned<FfFrame> read(Bytes candidate) {
                if (Crc16Xmodem.of(candidate) != 0) {
                    return new Scanned.Malformed<>(candidate, false, "CRC wrong");
                }
                Bytes payload = candidate.slice(HEAD_BYTES, candidate.size() - 2);
                return FfCommand.of(candidate.u8(1))
                        .<Scanned<FfFrame>>map(command -> new Scanned.Frame<>(new FfFrame(command, payload), candidate))
                        .orElseGet(() -> new Scanned.Malformed<>(candidate, true, "command " + candidate.u8(1) + " is not known"));
            }
        });
    }

    public static byte[] wire(FfFrame frame) {
        Bytes content = new ByteWriter().u8(START).u8(frame.command().code()).u8(frame.payload().size() + LEAST_FRAME_BYTES)
                .bytes(frame.payload()).toBytes();
        return new ByteWriter().bytes(content).u16(Crc16Xmodem.of(content)).toBytes().toArray();
    }

    /** A frame from the host. */
    public static byte[] request(FfCommand command, Bytes payload) {
        return wire(new FfFrame(command, payload));
    }

    public static byte[] wire(FfAnswer answer) {
        Bytes payload = switch (answer) {
            case FfAnswer.Vehicle vehicle -> payload(vehicle.record());
            case FfAnswer.Unreadable _ -> Bytes.EMPTY;
            case FfAnswer.A4Count count -> new ByteWriter().bytes(count.time()).u8(count.count()).toBytes();
            case FfAnswer.A5State state -> new ByteWriter().bytes(state.time()).u8(state.mask()).toBytes();
            case FfAnswer.A6Reversed reversed -> reversed.payload();
            case FfAnswer.Done done -> new ByteWriter().bytes(done.time()).u8(done.done() ? 1 : 0).toBytes();
        };
        return wire(new FfFrame(answer.command(), payload));
    }

    /** Empty when the payload is too short for an answer, as that of a request is. More bytes than known are let pass. */
    public static Optional<FfAnswer> answer(FfFrame frame) {
        Bytes payload = frame.payload();
        boolean timed = payload.size() >= ANSWER_BYTES;
        return switch (frame.command()) {
            case C0_OLDEST_GROUPS, C1_OLDEST_AXLES, C2_GROUP_WEIGHTS, C3_LIVE_VEHICLE -> payload.size() == 0 ? Optional.empty()
                    : Optional.of(vehicle(frame.command(), payload));
            case C4_COUNT -> timed ? Optional.of(new FfAnswer.A4Count(time(payload), payload.u8(MeterTime.BYTES))) : Optional.empty();
            case C5_STATE -> timed ? Optional.of(new FfAnswer.A5State(time(payload), payload.u8(MeterTime.BYTES))) : Optional.empty();
            case C6_REVERSED -> Optional.of(new FfAnswer.A6Reversed(payload));
            case C7_TIME_OR_ZERO, C8_DELETE_OLDEST, C11_SET_TIME -> timed
                    ? Optional.of(new FfAnswer.Done(frame.command(), time(payload), payload.u8(MeterTime.BYTES) == 1))
                    : Optional.empty();
        };
    }

    private static Bytes time(Bytes payload) {
        return payload.slice(0, MeterTime.BYTES);
    }

    private static FfAnswer vehicle(FfCommand command, Bytes payload) {
        if (payload.size() < RECORD_HEAD_BYTES) {
            return new FfAnswer.Unreadable(command, "record of " + payload.size() + " bytes, at least " + RECORD_HEAD_BYTES);
        }
        int axles = payload.u8(11);
        int groups = payload.u8(12);
        boolean byGroup = command == FfCommand.C0_OLDEST_GROUPS || command == FfCommand.C2_GROUP_WEIGHTS;
        int entries = payload.size() == RECORD_HEAD_BYTES ? 0
                : (payload.size() - RECORD_HEAD_BYTES + 2) / BYTES_PER_ENTRY;
        boolean fits = payload.size() == payloadBytes(entries) && entries == (byGroup ? groups : axles);
        return fits ? new FfAnswer.Vehicle(command, record(payload, entries)) : new FfAnswer.Unreadable(command,
                "record of " + payload.size() + " bytes says " + axles + " axles in " + groups + " groups");
    }

    private static int payloadBytes(int entries) {
        return RECORD_HEAD_BYTES + 3 * entries + 2 * Math.max(0, entries - 1);
    }

    private static FfRecord record(Bytes payload, int entries) {
        List<Integer> weights = new ArrayList<>();
        List<Integer> types = new ArrayList<>();
        List<Integer> spacings = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            weights.add(payload.u16(RECORD_HEAD_BYTES + 2 * i));
            types.add(payload.u8(RECORD_HEAD_BYTES + 2 * entries + i));
            if (i > 0) {
                spacings.add(payload.u16(RECORD_HEAD_BYTES + 3 * entries + 2 * (i - 1)));
            }
        }
        return new FfRecord(time(payload), payload.u8(7), payload.u16(8), payload.u8(10), payload.u8(11), payload.u8(12), weights,
                types, spacings);
    }

    static Bytes payload(FfRecord record) {
        ByteWriter out = new ByteWriter().bytes(record.time()).u8(record.overLimit()).u16(record.speedTenthKmh())
                .u8(record.acceleration()).u8(record.axles()).u8(record.groups());
        record.weightsTenKg().forEach(out::u16);
        record.types().forEach(out::u8);
        record.spacings().forEach(out::u16);
        return out.toBytes();
    }
}
