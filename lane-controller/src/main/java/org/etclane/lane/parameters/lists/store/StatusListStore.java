package org.etclane.lane.parameters.lists.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.etclane.lane.parameters.lists.ListKind;
import org.etclane.lane.parameters.lists.ListVersion;
import org.etclane.lane.parameters.lists.StatusList;

/**
 * The lists of one kind in one folder: a full list, increments on top of it, and whatever waits for its time behind them. Every change
 * is one rename of {@code CURRENT} ({@link ListManifest}): killed at any moment, the folder holds the list before or the list after. A file
 * that is found damaged goes to {@code damaged/} (the last such, for people), and the last list that is whole stays in force.
 *
 * <p>One thread. Snapshots may be asked by any thread until {@link #closeRetired}, which must wait until nobody asks an older one.
 */
public final class StatusListStore implements AutoCloseable {
    private static final String RUNS = "runs.tmp";

    private final Path folder;
    private final ListKind kind;
    private final ListSettings settings;
    private final Pace pace;
    private final List<String> notes;
    private final List<StatusListFile> retired = new ArrayList<>();
    private List<StatusListFile> steps;
    private int inForce;
    private Optional<StatusList> snapshot;
    private int nextNumber;

    /** What became of a delivery. */
    public sealed interface Delivered {
        /**
         * On the disk and checked; in force from the next {@link #activate} on that finds its time come.
         *
         * @param duplicates entries that a later entry with the same key replaced
         */
        record Taken(ListVersion version, long entries, long removals, long duplicates) implements Delivered {
        }

        /** It was delivered before; nothing was done. */
        record AlreadyHeld(ListVersion version) implements Delivered {
        }

        /** Nothing has changed. */
        record Refused(String reason) implements Delivered {
        }
    }

    private StatusListStore(Path folder, ListKind kind, ListSettings settings, Pace pace, StoreOpening opening) {
        this.folder = folder;
        this.kind = kind;
        this.settings = settings;
        this.pace = pace;
        notes = opening.notes();
        steps = opening.steps();
        inForce = opening.inForce();
        nextNumber = opening.nextNumber();
        snapshot = chain();
    }

    /**
     * Opens the folder, made when it does not exist. Headers, lengths, indexes and filters are checked here; the rest by {@link #scrub}.
     *
     * @throws IOException when the folder cannot be used at all; damaged files are no reason, see {@link #takeNotes}
     */
    public static StatusListStore open(Path folder, ListKind kind, ListSettings settings, Pace pace) throws IOException {
        return new StatusListStore(folder, kind, settings, pace, StoreOpening.of(folder, kind));
    }

    /** What was set aside since the last call, and why; for the log and an alarm. */
    public List<String> takeNotes() {
        List<String> taken = List.copyOf(notes);
        notes.clear();
        return taken;
    }

    /** The list in force; the same object while it is the same list. */
    public Optional<StatusList> inForce() {
        return snapshot;
    }

