package org.etclane.sim.bench;

import java.util.Optional;
import java.util.function.Consumer;
import org.etclane.sim.device.DisplayPicture;
import org.etclane.sim.world.Scheduler;

/** Tells what a fee display shows once it stands still: a text comes row by row. Simulation's thread. */
final class DisplayWatch {
    private static final long STILL_NANOS = 300_000_000L;

    private final Scheduler scheduler;
    private final Consumer<DisplayPicture> listener;
    private Scheduler.Cancellable pending = () -> { };
    private Optional<DisplayPicture> told = Optional.empty();

    /** @param listener hears each picture that differs from the one before, on the simulation's thread */
    DisplayWatch(Scheduler scheduler, Consumer<DisplayPicture> listener) {
        this.scheduler = scheduler;
        this.listener = listener;
    }

    void changed(DisplayPicture now) {
        pending.cancel();
        pending = scheduler.at(scheduler.nowNanos() + STILL_NANOS, () -> tell(now));
    }

    private void tell(DisplayPicture now) {
        if (!told.equals(Optional.of(now))) {
            told = Optional.of(now);
            listener.accept(now);
        }
    }
}
