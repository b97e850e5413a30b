package org.etclane.sim.world;

import java.util.List;
import java.util.OptionalInt;

/**
 * What somebody wants a vehicle to weigh.
 *
 * @param grossWeightKg 10 and up; empty: something between empty and full
 * @param axleLoadsKg   front to rear, 10 and up each; empty: as usual for the class. When given, the gross weight is their sum
 */
public record LoadWish(OptionalInt grossWeightKg, List<Integer> axleLoadsKg) {
    /** As it comes. */
    public static final LoadWish NONE = new LoadWish(OptionalInt.empty(), List.of());

    public LoadWish {
        axleLoadsKg = List.copyOf(axleLoadsKg);
        if (grossWeightKg.isPresent() && grossWeightKg.getAsInt() < 10 || axleLoadsKg.stream().anyMatch(kg -> kg < 10)) {
            throw new IllegalArgumentException("gross weight " + grossWeightKg + ", axle loads " + axleLoadsKg + ": allowed from 10 kg");
        }
    }
}
