package org.etclane.lane.journal;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a journal told its listener, in order, for the test to wait for. */
final class Events implements Journal.Listener {
    sealed interface Event {
    }

    record Durable(long ticket) implements Event {
    }

    record Rejected(long ticket, String reason) implements Event {
    }

    record Failed(String reason) implements Event {
    }

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    volatile Runnable onDurable = () -> { };

    @Override
    public void durable(long ticket, long syncNanos) {
        onDurable.run();
        events.add(new Durable(ticket));
    }

    @Override
    public void rejected(long ticket, String reason) {
        events.add(new Rejected(ticket, reason));
    }

    @Override
    public void failed(String reason) {
        events.add(new Failed(reason));
    }

    Event next() {
        try {
            Event event = events.poll(30, TimeUnit.SECONDS);
            assertNotNull(event, "nothing heard of the journal for 30 s");
            return event;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the ticket is durable and gives all events up to then. */
    List<Event> untilDurable(long ticket) {
        List<Event> seen = new ArrayList<>();
        do {
            seen.add(next());
        } while (!(seen.getLast() instanceof Durable durable && durable.ticket() >= ticket));
        return seen;
    }

    Failed untilFailed() {
        Event event = next();
        while (event instanceof Durable) {
            event = next();
        }
        return assertInstanceOf(Failed.class, event);
    }

    List<Event> all() {
        return List.copyOf(events);
    }
}
