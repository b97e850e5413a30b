package org.etclane.lane.workbench.console;

import java.util.List;
import org.etclane.device.DeviceEvent;
import org.etclane.device.spi.Text;

/**
 * The console of one kind of device, without terminal, thread or clock: verbs, events and time in, commands and lines out. One verb is
 * open at a time, from {@link #verb} until {@link Desk#done} or {@link Desk#failed}, and may last. Calls come from one thread.
 */
interface BenchConsole {
    long NEVER = Long.MAX_VALUE;
    long NANOS_PER_MS = 1_000_000L;
    Text INTERRUPTED = new Text("interrupted", "已中断");

    List<Verb> verbs();

    default List<Confirmation> confirmations() {
        return List.of();
    }

    /** A verb of {@link #verbs}, with the device up and confirmed where it needs that. */
    void verb(long nowNanos, Typed typed, Desk desk) throws Typed.Misuse;

    /** Health and security events are told to the engineer by the session; here too, for what follows from them. */
    void event(long nowNanos, DeviceEvent event, Desk desk);

    default void due(long nowNanos, Desk desk) {
    }

    default long nextDueNanos() {
        return NEVER;
    }

    /** The device has not complained about what {@link Desk#settle} was called for. */
    default void settled(long nowNanos, Desk desk) {
        desk.done();
    }

    /** The engineer does not want to wait for the open verb any longer. Must end it. */
    default void interrupt(long nowNanos, Desk desk) {
        desk.failed(INTERRUPTED);
    }

    /** The session ends: what was switched on for a trial is switched off. */
    default void end(long nowNanos, Desk desk) {
    }
}
