package org.etclane.lane.parameters.store;

import static org.etclane.lane.parameters.pack.Packages.DAY_MS;
import static org.etclane.lane.parameters.pack.Packages.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.etclane.device.spi.Problem;
import org.etclane.lane.parameters.ParameterSet;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.parameters.StationKey;
import org.etclane.lane.parameters.TableKind;
import org.etclane.lane.parameters.pack.LaneFit;
import org.etclane.lane.parameters.pack.PackageManifest.Contents;
import org.etclane.lane.parameters.pack.PackageWriter;
import org.etclane.lane.parameters.pack.Packages;
import org.etclane.lane.parameters.pack.TrustedKeys;
import org.etclane.lane.parameters.store.ParameterStore.Change;
import org.etclane.lane.parameters.store.ParameterStore.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept, what is in force when, and what is left of it after whatever happened to the disk. */
class ParameterStoreTest {
    static final ParameterSet BOOTSTRAP = ParameterSet.bootstrap(new RateTable("configured", "cd".repeat(32), 0, 50,
            Map.of(new RateTable.Trip(new StationKey("3701", 7), Packages.HERE, 1), 100L)), 0);

    @TempDir
    Path root;
    private Path folder;
    private TrustedKeys keys;
    private LaneFit fit = Packages.FIT;
    private ParameterStore store;

    @BeforeEach
    void open() throws IOException {
        folder = root.resolve("parameters");
        keys = Packages.trusting(root);
        store = reopened(NOW);
    }

    private ParameterStore reopened(long nowMillis) throws IOException {
        return new ParameterStore(folder, BOOTSTRAP, fit, keys, StatusListTaker.NONE, nowMillis);
    }

    private Outcome bring(byte[] file, long nowMillis) throws IOException {
        Path brought = Files.write(folder.resolve("brought"), file);
        Outcome outcome = store.accept(brought, "station", nowMillis);
        assertFalse(Files.exists(brought), "whatever comes of it, the file is not left behind");
        return outcome;
    }

    private void accepted(long number, long effectiveAtMillis) throws IOException {
        assertInstanceOf(Outcome.Accepted.class, bring(Packages.signedSet(number, effectiveAtMillis, 1000 + number), NOW));
    }

    private List<Problem> refused(byte[] file) throws IOException {
        return assertInstanceOf(Outcome.Refused.class, bring(file, NOW)).problems();
    }

    private String inForce() {
        return store.inForce().id().version();
    }

    private void activates(String version, long nowMillis) {
        assertEquals(version, assertInstanceOf(Change.Activated.class, store.due(nowMillis)).set().id().version());
        assertEquals(version, inForce());
    }

    @Test
    void aSetComesIntoForceWhenItsTimeHasCome() throws IOException {
        assertEquals("configured", inForce());
        accepted(1, NOW + 1000);
        assertInstanceOf(Change.None.class, store.due(NOW + 999));
        assertEquals("configured", inForce());
        activates("set-1", NOW + 1000);
        assertEquals(1001, store.inForce().rates().feeFen(new StationKey("3701", 7), Packages.HERE, 1).orElseThrow());
        assertInstanceOf(Change.None.class, store.due(NOW + 1000));
        assertEquals("set-1", reopened(NOW + 2000).inForce().id().version());
        assertEquals(store.inForce(), reopened(NOW - DAY_MS).inForce(), "a clock that was set back changes nothing");
        assertEquals(List.of(), reopened(NOW).troubles());
    }

    @Test
    void aStartAfterTheTimeBeginsWithTheNewSet() throws IOException {
        accepted(1, NOW + 1000);
        accepted(2, NOW + 2000);
        assertEquals("set-2", reopened(NOW + 5000).inForce().id().version());
    }

    @Test
    void theHighestNumberWhoseTimeHasComeCounts() throws IOException {
        accepted(5, NOW - 1000);
        accepted(7, NOW + DAY_MS);
        accepted(9, NOW - 2000);
        activates("set-9", NOW);
        assertInstanceOf(Change.None.class, store.due(NOW + 2 * DAY_MS), "7 has been overtaken");
    }

