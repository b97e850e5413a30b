package org.etclane.device.gpio;

/** One line of a GPIO chip and how it is wired. The chip is named by its device file: {@code /dev/gpiochip0}. */
public sealed interface GpioLine {
    String chip();

    /** Number of the line on its chip, from 0. */
    int offset();

    /** True: electrically low means active (occupied, closed, energised). */
    boolean activeLow();

    /** "/dev/gpiochip0 line 5". */
    default String where() {
        return chip() + " line " + offset();
    }

    /** The electrical level that means this. */
    default boolean high(boolean active) {
        return active != activeLow();
    }

    /** What this electrical level means. */
    default boolean active(boolean high) {
        return high != activeLow();
    }

    /** AS_IS: the chip's setting is not touched; not every chip can do the others. */
    enum Pull { AS_IS, UP, DOWN }

    /** What becomes of an output when its line is released in good order. */
    enum AtExit { KEEP, INACTIVE }

    /** @param debounceMs a change counts once it has persisted for so long, 0–1000; default 10 */
    record Input(String chip, int offset, boolean activeLow, Pull pull, int debounceMs) implements GpioLine {
        public static final int DEFAULT_DEBOUNCE_MS = 10;

        /** Active high, not biased, debounced for the default time. */
        public static Input at(String chip, int offset) {
            return new Input(chip, offset, false, Pull.AS_IS, DEFAULT_DEBOUNCE_MS);
        }

        public Input low() {
            return new Input(chip, offset, true, pull, debounceMs);
        }

        public Input debounced(int ms) {
            return new Input(chip, offset, activeLow, pull, ms);
        }
    }

    /** @param atExit only INACTIVE for a pulse */
    record Output(String chip, int offset, boolean activeLow, AtExit atExit) implements GpioLine {
        public static Output at(String chip, int offset, AtExit atExit) {
            return new Output(chip, offset, false, atExit);
        }

        public Output low() {
            return new Output(chip, offset, true, atExit);
        }
    }
}
