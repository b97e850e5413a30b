package org.etclane.device.conformance;

import java.util.List;
import org.etclane.device.spi.Text;

/**
 * Something that is done with the device, and what is judged by it.
 *
 * @param id     unique in its suite, as {@link Check#id}
 * @param judges at least one
 * @param steps  one after the other
 * @param reflex answers beside the steps
 * @param <F>    frames of the device
 */
public record Exercise<F>(String id, Text title, List<Judge<F>> judges, List<Step<F>> steps, Reflex<F> reflex) {
    public Exercise {
        judges = List.copyOf(judges);
        steps = List.copyOf(steps);
        if (judges.isEmpty()) {
            throw new IllegalArgumentException("exercise " + id + " judges nothing");
        }
    }

    public boolean needsHand() {
        return steps.stream().anyMatch(Step::needsHand);
    }
}