    @Test
    void anOlderOrReplayedPackageIsRefusedAndTheSameIsKnown() throws IOException {
        accepted(5, NOW);
        activates("set-5", NOW);
        List<Problem> older = refused(Packages.signedSet(4, NOW, 1));
        assertEquals("manifest.json/number", older.getFirst().key());
        assertTrue(older.getFirst().toString().contains("rollback"));
        assertEquals("manifest.json/number", refused(Packages.signedSet(5, NOW, 99_000)).getFirst().key(), "another set of the same number");
        assertEquals("set-5", assertInstanceOf(Outcome.HeldAlready.class, bring(Packages.signedSet(5, NOW, 1005), NOW)).set().version());
        assertEquals("set-5", inForce());
    }

    @Test
    void everyReasonIsToldAtOnceAndNothingChanges() throws IOException {
        accepted(5, NOW);
        activates("set-5", NOW);
        List<Problem> problems = refused(Packages.signed(Packages.set(3, NOW + 400 * DAY_MS, 9_000_000).table(TableKind.THRESHOLDS, "t.csv", "1",
                "etclane-thresholds,1\nname,value\nx,1\n".getBytes())));
        assertEquals(List.of("manifest.json/number", "manifest.json/effectiveAt", "t.csv/name", "rates.csv/feeFen"),
                problems.stream().map(Problem::key).toList());
        assertEquals("set-5", inForce());
        assertEquals(1, store.held().size());
        refused(Packages.signed(Packages.set(9, NOW, 1), Packages.OTHER_KEY));
        refused(new byte[100]);
        assertEquals("set-5", reopened(NOW).inForce().id().version());
        assertEquals("manifest.json/version", refused(Packages.signed(new PackageWriter(Contents.SET, "configured", 6, "o", NOW, NOW)
                .table(TableKind.RATES, "r.csv", "r", NOW, Packages.rates("r", "2026-12-01T00:00:00+08:00", 1)))).getFirst().key());
    }

    @Test
    void rollbackGoesBackAtOnceAndWhatIsLeftDoesNotReturn() throws IOException {
        accepted(1, NOW);
        activates("set-1", NOW);
        accepted(2, NOW);
        activates("set-2", NOW);
        accepted(3, NOW + DAY_MS);
        assertEquals("set-1", assertInstanceOf(Change.Activated.class, store.rollback(Optional.empty(), NOW)).set().id().version());
        assertInstanceOf(Change.None.class, store.due(NOW));
        store = reopened(NOW);
        assertEquals("set-1", inForce());
        assertInstanceOf(Change.None.class, store.due(NOW));
        assertEquals("manifest.json/number", refused(Packages.signedSet(2, NOW, 1)).getFirst().key(), "nor by being sent again");
        activates("set-3", NOW + DAY_MS);
    }

    @Test
    void rollbackToANameAndForwardAgainAndToTheConfiguredFile() throws IOException {
        for (long number = 1; number <= 3; number++) {
            accepted(number, NOW);
            activates("set-" + number, NOW);
        }
        assertInstanceOf(Change.Activated.class, store.rollback(Optional.of("set-1"), NOW));
        assertInstanceOf(Change.Activated.class, store.rollback(Optional.of("set-2"), NOW));
        assertInstanceOf(Change.None.class, store.due(NOW), "3 stays withdrawn");
        assertInstanceOf(Change.Activated.class, store.rollback(Optional.of("configured"), NOW));
        assertEquals(BOOTSTRAP, store.inForce());
        store = reopened(NOW);
        assertEquals(BOOTSTRAP, store.inForce());
        assertInstanceOf(Change.None.class, store.due(NOW));
        Problem nothing = assertInstanceOf(Change.Failed.class, store.rollback(Optional.empty(), NOW)).problems().getFirst();
        assertTrue(nothing.allowed().english().contains("set-1"), nothing.toString());
        assertInstanceOf(Change.Failed.class, store.rollback(Optional.of("set-9"), NOW));
        accepted(4, NOW);
        activates("set-4", NOW);
    }

