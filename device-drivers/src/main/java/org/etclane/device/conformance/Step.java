package org.etclane.device.conformance;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.etclane.device.spi.Text;

/**
 * One step of an exercise. Functions are pure and look at the transcript of their exercise only.
 *
 * @param <F> frames of the device
 */
public sealed interface Step<F> {

    /** Sends; when what came before leaves nothing to say, the exercise ends. */
    record Send<F>(Function<Transcript<F>, Optional<Say>> words) implements Step<F> {
    }

    /**
     * Goes on as soon as it is so.
     *
     * @param needed without it the exercise ends, and its judges see what there is; else it goes on after that time
     */
    record Await<F>(long atMostMs, boolean needed, Predicate<Transcript<F>> until) implements Step<F> {
    }

    /** Goes on after that time. */
    record Listen<F>(long forMs) implements Step<F> {
    }

    /**
     * Somebody at the device does something that it reports. When it does not, the exercise ends and its judges see what there is: who
     * cannot do it has {@link SuiteCommand.Skip}, and then nothing is judged.
     */
    record Act<F>(Text request, long atMostMs, Predicate<Transcript<F>> until) implements Step<F> {
    }

    /** Somebody at the device says whether it is so ({@link Entry.Answer}). When nobody does, nothing is judged. */
    record Look<F>(Text question, long atMostMs) implements Step<F> {
    }

    static <F> Step<F> send(Say say) {
        return new Send<>(_ -> Optional.of(say));
    }

    /** Whether somebody has to be there. */
    default boolean needsHand() {
        return switch (this) {
            case Act<F> _, Look<F> _ -> true;
            case Send<F> _, Await<F> _, Listen<F> _ -> false;
        };
    }
}
