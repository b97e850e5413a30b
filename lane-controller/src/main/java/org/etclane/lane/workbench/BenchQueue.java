package org.etclane.lane.workbench;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.etclane.device.link.DeviceAgent;

/**
 * What waits for whoever sits at the bench, in order of arrival. Bounded: what finds no room is dropped and counted, and the one who
 * reads is told so ({@link #takeMissed}).
 */
public final class BenchQueue<T> {
    /** Some minutes of what a talkative device says, or seconds of a flood. */
    public static final int DEFAULT_CAPACITY = 1_000;

    private final ArrayBlockingQueue<T> items;
    private final AtomicLong missed = new AtomicLong();

    public BenchQueue(int capacity) {
        this.items = new ArrayBlockingQueue<>(capacity);
    }

    /** What a device's agent says. */
    public sealed interface Heard<E> {
        record Event<E>(E event) implements Heard<E> {
        }

        /** A bug in the driver; its line starts again. */
        record Bug<E>(Throwable failure) implements Heard<E> {
        }
    }

    /** Hears a device for this queue. */
    public static <E> DeviceAgent.Listener<E> listener(BenchQueue<? super Heard<E>> queue) {
        return new DeviceAgent.Listener<>() {
            @Override
            public void event(E event) {
                queue.offer(new Heard.Event<>(event));
            }

            @Override
            public void failed(Throwable bug) {
                queue.offer(new Heard.Bug<>(bug));
            }
        };
    }

    /** Any thread; never waits. */
    public void offer(T item) {
        if (!items.offer(item)) {
            missed.incrementAndGet();
        }
    }

    /** Any thread; waits for room. */
    public void put(T item) throws InterruptedException {
        items.put(item);
    }

    /** Empty when nothing came in time. */
    public Optional<T> poll(long waitNanos) throws InterruptedException {
        return Optional.ofNullable(items.poll(Math.max(0, waitNanos), TimeUnit.NANOSECONDS));
    }

    /** How many were dropped since the last call. */
    public long takeMissed() {
        return missed.getAndSet(0);
    }
}