    @Test
    void aRollbackWhileTheClockIsSetBackHoldsWhenItIsRightAgain() throws IOException {
        for (long number = 1; number <= 3; number++) {
            accepted(number, NOW + number * 1000);
            activates("set-" + number, NOW + number * 1000);
        }
        accepted(4, NOW + DAY_MS);
        assertEquals("set-1", assertInstanceOf(Change.Activated.class, store.rollback(Optional.empty(), NOW + 1500)).set().id().version());
        assertInstanceOf(Change.None.class, store.due(NOW + 5000));
        store = reopened(NOW + 5000);
        assertEquals("set-1", inForce());
        assertInstanceOf(Change.Activated.class, store.rollback(Optional.of("set-3"), NOW + 5000));
        activates("set-4", NOW + DAY_MS);
    }

    @Test
    void aSetThatIsStillToComeCannotBeRolledBackTo() throws IOException {
        accepted(1, NOW);
        activates("set-1", NOW);
        accepted(2, NOW + DAY_MS);
        assertInstanceOf(Change.Failed.class, store.rollback(Optional.of("set-2"), NOW));
    }

    private Path fileOf(String version) {
        return folder.resolve(store.held().stream().filter(set -> set.version().equals(version)).findFirst().orElseThrow().sha256() + ".etcp");
    }

    @Test
    void aDamagedFileOfTheSetInForceLeavesTheOneBefore() throws IOException {
        accepted(1, NOW);
        activates("set-1", NOW);
        accepted(2, NOW);
        activates("set-2", NOW);
        Files.write(fileOf("set-2"), new byte[] {1});
        store = reopened(NOW);
        assertEquals("set-1", inForce());
        assertTrue(store.troubles().getFirst().contains("set-2"));
        List<String> again = reopened(NOW).troubles();
        assertTrue(again.size() == 1 && again.getFirst().contains("set-2") && again.getFirst().contains("set-1"), again + ": told at every start");
        Files.delete(fileOf("set-1"));
        store = reopened(NOW);
        assertEquals("configured", inForce());
        accepted(3, NOW);
        activates("set-3", NOW);
        assertEquals(List.of(), reopened(NOW).troubles(), "nothing older is in force");
    }

    @Test
    void whoRollsBackKnowsThatOlderParametersAreInForce() throws IOException {
        for (long number = 1; number <= 3; number++) {
            accepted(number, NOW);
            activates("set-" + number, NOW);
        }
        Files.delete(fileOf("set-3"));
        store = reopened(NOW);
        assertEquals("set-2", inForce());
        assertEquals(1, reopened(NOW).troubles().size());
        assertInstanceOf(Change.Activated.class, store.rollback(Optional.empty(), NOW));
        store = reopened(NOW);
        assertEquals("set-1", inForce());
        assertEquals(List.of(), store.troubles());
    }

    @Test
    void aFileDamagedBeforeItsTimeNeverComesIntoForce() throws IOException {
        accepted(1, NOW);
        activates("set-1", NOW);
        accepted(2, NOW + 1000);
        byte[] content = Files.readAllBytes(fileOf("set-2"));
        content[content.length - 1500] ^= 1;
        Files.write(fileOf("set-2"), content);
        assertEquals("set-2", assertInstanceOf(Change.Failed.class, store.due(NOW + 1000)).version());
        assertEquals("set-1", inForce());
        assertInstanceOf(Change.None.class, store.due(NOW + 1000), "once");
    }

    @Test
    void aDamagedSetThatIsDeliveredAgainIsInForceAgain() throws IOException {
        accepted(1, NOW);
        activates("set-1", NOW);
        accepted(2, NOW);
        activates("set-2", NOW);
        Files.write(fileOf("set-2"), new byte[] {1});
        store = reopened(NOW);
        assertEquals("set-1", inForce());
        Path file = fileOf("set-2");
        assertEquals("manifest.sig", refused(Packages.signed(Packages.set(2, NOW, 1002), Packages.OTHER_KEY)).getFirst().key());
        assertEquals(1, Files.size(file), "not healed by what is not proven");
        assertEquals("set-2", assertInstanceOf(Outcome.Accepted.class, bring(Packages.signedSet(2, NOW, 1002), NOW)).set().version());
        activates("set-2", NOW);
        store = reopened(NOW);
        assertEquals("set-2", inForce());
        assertEquals(List.of(), store.troubles());
        assertInstanceOf(Outcome.HeldAlready.class, bring(Packages.signedSet(2, NOW, 1002), NOW));
    }

