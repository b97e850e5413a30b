package org.etclane.lane.parameters.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;
import org.etclane.lane.parameters.ParameterSet;
import org.etclane.lane.parameters.pack.LaneFit;
import org.etclane.lane.parameters.pack.PackageManifest;
import org.etclane.lane.parameters.pack.PackageReader;
import org.etclane.lane.parameters.pack.Proof;
import org.etclane.lane.parameters.pack.SetReader;
import org.etclane.lane.parameters.pack.TrustedKeys;
import org.etclane.lane.parameters.pack.VerifiedPackage;
import org.etclane.lane.parameters.table.Findings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packages of a lane and which of them is in force.
 *
 * <ul>
 * <li>A package is kept only when everything about it is right, and its number is above that of every package before.</li>
 * <li>In force is the set with the highest number whose time has come, never one with a lower number than before, whatever the
 * clock says; only {@link #rollback} goes back, and what it leaves behind does not return by itself.</li>
 * <li>Whatever is wrong, the set in force stays. One whose file is found damaged at a start is replaced by the one before; one whose
 * file can only not be read then keeps the lane from starting.</li>
 * <li>{@code state.json} is replaced atomically and decides; a package file without an entry in it is nobody's and is removed.</li>
 * </ul>
 *
 * One thread at a time: the constructor's before anything starts, then the housekeeping's.
 */
public final class ParameterStore {
    private static final Logger LOG = LoggerFactory.getLogger(ParameterStore.class);
    private static final String STATE = "state.json";
    private static final String ENDING = ".etcp";
    private static final Pattern FORGOTTEN_RATES = Pattern.compile("rates-.*\\.csv");
    /** So many sets that were in force before are kept for a rollback. */
    private static final int KEPT_BEFORE = 5;

    private final Path folder;
    private final ParameterSet bootstrap;
    private final LaneFit fit;
    private final TrustedKeys keys;
    private final StatusListTaker lists;
    private final List<String> troubles = new ArrayList<>();
    private StoreState state = StoreState.EMPTY;
    private ParameterSet inForce;

    /** What became of a package that was brought. */
    public sealed interface Outcome {
        /** Kept, or its damaged file replaced; in force from its time on. */
        record Accepted(HeldSet set) implements Outcome {
        }

        /** Brought before, kept, and not withdrawn. */
        record HeldAlready(HeldSet set) implements Outcome {
        }

        record ListsTaken(String version) implements Outcome {
        }

        /** @param problems at least one */
        record Refused(List<Problem> problems) implements Outcome {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /** What came of looking whether another set is due, or of going back to one. */
    public sealed interface Change {
        record None() implements Change {
        }

        record Activated(ParameterSet set) implements Change {
        }

        /** The set in force has stayed. */
        record Failed(String version, List<Problem> problems) implements Change {
            public Failed {
                problems = List.copyOf(problems);
            }
        }
    }

    /**
     * Opens the folder, makes it when it is not there, and finds the set in force; {@link #troubles} says what was wrong.
     *
     * @param bootstrap set of the configured file, in force before the first package
     * @throws IOException when the folder cannot be used at all, or what may be in force cannot be read now
     */
    public ParameterStore(Path folder, ParameterSet bootstrap, LaneFit fit, TrustedKeys keys, StatusListTaker lists, long nowMillis)
            throws IOException {
        this.folder = folder;
        this.bootstrap = bootstrap;
        this.fit = fit;
        this.keys = keys;
        this.lists = lists;
        Files.createDirectories(folder);
        readState(nowMillis);
        removeStrangers();
        inForce = begin(nowMillis);
        for (int held = state.held().size(); held >= 0; held--) {
            if (due(nowMillis) instanceof Change.Failed failed) {
                String trouble = "set " + failed.version() + " was due and cannot be used: " + failed.problems();
                if (!troubles.contains(trouble)) { // what cannot be read now is due still
                    troubles.add(trouble);
                }
            }
        }
        state.held().stream().filter(held -> held.damaged() && held.number() > state.numberInForce()).forEach(lost ->
                troubles.add("the file of set " + lost.version() + " is damaged or gone, and the older " + inForce.id().version()
                        + " is in force. Deliver or load that package again, or a newer one"));
        if (state.inForce().isEmpty()) {
            tellForgottenRates();
        }
    }

    public ParameterSet inForce() {
        return inForce;
    }

    /** By number; without the configured file. */
    public List<HeldSet> held() {
        return state.held();
    }

    public long highestNumber() {
        return state.highestNumber();
    }

    /** What was wrong when the folder was opened, older parameters in force than there should be included; empty when nothing was. */
    public List<String> troubles() {
        return List.copyOf(troubles);
    }

    private void readState(long nowMillis) throws IOException {
        byte[] json;
        try {
            json = Files.readAllBytes(folder.resolve(STATE));
        } catch (NoSuchFileException firstStart) {
            rebuild(nowMillis, "missing");
            return;
        }
        try {
            state = StoreState.read(json);
        } catch (IOException damaged) {
            Files.move(folder.resolve(STATE), folder.resolve(STATE + ".damaged-" + nowMillis));
            rebuild(nowMillis, "damaged: " + damaged.getMessage());
        }
    }

    /** From the packages alone: their signatures have to be proven anew, and nobody knows what was rolled back. */
    private void rebuild(long nowMillis, String why) throws IOException {
        for (Path file : packages()) {
            Findings findings = new Findings();
            Optional<VerifiedPackage> pack = PackageReader.read(file, new Proof.SignedBy(keys), findings);
            if (pack.isEmpty() && !wrong(file, findings)) {
                throw unreadable(file, findings);
            }
            pack.filter(p -> file.equals(fileOf(p.manifestSha256()))).ifPresentOrElse(p -> state = state.with(heldSet(p, "found", nowMillis)),
                    () -> troubles.add(file + " is no package that can be proven: " + findings.all()));
        }
        Optional<HeldSet> latest = latest(nowMillis, 0);
        latest.ifPresent(set -> state = state.inForce(set.sha256()));
        if (!state.held().isEmpty() || !troubles.isEmpty()) {
            troubles.addFirst("the state file of " + folder + " is " + why + "; the newest package whose time has come is in force");
        }
        write(state);
    }

    private List<Path> packages() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
        }
    }

    /** Left over from a kill between two writes. */
    private void removeStrangers() throws IOException {
        Set<Path> known = new HashSet<>();
        state.held().forEach(set -> known.add(fileOf(set.sha256())));
        List<Path> strangers = new ArrayList<>(packages());
        strangers.removeAll(known);
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".half")).forEach(strangers::add);
        }
        for (Path stranger : strangers) {
            Files.deleteIfExists(stranger);
        }
    }

    /** Earlier versions kept rates of the station here: by themselves, and newer than the configured file. */
    private void tellForgottenRates() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> FORGOTTEN_RATES.matcher(file.getFileName().toString()).matches()).sorted()
                    .forEach(file -> troubles.add(file + " holds rates that the station delivered to an earlier version. They are no longer"
                            + " read: the lane charges by the configured " + bootstrap.id().version() + ", which may be older. Deliver a signed"
                            + " package or load one (lanectl parameters load FILE); or, when the configured rates are right, remove that file"));
        }
    }

    private ParameterSet begin(long nowMillis) throws IOException {
        while (!state.inForce().isEmpty()) {
            Optional<HeldSet> named = state.bySha(state.inForce());
            Findings findings = new Findings();
            Optional<ParameterSet> set = named.flatMap(held -> load(held, findings));
            if (set.isPresent()) {
                return set.get();
            }
            if (named.isPresent() && !wrong(fileOf(state.inForce()), findings)) {
                throw unreadable(fileOf(state.inForce()), findings);
            }
            long number = named.map(HeldSet::number).orElse(Long.MAX_VALUE);
            String version = named.map(HeldSet::version).orElse(state.inForce());
            String next = before(number, nowMillis).map(HeldSet::sha256).orElse("");
            troubles.add("set " + version + " was in force and cannot be used: " + findings.all());
            state = state.map(held -> held.sha256().equals(state.inForce()) ? held.foundDamaged() : held).inForce(next);
            write(state);
        }
        return bootstrap;
    }

    /**
     * Checks a package in all respects and keeps it.
     *
     * @param file   is moved away or deleted in any case; in the same file system as the folder
     * @param source through whom it came
     */
    public Outcome accept(Path file, String source, long nowMillis) {
        try {
            return checkAndKeep(file, source, nowMillis);
        } catch (IOException failed) {
            LOG.error("cannot keep a parameter package in {}", folder, failed);
            return new Outcome.Refused(List.of(notKept(failed)));
        } finally {
            file.toFile().delete(); // nothing is lost when it stays: the next start removes it
        }
    }

    private Outcome checkAndKeep(Path file, String source, long nowMillis) throws IOException {
        Findings findings = new Findings();
        Optional<VerifiedPackage> read = PackageReader.read(file, new Proof.SignedBy(keys), findings);
        if (read.isEmpty()) {
            return new Outcome.Refused(findings.all());
        }
        VerifiedPackage pack = read.get();
        Optional<HeldSet> same = state.bySha(pack.manifestSha256());
        if (pack.manifest().contents() == PackageManifest.Contents.STATUS_LISTS) {
            List<Problem> problems = lists.take(pack);
            return problems.isEmpty() ? new Outcome.ListsTaken(pack.manifest().version()) : new Outcome.Refused(problems);
        }
        if (same.isPresent()) {
            return again(file, pack, same.get(), source, nowMillis);
        }
        newer(pack.manifest(), findings);
        SetReader.aheadOf(nowMillis, pack.manifest(), fit, findings);
        SetReader.read(pack, fit, source, nowMillis, findings);
        if (!findings.none()) {
            return new Outcome.Refused(findings.all());
        }
        HeldSet fresh = heldSet(pack, source, nowMillis);
        DurableFiles.moveInto(file, fileOf(fresh.sha256()));
        StoreState next = pruned(state.with(fresh));
        write(next);
        removeStrangers();
        return new Outcome.Accepted(fresh);
    }

    /** A good copy heals a damaged file; what people have left by a rollback does not return by being sent again. */
    private Outcome again(Path file, VerifiedPackage pack, HeldSet same, String source, long nowMillis) throws IOException {
        Findings findings = new Findings();
        if (same.damaged() && SetReader.read(pack, fit, source, nowMillis, findings).isEmpty()) {
            return new Outcome.Refused(findings.all());
        }
        if (load(same, new Findings()).isEmpty()) {
            DurableFiles.moveInto(file, fileOf(same.sha256()));
        }
        if (same.damaged()) {
            HeldSet healed = heldSet(pack, source, nowMillis);
            write(state.map(held -> held.equals(same) ? healed : held));
            return new Outcome.Accepted(healed);
        }
        return same.withdrawn() ? new Outcome.Refused(List.of(rolledBack(same))) : new Outcome.HeldAlready(same);
    }

    private void newer(PackageManifest manifest, Findings findings) {
        findings.in("manifest.json");
        if (manifest.number() <= state.highestNumber()) {
            findings.add(Problem.Kind.CONTRADICTION, "number", 0, Long.toString(manifest.number()), new Text("is not newer: an old package,"
                    + " sent again", "版本不是更新的：旧包重发"), new Text("above " + state.highestNumber(), "大于" + state.highestNumber()),
                    new Text("to go back: lanectl parameters rollback", "如需回退：lanectl parameters rollback"));
        }
        if (state.held().stream().anyMatch(held -> held.version().equals(manifest.version())) || bootstrap.id().version().equals(manifest.version())) {
            findings.add(Problem.Kind.DUPLICATE_KEY, "version", 0, manifest.version(), new Text("is the version of another set that is held",
                    "与已有参数集的版本号重复"), new Text("a version of its own", "唯一的版本号"), Text.NONE);
        }
        findings.in("");
    }

    /** Puts a set in force whose time has come. Its file was right when it came and is looked at again. */
    public Change due(long nowMillis) {
        Optional<HeldSet> due = latest(nowMillis, state.numberInForce());
        if (due.isEmpty()) {
            return new Change.None();
        }
        HeldSet held = due.get();
        Findings findings = new Findings();
        Optional<ParameterSet> set = load(held, findings);
        try {
            if (set.isEmpty()) {
                if (wrong(fileOf(held.sha256()), findings)) {
                    write(state.map(one -> one.equals(held) ? one.foundDamaged() : one));
                }
                return new Change.Failed(held.version(), findings.all());
            }
            return activate(set.get(), state.inForce(held.sha256()));
        } catch (IOException failed) {
            LOG.error("cannot put parameter set {} in force", held.version(), failed);
            return new Change.Failed(held.version(), List.of(notKept(failed)));
        }
    }

    /**
     * Goes back to a set that was in force before, or forward again to one that was left.
     *
     * @param version of it; without one, the set before that in force
     */
    public Change rollback(Optional<String> version, long nowMillis) {
        Optional<HeldSet> target = version.isPresent() ? state.held().stream().filter(held -> held.version().equals(version.get())
                && held.effectiveAtMillis() <= nowMillis).findFirst() : before(state.numberInForce(), nowMillis);
        boolean toBootstrap = target.isEmpty() && version.map(v -> v.equals(bootstrap.id().version())).orElse(true);
        if (target.isEmpty() && !toBootstrap || target.map(HeldSet::sha256).orElse("").equals(state.inForce())) {
            return new Change.Failed(version.orElse(""), List.of(noSuchSet(version.orElse(""), nowMillis)));
        }
        Findings findings = new Findings();
        Optional<ParameterSet> set = target.isPresent() ? load(target.get(), findings) : Optional.of(bootstrap);
        if (set.isEmpty()) {
            return new Change.Failed(target.get().version(), findings.all());
        }
        long number = target.map(HeldSet::number).orElse(0L);
        long left = state.numberInForce(); // and whatever it had overtaken, also while the clock says that its time is still to come
        StoreState next = state.map(held -> held.number() == number ? held.withdrawn(false) : held.number() > number
                && (held.number() <= left || held.effectiveAtMillis() <= nowMillis) ? held.withdrawn(true) : held);
        try {
            return activate(set.get(), next.inForce(target.map(HeldSet::sha256).orElse("")));
        } catch (IOException failed) {
            LOG.error("cannot go back to parameter set {}", set.get().id(), failed);
            return new Change.Failed(set.get().id().version(), List.of(notKept(failed)));
        }
    }

    private Change activate(ParameterSet set, StoreState next) throws IOException {
        write(next);
        inForce = set;
        return new Change.Activated(set);
    }

    /** Whether the file itself is damaged or gone, for good; or else it could only not be read at this moment. */
    private static boolean wrong(Path file, Findings findings) {
        return Files.notExists(file) || findings.all().stream().noneMatch(problem -> problem.kind() == Problem.Kind.UNREADABLE);
    }

    /** Nobody would expect the lane to charge by older rates because a disk stuttered. */
    private static IOException unreadable(Path file, Findings findings) {
        return new IOException(file + " may be in force and cannot be read now: " + findings.all() + ". Nothing has been given up: look at"
                + " the disk and the file's permissions and start the lane again; or, to start with the set before it, remove that file");
    }

    /** Its sense is not judged again: a limit that was lowered since must not bring older rates back. */
    private Optional<ParameterSet> load(HeldSet held, Findings findings) {
        return PackageReader.read(fileOf(held.sha256()), new Proof.KnownAs(held.sha256(), held.signedBy()), findings)
                .flatMap(pack -> SetReader.readAccepted(pack, held.source(), held.receivedAtMillis(), findings));
    }

    private Optional<HeldSet> latest(long nowMillis, long aboveNumber) {
        return state.held().stream().filter(held -> !held.withdrawn() && held.effectiveAtMillis() <= nowMillis && held.number() > aboveNumber)
                .max(Comparator.comparingLong(HeldSet::number));
    }

    private Optional<HeldSet> before(long number, long nowMillis) {
        return state.held().stream().filter(held -> !held.withdrawn() && held.effectiveAtMillis() <= nowMillis && held.number() < number)
                .max(Comparator.comparingLong(HeldSet::number));
    }

    /** What is in force or still to come stays, and the last few before. */
    private static StoreState pruned(StoreState all) {
        List<HeldSet> old = all.held().stream().filter(held -> held.number() < all.numberInForce() || held.withdrawn()).toList();
        List<HeldSet> kept = new ArrayList<>(all.held());
        kept.removeAll(old.subList(0, Math.max(0, old.size() - KEPT_BEFORE)));
        return all.only(kept);
    }

    private static HeldSet heldSet(VerifiedPackage pack, String source, long nowMillis) {
        PackageManifest m = pack.manifest();
        return new HeldSet(pack.manifestSha256(), m.version(), m.number(), m.issuer(), m.effectiveAtMillis(), pack.signedBy(), source, nowMillis,
                false, false);
    }

    private Path fileOf(String sha256) {
        return folder.resolve(sha256 + ENDING);
    }

    private void write(StoreState next) throws IOException {
        DurableFiles.write(folder.resolve(STATE), next.json());
        state = next;
    }

    private Problem notKept(IOException failed) {
        return new Problem(Problem.Kind.UNREADABLE, "data/parameters", 0, "", new Text("cannot be written: " + failed.getMessage(),
                "无法写入：" + failed.getMessage()), Text.NONE, new Text("look at the disk of the lane, then try again", "检查车道磁盘后重试"));
    }

    private Problem rolledBack(HeldSet left) {
        return new Problem(Problem.Kind.NOT_ALLOWED, "manifest.json/version", 0, left.version(), new Text("was withdrawn on this lane, by a"
                + " rollback, and is not put in force by being sent again", "已在本车道回退停用，重发不会使其生效"), new Text("a new package, number above "
                + state.highestNumber(), "新的参数包，编号大于" + state.highestNumber()), new Text("to take it up again: lanectl parameters rollback "
                + left.version(), "如需恢复：lanectl parameters rollback " + left.version()));
    }

    private Problem noSuchSet(String version, long nowMillis) {
        List<String> there = new ArrayList<>(state.held().stream().filter(held -> held.effectiveAtMillis() <= nowMillis
                && !held.sha256().equals(state.inForce())).map(HeldSet::version).toList());
        if (!state.inForce().isEmpty()) {
            there.addFirst(bootstrap.id().version());
        }
        return new Problem(Problem.Kind.NOT_ALLOWED, "version", 0, version, new Text("is no set that can be gone back to", "没有可回退的参数集"),
                new Text(there.isEmpty() ? "none" : String.join(", ", there), there.isEmpty() ? "无" : String.join("、", there)), Text.NONE);
    }
}
