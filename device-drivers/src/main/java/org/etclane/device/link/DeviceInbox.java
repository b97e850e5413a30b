package org.etclane.device.link;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits for a device's agent, in order of arrival. Each kind has its own allowance, so that a flood of one never displaces
 * another. Filled from any thread without waiting, emptied by the agent.
 */
final class DeviceInbox<C> {
    static final int CHUNKS = 256;
    static final int COMMANDS = 64;
    static final int TRANSITIONS = 16;

    sealed interface Item<C> {
        long atNanos();

        record Received<C>(long atNanos, byte[] chunk) implements Item<C> { }

        record Command<C>(long atNanos, C command) implements Item<C> { }

        record LinkUp<C>(long atNanos) implements Item<C> { }

        record LinkDown<C>(long atNanos, String cause) implements Item<C> { }

        /** Looks at the flags; carries nothing. */
        record Wake<C>(long atNanos) implements Item<C> { }
    }

    private final ArrayBlockingQueue<Item<C>> items = new ArrayBlockingQueue<>(CHUNKS + COMMANDS + TRANSITIONS + 1);
    private final AtomicInteger chunks = new AtomicInteger();
    private final AtomicInteger commands = new AtomicInteger();
    private final AtomicInteger transitions = new AtomicInteger();
    private final AtomicInteger wakes = new AtomicInteger();
    private final AtomicLong refusedCommands = new AtomicLong();

    /** @return false when the allowance of the item's kind is used up: it is not taken */
    boolean offer(Item<C> item) {
        AtomicInteger used = used(item);
        if (used.incrementAndGet() > allowance(item)) {
            used.decrementAndGet();
            if (item instanceof Item.Command<C>) {
                refusedCommands.incrementAndGet();
            }
            return false;
        }
        return items.offer(item); // cannot be full: it has room for all allowances together
    }

    Item<C> peek() {
        return items.peek();
    }

    /** @return null when nothing came within {@code nanos} */
    Item<C> poll(long nanos) throws InterruptedException {
        Item<C> item = items.poll(nanos, TimeUnit.NANOSECONDS);
        if (item != null) {
            used(item).decrementAndGet();
        }
        return item;
    }

    long refusedCommands() {
        return refusedCommands.get();
    }

    private AtomicInteger used(Item<C> item) {
        return switch (item) {
            case Item.Received<C> _ -> chunks;
            case Item.Command<C> _ -> commands;
            case Item.LinkUp<C> _ -> transitions;
            case Item.LinkDown<C> _ -> transitions;
            case Item.Wake<C> _ -> wakes;
        };
    }

    private int allowance(Item<C> item) {
        return switch (item) {
            case Item.Received<C> _ -> CHUNKS;
            case Item.Command<C> _ -> COMMANDS;
            case Item.LinkUp<C> _ -> TRANSITIONS;
            case Item.LinkDown<C> _ -> TRANSITIONS;
            case Item.Wake<C> _ -> 1;
        };
    }
}