    @Test
    void aFileThatIsDamagedWithoutAnybodyKnowingIsHealedByTheSamePackage() throws IOException {
        accepted(1, NOW + 1000);
        Files.delete(fileOf("set-1"));
        assertInstanceOf(Outcome.HeldAlready.class, bring(Packages.signedSet(1, NOW + 1000, 1001), NOW));
        activates("set-1", NOW + 1000);
        accepted(2, NOW + 2000);
        Files.write(fileOf("set-2"), new byte[] {1});
        assertInstanceOf(Change.Failed.class, store.due(NOW + 2000));
        assertInstanceOf(Outcome.Accepted.class, bring(Packages.signedSet(2, NOW + 2000, 1002), NOW));
        activates("set-2", NOW + 2000);
    }

    @Test
    void whatWasRolledBackIsRefusedWhenItIsSentAgain() throws IOException {
        accepted(1, NOW);
        activates("set-1", NOW);
        accepted(2, NOW);
        activates("set-2", NOW);
        store.rollback(Optional.empty(), NOW);
        Files.write(fileOf("set-2"), new byte[] {1});
        Problem told = refused(Packages.signedSet(2, NOW, 1002)).getFirst();
        assertEquals(List.of("manifest.json/version", "set-2"), List.of(told.key(), told.value()));
        assertTrue(told.advice().english().contains("lanectl parameters rollback set-2"), told.toString());
        assertInstanceOf(Change.None.class, store.due(NOW));
        assertEquals("set-1", reopened(NOW).inForce().id().version());
        assertInstanceOf(Change.Activated.class, store.rollback(Optional.of("set-2"), NOW), "as advised, with the good copy");
        assertInstanceOf(Outcome.HeldAlready.class, bring(Packages.signedSet(2, NOW, 1002), NOW));
    }

    @Test
    void aStateOfTheFirstFormIsRead() throws IOException {
        accepted(1, NOW);
        activates("set-1", NOW);
        accepted(2, NOW);
        activates("set-2", NOW);
        store.rollback(Optional.empty(), NOW);
        String json = Files.readString(folder.resolve("state.json"));
        String first = json.replaceAll(",\\s*\"damaged\" : (true|false)", "");
        assertFalse(first.contains("damaged") || first.equals(json), first);
        Files.writeString(folder.resolve("state.json"), first);
        List<HeldSet> before = store.held();
        store = reopened(NOW);
        assertEquals("set-1", inForce());
        assertEquals(before, store.held());
        assertEquals(List.of(), store.troubles());
    }

    @Test
    void limitsThatWereLoweredSinceGuardDeliveriesAndTakeNothingBack() throws IOException {
        accepted(1, NOW);
        activates("set-1", NOW);
        accepted(2, NOW + 1000);
        fit = new LaneFit(new StationKey("3701", 99), 7, true, 10, 0, 1);
        store = reopened(NOW);
        assertEquals("set-1", inForce());
        assertEquals(List.of(), store.troubles());
        assertEquals(List.of("rates.csv/exit", "rates.csv/feeFen", "rates.csv/etcDiscountPermille"),
                refused(Packages.signedSet(3, NOW, 99)).stream().map(Problem::key).toList());
        activates("set-2", NOW + 1000);
        fit = Packages.FIT;
        assertEquals("set-2", reopened(NOW + 1000).inForce().id().version());
    }

    /** In the place of a file: something that is there and whose opening fails. The file is beside it. */
    private Path unreadable(Path file) throws IOException {
        Path beside = Files.move(file, root.resolve("beside"));
        Files.createSymbolicLink(file, file.getFileName());
        return beside;
    }

    @Test
    void aSetInForceThatCannotBeReadNowKeepsTheLaneFromStartingAndIsNotGivenUp() throws IOException {
        accepted(1, NOW);
        activates("set-1", NOW);
        accepted(2, NOW);
        activates("set-2", NOW);
        for (Path file : List.of(fileOf("set-2"), folder.resolve("state.json"))) {
            Path beside = unreadable(file);
            String told = assertThrows(IOException.class, () -> reopened(NOW)).getMessage();
            assertTrue(told.contains(file.toString()), told);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
            store = reopened(NOW);
            assertEquals("set-2", inForce());
            assertEquals(List.of(), store.troubles());
        }
        Files.delete(folder.resolve("state.json"));
        Path file = fileOf("set-2");
        Path beside = unreadable(file);
        assertThrows(IOException.class, () -> reopened(NOW));
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        assertEquals("set-2", reopened(NOW).inForce().id().version());
    }

