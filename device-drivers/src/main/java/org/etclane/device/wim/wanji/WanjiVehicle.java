package org.etclane.device.wim.wanji;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.frame.ByteWriter;

/**
 * The body of a vehicle frame (weighing.md §5.2). Waves, when present, are skipped on reading and never written.
 *
 * @param time           7 bytes, see {@link org.etclane.device.wim.MeterTime}
 * @param temperatureC   −128–127
 * @param lanes          lane, two nibbles when straddling
 * @param confidence     0–100
 * @param speedKmh       0–255
 * @param acceleration   −128–127, unit not stated
 * @param violation      0 in this protocol
 * @param axles          axle count, 0–255
 * @param weightsTenKg   per axle (81) or per group (80), 10 kg
 * @param types          one per group; the kind is the low nibble
 * @param spacingsCm     between axles, one less than axles
 * @param axleSpeedsKmh  one per axle
 * @param tail           20 bytes: length, width, height, vehicle type, loop value, flag, times, score, laser positions; not used
 */
public record WanjiVehicle(Bytes time, int temperatureC, int lanes, int confidence, int speedKmh, int acceleration, int violation,
        int axles, List<Integer> weightsTenKg, List<Integer> types, List<Integer> spacingsCm, List<Integer> axleSpeedsKmh, Bytes tail) {
    public static final int TAIL_BYTES = 20;
    private static final int HEAD_BYTES = 15;

    public WanjiVehicle {
        weightsTenKg = List.copyOf(weightsTenKg);
        types = List.copyOf(types);
        spacingsCm = List.copyOf(spacingsCm);
        axleSpeedsKmh = List.copyOf(axleSpeedsKmh);
    }

    /** Empty when the counts do not fit the length. */
    public static Optional<WanjiVehicle> read(boolean byGroup, Bytes body) {
        if (body.size() < HEAD_BYTES) {
            return Optional.empty();
        }
        int axles = body.u8(13);
        int groups = body.u8(14);
        int weights = byGroup ? groups : axles;
        int fixed = HEAD_BYTES + 2 * weights + groups + 2 * Math.max(0, axles - 1) + axles + 2;
        boolean waves = body.size() >= fixed && body.u16(fixed - 2) != 0;
        boolean fits = waves ? body.size() >= fixed + 256 + 2 + TAIL_BYTES : body.size() == fixed + 2 + TAIL_BYTES;
        if (!fits) {
            return Optional.empty();
        }
        Cursor at = new Cursor(body, HEAD_BYTES);
        List<Integer> weightList = at.words(weights);
        List<Integer> types = at.octets(groups);
        List<Integer> spacings = at.words(Math.max(0, axles - 1));
        List<Integer> speeds = at.octets(axles);
        return Optional.of(new WanjiVehicle(body.slice(0, 7), (byte) body.u8(7), body.u8(8), body.u8(9), body.u8(10),
                (byte) body.u8(11), body.u8(12), axles, weightList, types, spacings, speeds,
                body.slice(body.size() - TAIL_BYTES, body.size())));
    }

    public Bytes write() {
        ByteWriter out = new ByteWriter().bytes(time).u8(temperatureC).u8(lanes).u8(confidence).u8(speedKmh).u8(acceleration)
                .u8(violation).u8(axles).u8(types.size());
        weightsTenKg.forEach(out::u16);
        types.forEach(out::u8);
        spacingsCm.forEach(out::u16);
        axleSpeedsKmh.forEach(out::u8);
        return out.u16(0).u16(0).fixed(tail, TAIL_BYTES).toBytes();
    }

    private static final class Cursor {
        private final Bytes body;
        private int at;

        Cursor(Bytes body, int at) {
            this.body = body;
            this.at = at;
        }

        List<Integer> words(int count) {
            List<Integer> out = new ArrayList<>();
            for (int i = 0; i < count; i++, at += 2) {
                out.add(body.u16(at));
            }
            return out;
        }

        List<Integer> octets(int count) {
            List<Integer> out = new ArrayList<>();
            for (int i = 0; i < count; i++, at++) {
                out.add(body.u8(at));
            }
            return out;
        }
    }
}
