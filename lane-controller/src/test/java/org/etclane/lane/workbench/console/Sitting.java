package org.etclane.lane.workbench.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.link.LinkStatistics;
import org.etclane.device.spi.Language;

/** A session with a device made by hand, in milliseconds: what is typed and said in, commands and lines out. */
final class Sitting implements ConsoleSession.Surroundings {
    static final String DEVICE = "dev";
    private static final long NANOS_PER_MS = 1_000_000L;

    final ConsoleSession session;
    final List<DeviceCommand> told = new ArrayList<>();
    final List<String> lines = new ArrayList<>();
    final List<String> restarts = new ArrayList<>();
    boolean queueFull;
    long chunksIn;
    long downs = 1;
    long lineChangedNanos;
    boolean lineUp = true;
    private long nowMs;

    Sitting(BenchConsole console) {
        this(console, Language.EN, false);
    }

    Sitting(BenchConsole console, Language language, boolean yes) {
        session = new ConsoleSession(console, DEVICE, language, yes, 0);
    }

    /** The device says that it is well, and all that it says with that. */
    Sitting up() {
        return hears(new HealthEvent(DEVICE, nanos(), HealthEvent.State.UP, "")).after(ConsoleSession.BREATH_MS);
    }

    long nanos() {
        return nowMs * NANOS_PER_MS;
    }

    Sitting types(String line) {
        assertFalse(session.busy(), () -> "still busy before " + line + ": " + lines);
        lines.clear();
        told.clear();
        session.takeOutcome();
        session.typed(nanos(), line, this);
        return this;
    }

    Sitting hears(DeviceEvent event) {
        session.heard(nanos(), event, this);
        return this;
    }

    /** Time passes; what becomes due is done at its time. */
    Sitting after(long ms) {
        long untilMs = nowMs + ms;
        while (session.nextDueNanos() <= untilMs * NANOS_PER_MS) {
            nowMs = Math.max(nowMs, (session.nextDueNanos() + NANOS_PER_MS - 1) / NANOS_PER_MS);
            session.due(nanos(), this);
        }
        nowMs = untilMs;
        return this;
    }

    Sitting interrupts() {
        session.interrupt(nanos(), this);
        return this;
    }

    Sitting isBusy() {
        assertTrue(session.busy(), lines::toString);
        assertEquals(Optional.empty(), session.takeOutcome());
        return this;
    }

    Sitting ok() {
        assertEquals(Optional.of(true), session.takeOutcome(), lines::toString);
        return this;
    }

    Sitting failed() {
        assertEquals(Optional.of(false), session.takeOutcome(), lines::toString);
        return this;
    }

    Sitting says(String... parts) {
        String all = String.join("\n", lines);
        for (String part : parts) {
            assertTrue(all.contains(part), () -> "no \"" + part + "\" in\n" + all);
        }
        return this;
    }

    Sitting saysNot(String part) {
        assertFalse(String.join("\n", lines).contains(part), lines::toString);
        return this;
    }

    Sitting tells(DeviceCommand... commands) {
        assertEquals(List.of(commands), told);
        told.clear();
        return this;
    }

    @Override
    public boolean tell(DeviceCommand command) {
        if (!queueFull) {
            told.add(command);
        }
        return !queueFull;
    }

    @Override
    public void restart(String cause) {
        restarts.add(cause);
    }

    @Override
    public void line(String text) {
        lines.add(text);
    }

    @Override
    public LinkStatistics statistics() {
        return new LinkStatistics(lineUp, lineChangedNanos, downs, "unplugged", 0, 120, chunksIn, 0, 30, 3, 0, 2, "no such frame", 0, 0, 0, 0);
    }

    @Override
    public List<String> trace(int count) {
        return List.of("trace of " + count);
    }

    @Override
    public Map<String, String> keys() {
        return Map.of("baud", "9600");
    }
}