    @Test
    void aSetThatIsDueAndCannotBeReadNowIsTriedAgain() throws IOException {
        accepted(1, NOW);
        activates("set-1", NOW);
        accepted(2, NOW + 1000);
        Path file = fileOf("set-2");
        Path beside = unreadable(file);
        assertInstanceOf(Change.Failed.class, store.due(NOW + 1000));
        store = reopened(NOW + 1000);
        assertEquals(1, store.troubles().size(), store.troubles().toString());
        assertEquals("set-1", inForce());
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        activates("set-2", NOW + 1000);
    }

    @Test
    void aKeyThatIsWithdrawnKeepsNewPackagesOutAndWhatIsInForceIn() throws IOException {
        accepted(1, NOW);
        activates("set-1", NOW);
        keys = TrustedKeys.load(List.of(Packages.pem(root, "new", Packages.OTHER_KEY)));
        store = reopened(NOW);
        assertEquals("set-1", inForce());
        assertEquals(List.of(), store.troubles());
        assertEquals("manifest.sig", refused(Packages.signedSet(2, NOW, 1)).getFirst().key());
        assertInstanceOf(Outcome.Accepted.class, bring(Packages.signed(Packages.set(2, NOW, 1), Packages.OTHER_KEY), NOW));
    }

    @Test
    void aLostOrDamagedStateIsBuiltAnewFromProvenPackages() throws IOException {
        accepted(1, NOW);
        accepted(2, NOW);
        accepted(3, NOW + DAY_MS);
        activates("set-2", NOW);
        Files.write(folder.resolve("f".repeat(64) + ".etcp"), new byte[] {7});
        Files.writeString(folder.resolve("state.json"), "{\"v\":1,");
        store = reopened(NOW);
        assertEquals("set-2", inForce());
        assertTrue(store.troubles().getFirst().contains("damaged"));
        assertEquals(3, store.held().size());
        Files.delete(folder.resolve("state.json"));
        store = reopened(NOW);
        assertEquals("set-2", inForce());
        assertEquals("manifest.json/number", refused(Packages.signedSet(2, NOW, 1)).getFirst().key(), "numbers are known again");
    }

    @Test
    void whatAKillLeftBetweenTwoWritesIsRemoved() throws IOException {
        accepted(1, NOW);
        Files.write(folder.resolve("a".repeat(64) + ".etcp"), Packages.signedSet(9, NOW, 1));
        Files.writeString(folder.resolve("state.json.half"), "{");
        store = reopened(NOW);
        assertEquals("set-1", inForce());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count(), "the state and one package");
        }
    }

    @Test
    void onlyTheLastFewBeforeAreKept() throws IOException {
        for (long number = 1; number <= 12; number++) {
            accepted(number, NOW);
            activates("set-" + number, NOW);
        }
        List<Long> numbers = new ArrayList<>(store.held().stream().map(HeldSet::number).toList());
        assertEquals(List.of(6L, 7L, 8L, 9L, 10L, 11L, 12L), numbers);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(8, files.count());
        }
    }

    @Test
    void statusListsGoToTheirKeeperAndChangeNoSet() throws IOException {
        List<String> taken = new ArrayList<>();
        store = new ParameterStore(folder, BOOTSTRAP, Packages.FIT, keys, pack -> {
            taken.add(pack.manifest().version());
            return List.of();
        }, NOW);
        byte[] lists = Packages.signed(new PackageWriter(Contents.STATUS_LISTS, "lists-1", 1, "o", NOW, NOW).table(TableKind.CARD_STATUS, "c.bin",
                "1", new byte[] {1}));
        assertInstanceOf(Outcome.ListsTaken.class, bring(lists, NOW));
        assertEquals(List.of("lists-1"), taken);
        assertEquals(0, store.highestNumber());
        store = reopened(NOW);
        assertTrue(refused(lists).getFirst().what().english().contains("card-status"), "a lane without lists says so");
    }
}