    /** The newest list, in force or waiting for its time: what the next increment must be built on. */
    public Optional<ListVersion> newest() {
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.getLast().header().identity().listVersion());
    }

    /**
     * Reads, sorts, writes, checks and keeps a delivered list. Blocking, for minutes when the list is the nation's.
     *
     * @throws IOException when the disk or {@link Pace} ends it; nothing has changed then
     */
    public Delivered deliver(ListDelivery delivery, InputStream in, long receivedAtMillis) throws IOException {
        Optional<Delivered> atOnce = withoutReading(delivery);
        if (atOnce.isPresent()) {
            return atOnce.get();
        }
        Path file = nextFile(delivery.form());
        try {
            StatusListBuilder.Built built;
            try (StatusListBuilder builder = new StatusListBuilder(folder.resolve(RUNS), pace, settings.reserveBytes())) {
                read(delivery, in, builder);
                built = builder.build(half(file), identity(delivery, receivedAtMillis));
            }
            StatusListFile added = admit(file);
            List<StatusListFile> next = new ArrayList<>(steps);
            if (delivery.form() == ListForm.FULL) {
                // what would come into force after it was made for the list that it replaces
                next.removeIf(step -> steps.indexOf(step) >= inForce && effectiveAtMillis(step) > delivery.effectiveAtMillis());
            }
            next.add(added);
            change(next, inForce);
            ListHeader.Body body = built.header().body();
            return new Delivered.Taken(built.header().identity().listVersion(), body.entries() - body.removals(), body.removals(),
                    built.duplicates());
        } catch (ListRefusedException wrong) {
            return new Delivered.Refused(wrong.getMessage());
        } finally {
            Files.deleteIfExists(half(file));
        }
    }

    private Optional<Delivered> withoutReading(ListDelivery delivery) {
        if (delivery.kind() != kind) {
            return Optional.of(new Delivered.Refused("a list for " + delivery.kind() + " was delivered to the store for " + kind));
        }
        for (StatusListFile step : steps) {
            ListHeader.Identity held = step.header().identity();
            if (held.version().equals(delivery.version())) {
                return Optional.of(held.deliverySha256().equals(delivery.sha256()) ? new Delivered.AlreadyHeld(held.listVersion())
                        : new Delivered.Refused("version " + delivery.version() + " is held with hash " + held.deliverySha256()
                        + ", delivered with " + delivery.sha256() + ": a version is given once"));
            }
        }
        String newest = newest().map(ListVersion::version).orElse("");
        if (delivery.baseVersion().isPresent() && !delivery.baseVersion().get().equals(newest)) {
            return Optional.of(new Delivered.Refused("increment " + delivery.version() + " changes version " + delivery.baseVersion().get()
                    + ", the lane holds " + (newest.isEmpty() ? "no list: deliver a full one first"
                    : newest + ": deliver the increments between, or a full list")));
        }
        return Optional.empty();
    }

    private ListHeader.Identity identity(ListDelivery delivery, long receivedAtMillis) {
        boolean full = delivery.form() == ListForm.FULL;
        String hash = full ? delivery.sha256()
                : StoreFiles.chained(steps.getLast().header().identity().listSha256(), delivery.sha256());
        // a change cannot be in force before what it changes
        long effective = full ? delivery.effectiveAtMillis() : Math.max(delivery.effectiveAtMillis(), effectiveAtMillis(steps.getLast()));
        return new ListHeader.Identity(kind, delivery.version(), delivery.baseVersion(), delivery.sha256(), hash, effective, receivedAtMillis);
    }

    private static void read(ListDelivery delivery, InputStream in, EntrySink sink) throws IOException {
        DigestInputStream hashed = new DigestInputStream(in, StoreFiles.sha256());
        BufferedInputStream buffered = new BufferedInputStream(hashed, 1 << 16);
        buffered.mark(ListSection.MAGIC.length);
        boolean section = Arrays.equals(buffered.readNBytes(ListSection.MAGIC.length), ListSection.MAGIC);
        buffered.reset();
        if (section) {
            ListSection.read(buffered, delivery.kind(), delivery.form(), sink);
        } else {
            ListCsv.read(buffered, delivery, sink);
        }
        String hash = HexFormat.of().formatHex(hashed.getMessageDigest().digest());
        if (!hash.equals(delivery.sha256())) {
            throw new ListRefusedException("hash is " + hash + ", announced " + delivery.sha256());
        }
    }

    /** Gives a finished file its name and reads it back whole before anything relies on it. */
    private StatusListFile admit(Path file) throws IOException {
        StoreFiles.move(half(file), file);
        StatusListFile added = null;
        try {
            added = StatusListFile.open(file);
            added.verify(pace);
            return added;
        } catch (IOException unusable) {
            if (added != null) {
                added.close();
            }
            Files.deleteIfExists(file);
            throw unusable;
        }
    }

    /** Puts into force what has come due; never takes anything out of force again, whatever the clock does. @return whether it did */
    public boolean activate(long wallMillis) throws IOException {
        int due = inForce;
        while (due < steps.size() && effectiveAtMillis(steps.get(due)) <= wallMillis) {
            due++;
        }
        if (due == inForce) {
            return false;
        }
        int full = due - 1;
        while (steps.get(full).header().identity().form() != ListForm.FULL) {
            full--;
        }
        change(steps.subList(full, steps.size()), due - full);
        return true;
    }

    /** Whether so many increments lie on the full list in force that {@link #merge} is worth writing it anew. */
    public boolean mergeIsDue() {
        if (inForce < 2) {
            return false;
        }
        long changes = steps.subList(1, inForce).stream().mapToLong(f -> f.header().body().entries()).sum();
        return inForce - 1 >= settings.mergeAfterIncrements()
                || changes * 1000 >= steps.getFirst().header().body().entries() * settings.mergeAfterPermille();
    }

    /** Makes one full list of the list in force. Blocking. @return whether there was anything to merge */
    public boolean merge() throws IOException {
        if (inForce < 2) {
            return false;
        }
        Path file = nextFile(ListForm.FULL);
        List<StatusListFile.Cursor> cursors = new ArrayList<>();
        try {
            long most = 0;
            for (StatusListFile step : steps.subList(0, inForce)) {
                cursors.add(step.cursor(Pace.NONE));
                most += step.header().body().entries();
            }
            StatusListBuilder.write(new MergeCursor(cursors), true, half(file), steps.get(inForce - 1).header().identity().full(), most, pace,
                    settings.reserveBytes());
            List<StatusListFile> next = new ArrayList<>(List.of(admit(file)));
            next.addAll(steps.subList(inForce, steps.size()));
            change(next, 1);
            return true;
        } finally {
            for (StatusListFile.Cursor cursor : cursors) {
                cursor.close();
            }
            Files.deleteIfExists(half(file));
        }
    }

    /** Reads all files whole; one that is damaged is set aside. Blocking. @return whether another list is in force now */
    public boolean scrub() throws IOException {
        for (int i = 0; i < steps.size(); i++) {
            try {
                steps.get(i).verify(pace);
            } catch (DamagedListException damaged) {
                boolean wasInForce = i < inForce;
                setAside(i, damaged.getMessage());
                return wasInForce;
            }
        }
        return false;
    }

    /** Without the damaged step and the increments that are built on it. */
    private void setAside(int damaged, String why) throws IOException {
        int behind = damaged + 1;
        while (behind < steps.size() && steps.get(behind).header().identity().form() != ListForm.FULL) {
            behind++;
        }
        StoreOpening.setAside(folder, List.of(steps.get(damaged).file()), why, notes);
        List<StatusListFile> next = new ArrayList<>(steps.subList(0, damaged));
        next.addAll(steps.subList(behind, steps.size()));
        change(next, Math.min(inForce, damaged));
    }

    private void change(List<StatusListFile> next, int nextInForce) throws IOException {
        List<StatusListFile> steady = List.copyOf(next);
        manifest(steady, nextInForce).save(folder.resolve(StoreOpening.CURRENT));
        List<StatusListFile> gone = new ArrayList<>(steps);
        gone.removeAll(steady);
        boolean same = steps.subList(0, inForce).equals(steady.subList(0, nextInForce));
        steps = steady;
        inForce = nextInForce;
        snapshot = same ? snapshot : chain();
        retired.addAll(gone);
    }

    private ListManifest manifest(List<StatusListFile> files, int active) {
        return new ListManifest(kind, active, files.stream().map(f -> new ListManifest.Entry(f.file().getFileName().toString(),
                f.header().identity().listSha256())).toList());
    }

    private Optional<StatusList> chain() {
        if (inForce == 0) {
            return Optional.empty();
        }
        List<StatusListFile> files = new ArrayList<>(steps.subList(0, inForce));
        ListVersion version = files.getLast().header().identity().listVersion();
        Collections.reverse(files);
        return Optional.of(new ChainedList(files, version));
    }

    private static long effectiveAtMillis(StatusListFile step) {
        return step.header().identity().effectiveAtMillis();
    }

    private Path nextFile(ListForm form) {
        return folder.resolve((form == ListForm.FULL ? "full" : "increment") + "-%06d".formatted(nextNumber++) + StoreOpening.LIST);
    }

    private static Path half(Path file) {
        return file.resolveSibling(file.getFileName() + StoreOpening.HALF);
    }

    /**
     * Gives back memory and disk of lists that are no longer in force. Nobody may ask an older snapshot than {@link #inForce} any more.
     * Blocking.
     */
    public void closeRetired() throws IOException {
        while (!retired.isEmpty()) {
            StatusListFile old = retired.removeLast();
            old.close();
            StoreFiles.delete(old.file(), pace);
        }
    }

    /** Files that are no longer in force are left to the next opening. */
    @Override
    public void close() {
        retired.forEach(StatusListFile::close);
        retired.clear();
        steps.forEach(StatusListFile::close);
        steps = List.of();
        inForce = 0;
        snapshot = Optional.empty();
    }
}
