package org.etclane.device.conformance;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.spi.Text;

/**
 * What a run may do.
 *
 * @param allowed  of those that need leave ({@link Moves#needsLeave})
 * @param attended somebody is there who does what is asked
 */
public record Permissions(Set<Moves> allowed, boolean attended) {
    public Permissions {
        allowed = Set.copyOf(allowed);
    }

    /** For a simulator, or a device on a bench: everything, with a hand. */
    public static Permissions all() {
        return new Permissions(EnumSet.allOf(Moves.class), true);
    }

    public static Permissions unattended(Moves... allowed) {
        return new Permissions(Set.of(allowed), false);
    }

    /** Why this exercise is not to be done; empty when it may be. */
    Optional<Verdict.NotAsked> refuses(Exercise<?> exercise) {
        Optional<Moves> missing = exercise.judges().stream().map(judge -> judge.check().moves())
                .filter(moves -> moves.needsLeave() && !allowed.contains(moves)).findFirst();
        if (missing.isPresent()) {
            Moves moves = missing.get();
            return Optional.of(new Verdict.NotAsked(new Text("moves " + moves.words().english() + ": only with --allow " + moves.label(),
                    "会动作" + moves.words().chinese() + "，需--allow " + moves.label())));
        }
        return attended || !exercise.needsHand() ? Optional.empty() : Optional.of(new Verdict.NotAsked(new Text(
                "needs somebody at the device: not with --unattended", "需要现场人员配合，--unattended时不做")));
    }
}
