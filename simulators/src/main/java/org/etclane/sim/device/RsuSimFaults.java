package org.etclane.sim.device;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.etclane.device.ObuId;

/**
 * Which fault the next dialogue gets: one ordered for this OBU first, then one ordered for whoever comes, then by seeded
 * chance, at most one per dialogue. Not thread-safe: the simulation's thread.
 */
final class RsuSimFaults {
    private final Map<RsuSimFault, Integer> perTenThousand;
    private final SplittableRandom random;
    private final ArrayDeque<RsuSimFault> next = new ArrayDeque<>();
    private final Map<ObuId, RsuSimFault> byObu = new HashMap<>();

    RsuSimFaults(Map<RsuSimFault, Integer> perTenThousand, SplittableRandom random) {
        this.perTenThousand = new EnumMap<>(RsuSimFault.class);
        this.perTenThousand.putAll(perTenThousand);
        this.random = random;
    }

    void orderNext(RsuSimFault fault) {
        next.addLast(fault);
    }

    void order(ObuId obu, RsuSimFault fault) {
        byObu.put(obu, fault);
    }

    Optional<RsuSimFault> draw(ObuId obu) {
        // the chance is drawn even when an order stands, so that an order does not shift the later fates of a seed
        Optional<RsuSimFault> chance = byChance();
        RsuSimFault ordered = byObu.remove(obu);
        if (ordered != null) {
            return Optional.of(ordered);
        }
        return next.isEmpty() ? chance : Optional.of(next.removeFirst());
    }

    private Optional<RsuSimFault> byChance() {
        int roll = random.nextInt(10_000);
        for (Map.Entry<RsuSimFault, Integer> entry : perTenThousand.entrySet()) {
            roll -= entry.getValue();
            if (roll < 0) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }
}
