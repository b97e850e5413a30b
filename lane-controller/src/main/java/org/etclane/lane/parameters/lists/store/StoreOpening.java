package org.etclane.lane.parameters.lists.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.lane.parameters.lists.ListKind;

/**
 * What a store's folder holds when it is opened: left-overs of an unfinished change removed, damaged files set aside, the rest open.
 *
 * @param steps      oldest first, each whole and built on the one before
 * @param inForce    so many of them from the front
 * @param nextNumber of the next file
 * @param notes      what was set aside, and why
 */
record StoreOpening(List<StatusListFile> steps, int inForce, int nextNumber, List<String> notes) {
    static final String CURRENT = "CURRENT";
    static final String LIST = ".list";
    static final String HALF = ".tmp";
    private static final String DAMAGED = "damaged";

    static StoreOpening of(Path folder, ListKind kind) throws IOException {
        Files.createDirectories(folder);
        List<String> notes = new ArrayList<>();
        int nextNumber = 1 + StoreFiles.files(folder).stream().mapToInt(StoreOpening::number).max().orElse(0);
        ListManifest manifest = manifest(folder, kind, notes);
        List<StatusListFile> steps = new ArrayList<>();
        List<Path> damaged = new ArrayList<>();
        String why = "";
        int inForce = 0;
        for (int i = 0; i < manifest.entries().size(); i++) {
            ListManifest.Entry entry = manifest.entries().get(i);
            Path file = folder.resolve(entry.file());
            try {
                steps.add(open(file, entry.listSha256(), kind, steps.isEmpty() ? Optional.empty() : Optional.of(steps.getLast())));
                inForce += i < manifest.inForce() ? 1 : 0;
            } catch (IOException unusable) {
                damaged.add(file);
                why = why.isEmpty() ? unusable.getMessage() : why;
            }
        }
        if (!damaged.isEmpty()) {
            setAside(folder, damaged, why, notes);
            new ListManifest(kind, inForce, steps.stream().map(f -> new ListManifest.Entry(f.file().getFileName().toString(),
                    f.header().identity().listSha256())).toList()).save(folder.resolve(CURRENT));
        }
        sweep(folder, steps);
        return new StoreOpening(List.copyOf(steps), inForce, nextNumber, notes);
    }

    private static ListManifest manifest(Path folder, ListKind kind, List<String> notes) throws IOException {
        Path current = folder.resolve(CURRENT);
        if (!Files.exists(current)) {
            return new ListManifest(kind, 0, List.of());
        }
        try {
            return ListManifest.load(current, kind);
        } catch (DamagedListException damaged) {
            List<Path> all = new ArrayList<>(StoreFiles.files(folder));
            all.removeIf(file -> number(file) == 0 && !file.equals(current));
            setAside(folder, all, damaged.getMessage(), notes);
            return new ListManifest(kind, 0, List.of());
        }
    }

    /** @param before the step that an increment must be built on */
    private static StatusListFile open(Path file, String listSha256, ListKind kind, Optional<StatusListFile> before) throws IOException {
        if (!Files.exists(file)) {
            throw new DamagedListException("it is missing");
        }
        StatusListFile opened = StatusListFile.open(file);
        ListHeader.Identity own = opened.header().identity();
        boolean fits = own.kind() == kind && own.listSha256().equals(listSha256) && (own.form() == ListForm.FULL || before
                .map(b -> b.header().identity()).filter(b -> own.baseVersion().equals(Optional.of(b.version()))
                        && own.listSha256().equals(StoreFiles.chained(b.listSha256(), own.deliverySha256()))).isPresent());
        if (!fits) {
            opened.close();
            throw new DamagedListException("it is not the list that stood in this place, or what it is built on is gone");
        }
        return opened;
    }

    /** Into the folder for people, which holds the last such files only: lists are large. */
    static void setAside(Path folder, List<Path> files, String why, List<String> notes) throws IOException {
        Path aside = Files.createDirectories(folder.resolve(DAMAGED));
        List<Path> there = files.stream().filter(Files::exists).toList();
        // a missing file is no reason to throw away an earlier damaged one
        for (Path old : there.isEmpty() ? List.<Path>of() : StoreFiles.files(aside)) {
            Files.delete(old);
        }
        for (Path file : there) {
            Files.move(file, aside.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        notes.add(files.getFirst().getFileName() + " in " + folder + " is damaged (" + why + ") and lies in " + aside
                + (files.size() > 1 ? " with " + (files.size() - 1) + " more" : "") + ": deliver a full list");
    }

    private static void sweep(Path folder, List<StatusListFile> steps) throws IOException {
        List<Path> kept = steps.stream().map(StatusListFile::file).toList();
        for (Path file : StoreFiles.files(folder)) {
            String name = file.getFileName().toString();
            if (name.endsWith(HALF) || name.endsWith(LIST) && !kept.contains(file)) {
                Files.delete(file);
            }
        }
    }

    /** @return 0 when the file is none of the lists */
    private static int number(Path file) {
        String name = file.getFileName().toString();
        return name.matches("(full|increment)-\\d{6,9}\\.list") ? Integer.parseInt(name.replaceAll("\\D", "")) : 0;
    }
}
