package org.etclane.lane.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.etclane.lane.parameters.lists.ListKind;
import org.etclane.lane.parameters.lists.ListLookup;
import org.etclane.lane.parameters.lists.StatusLists;
import org.etclane.lane.parameters.lists.store.ListDelivery;
import org.etclane.lane.parameters.lists.store.ListSettings;
import org.etclane.lane.parameters.lists.store.StatusListStore;
import org.etclane.lane.parameters.lists.store.StatusListStore.Delivered;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread "lists", of the lowest priority: takes deliveries, puts lists into force when their time has come, merges increments, reads
 * everything back once after a start. Publishes snapshots; an old one's memory is given back when whoever asks says that it asks the new
 * one. Deliveries are offered by any thread and wait in a queue of {@value #WAITING}.
 */
public final class ListKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ListKeeper.class);
    private static final int WAITING = 4;
    private static final long LOOK_MS = 500;

    private final Publication publication;
    private final WallClock wall;
    private final DiskPace pace;
    private final StatusListStore cards;
    private final StatusListStore obus;
    private final ArrayBlockingQueue<Order> orders = new ArrayBlockingQueue<>(WAITING);
    private final Thread thread = Thread.ofPlatform().name("lists").daemon().priority(Thread.MIN_PRIORITY).unstarted(this::run);
    private StatusLists published = new StatusLists(Optional.empty(), Optional.empty());
    /** Not again and again on a disk that is full: with the next delivery. */
    private boolean mayMerge = true;

    /**
     * Where snapshots go.
     *
     * @param publish takes a new snapshot; returns at once
     * @param asked   the snapshot that is asked now; an older one than it is never asked again
     * @param trouble something was set aside or could not be done, in words
     */
    public record Publication(Consumer<StatusLists> publish, Supplier<ListLookup> asked, Consumer<String> trouble) {
    }

    /** Opens the bytes of a delivery when its turn has come. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    private record Order(ListDelivery delivery, Source source, Consumer<Delivered> done) {
    }

    /**
     * @param folder for the lists of both kinds
     * @throws IOException when it cannot be used
     */
    public ListKeeper(Path folder, ListSettings settings, DiskPace pace, WallClock wall, Publication publication) throws IOException {
        this.publication = publication;
        this.wall = wall;
        this.pace = pace;
        cards = StatusListStore.open(folder.resolve("card"), ListKind.CARD, settings, pace);
        obus = StatusListStore.open(folder.resolve("obu"), ListKind.OBU, settings, pace);
    }

    public void start() {
        thread.start();
    }

    /**
     * Hands a delivery over; returns at once.
     *
     * @param done hears what became of it, on the thread "lists"
     * @return false when too many wait already: offer it again later
     */
    public boolean offer(ListDelivery delivery, Source source, Consumer<Delivered> done) {
        return orders.offer(new Order(delivery, source, done));
    }

    private void run() {
        LOG.debug("status lists run with nice value {}", LowPriority.ofThisThread());
        boolean scrubbed = false;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                turn();
                if (!scrubbed) {
                    scrubbed = true;
                    pace.begin();
                    cards.scrub();
                    obus.scrub();
                }
                Order order = orders.poll(LOOK_MS, TimeUnit.MILLISECONDS);
                if (order != null) {
                    carryOut(order);
                }
            } catch (InterruptedException stop) {
                return;
            } catch (IOException | RuntimeException failed) { // one failed merge or delivery must not be the last
                if (!Thread.currentThread().isInterrupted()) {
                    tell("status lists: " + failed);
                }
            } catch (OutOfMemoryError tooLittle) { // outside the heap, for one list's sorting or filter; what is in force stays
                tell("status lists: " + tooLittle.getMessage());
            }
        }
    }

    private void turn() throws IOException {
        cards.activate(wall.millis());
        obus.activate(wall.millis());
        cards.takeNotes().forEach(this::tell);
        obus.takeNotes().forEach(this::tell);
        StatusLists now = new StatusLists(cards.inForce(), obus.inForce());
        if (!now.equals(published)) {
            published = now;
            LOG.info("status lists in force: {}, {}", now.version(ListKind.CARD), now.version(ListKind.OBU));
            publication.publish.accept(now);
        }
        if (publication.asked.get() == published) {
            cards.closeRetired();
            obus.closeRetired();
        }
        for (StatusListStore store : new StatusListStore[] {cards, obus}) {
            if (mayMerge && store.mergeIsDue()) {
                mayMerge = false;
                pace.begin();
                mayMerge = store.merge();
            }
        }
    }

    private void carryOut(Order order) {
        Delivered outcome;
        mayMerge = true;
        pace.begin();
        try (InputStream in = order.source.open()) {
            outcome = (order.delivery.kind() == ListKind.CARD ? cards : obus).deliver(order.delivery, in, wall.millis());
        } catch (ClosedByInterruptException | InterruptedIOException stopping) {
            LOG.info("status list {} for {} is given up: the lane stops", order.delivery.version(), order.delivery.kind());
            order.done.accept(new Delivered.Refused("the lane stops: deliver it again"));
            return;
        } catch (IOException failed) {
            outcome = new Delivered.Refused("cannot be kept: " + failed.getMessage());
        }
        if (outcome instanceof Delivered.Refused(String reason)) {
            tell("status list " + order.delivery.version() + " for " + order.delivery.kind() + " is refused: " + reason);
        } else {
            LOG.info("status list delivered: {}", outcome);
        }
        order.done.accept(outcome);
    }

    private void tell(String trouble) {
        LOG.error("{}", trouble);
        publication.trouble.accept(trouble);
    }

    /** Whoever asks the lists must have stopped. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(5000);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            cards.close();
            obus.close();
        }
    }
}
