package org.etclane.lane.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.config.LaneConfigLoader;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.core.LaneEvent;
import org.etclane.lane.diagnostics.ParameterReport;
import org.etclane.lane.diagnostics.ParameterReport.What;
import org.etclane.lane.parameters.RateTableFile;
import org.etclane.lane.parameters.pack.Packages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lane's parameters from a configuration to the core's events: what comes, what is in force, which alarm is on. */
class LaneParametersTest {
    @TempDir
    Path folder;
    private final List<LaneEvent> told = new ArrayList<>();
    private LaneConfig config;
    private long nowMillis = Packages.NOW;
    private LaneParameters parameters;

    @BeforeEach
    void start() throws Exception {
        Files.copy(Path.of("../config/rates-sample.csv"), folder.resolve("rates.csv"));
        Packages.pem(folder, "office", Packages.KEY);
        Path file = Files.writeString(folder.resolve("lane.yaml"), """
                lane: {kind: exit, laneId: "370100300100120260001", network: 3701, station: 12, laneNumber: 1}
                data: data
                devices:
                  rsu: {type: rsu-serial, port: /dev/ttyS0}
                  io: {type: lc301, port: /dev/ttyS1}
                station: {enabled: false}
                parameters: {rateTable: rates.csv, trustedKeys: [office.pem], maxPackageMiB: 1}
                """);
        LaneConfigLoader.Result result = LaneConfigLoader.load(file);
        config = assertInstanceOf(LaneConfigLoader.Loaded.class, result, result.toString()).config();
        parameters = started();
    }

    private LaneParameters started() throws LaneRuntime.CannotStart {
        told.clear();
        return new LaneParameters(config, () -> nowMillis, Runnable::run, told::add);
    }

    private ParameterReport load(byte[] file) throws IOException {
        return parameters.load(Files.write(folder.resolve("p.etcp"), file), "root").join();
    }

    private List<String> fromStation(byte[] file, String sha256) throws IOException {
        assertEquals(0, parameters.begin(sha256, file.length));
        parameters.append(sha256, 0, ByteBuffer.wrap(file));
        List<String> verdict = new ArrayList<>(List.of("no verdict"));
        parameters.finish(sha256, problems -> {
            verdict.clear();
            verdict.addAll(problems);
        });
        return verdict;
    }

    private List<String> fromStation(byte[] file) throws IOException {
        return fromStation(file, RateTableFile.sha256(file));
    }

    /** Empty when nothing was said of it. */
    private Optional<Boolean> alarm(LaneAlarm alarm) {
        return told.stream().filter(e -> e instanceof LaneEvent.AlarmReported a && a.alarm() == alarm)
                .map(e -> ((LaneEvent.AlarmReported) e).active()).reduce((_, last) -> last);
    }

    private List<String> activated() {
        return told.stream().filter(LaneEvent.ParametersActivated.class::isInstance).map(LaneEvent.ParametersActivated.class::cast)
                .map(e -> e.set().id().version() + " " + e.cause()).toList();
    }

    @Test
    void aPackageFromAFileIsKeptAndInForceWhenItsTimeHasCome() throws Exception {
        assertEquals("sample-2026-01", parameters.inForce().id().version());
        ParameterReport report = load(Packages.signedSet(3, Packages.NOW + 5000, 700));
        assertEquals(List.of(What.ACCEPTED, "set-3", Packages.NOW + 5000), List.of(report.what(), report.version(), report.effectiveAtMillis()));
        assertEquals("file, root", parameters.status().held().getFirst().source());
        assertEquals(4, parameters.status().nextNumber());
        parameters.activateDue();
        assertEquals(List.of(), activated());
        nowMillis += 5000;
        parameters.activateDue();
        assertEquals(List.of("set-3 effective time"), activated());
        assertEquals("set-3", parameters.inForce().id().version());
        assertEquals(What.HELD_ALREADY, load(Packages.signedSet(3, Packages.NOW + 5000, 700)).what());
        assertEquals("set-3", started().inForce().id().version());
        assertEquals(List.of(true), parameters.heartbeat(parameters.inForce()).stream().map(one -> one.inForce()).toList());
    }

    @Test
    void aBadPackageOfTheStationIsAnAlarmUntilTheNextGoodOne() throws Exception {
        byte[] good = Packages.signedSet(1, Packages.NOW, 700);
        assertTrue(fromStation(good, "0".repeat(64)).getFirst().contains("hash is"));
        assertEquals(Optional.of(true), alarm(LaneAlarm.PARAMETER_REJECTED));
        assertEquals("sample-2026-01", parameters.inForce().id().version());
        assertEquals(List.of(), fromStation(good));
        assertEquals(Optional.of(false), alarm(LaneAlarm.PARAMETER_REJECTED));
        assertEquals(List.of("set-1 effective time"), activated(), "at once: its time has come");
        assertTrue(fromStation(Packages.signed(Packages.set(2, Packages.NOW, 1), Packages.OTHER_KEY)).getFirst().contains("trusted keys"));
        assertEquals(Optional.of(true), alarm(LaneAlarm.PARAMETER_REJECTED));
        assertEquals(List.of(), fromStation(good), "the same again shows that the station has the right one");
        assertEquals(Optional.of(false), alarm(LaneAlarm.PARAMETER_REJECTED));
        assertEquals("set-1", parameters.inForce().id().version());
    }

    @Test
    void whoLoadsABadFileIsToldAndNobodyElse() throws Exception {
        ParameterReport report = load(new byte[10]);
        assertEquals(What.REFUSED, report.what());
        assertFalse(report.problems().isEmpty());
        assertEquals(Optional.empty(), alarm(LaneAlarm.PARAMETER_REJECTED));
        assertEquals(What.REFUSED, load(new byte[(1 << 20) + 1]).what());
        assertEquals(What.REFUSED, parameters.load(folder.resolve("nothing"), "root").join().what());
    }

    @Test
    void rollbackNamesWhoAskedForIt() throws Exception {
        load(Packages.signedSet(1, Packages.NOW, 700));
        load(Packages.signedSet(2, Packages.NOW, 800));
        ParameterReport report = parameters.rollback(Optional.empty(), "root").join();
        assertEquals(List.of(What.ROLLED_BACK, "set-1"), List.of(report.what(), report.version()));
        assertEquals("set-1 rolled back by root", activated().getLast());
        assertTrue(fromStation(Packages.signedSet(2, Packages.NOW, 800)).getFirst().contains("rollback set-2"), "the station is not told: accepted");
        assertEquals("set-1", parameters.inForce().id().version());
        assertEquals("sample-2026-01", parameters.rollback(Optional.of("sample-2026-01"), "root").join().version());
        assertEquals(What.REFUSED, parameters.rollback(Optional.empty(), "root").join().what());
        assertEquals(1, parameters.heartbeat(parameters.inForce()).stream().filter(one -> one.inForce()).count());
    }

    @Test
    void aLostSetIsAnAlarmUntilAnotherIsInForce() throws Exception {
        load(Packages.signedSet(1, Packages.NOW, 700));
        try (var files = Files.list(config.parameterDirectory())) {
            for (Path pack : files.filter(file -> file.toString().endsWith(".etcp")).toList()) {
                Files.write(pack, new byte[] {1});
            }
        }
        parameters = started();
        parameters.tellTroubles();
        assertEquals("sample-2026-01", parameters.inForce().id().version());
        assertEquals(Optional.of(true), alarm(LaneAlarm.PARAMETERS_LOST));
        assertEquals(List.of(), fromStation(Packages.signedSet(1, Packages.NOW, 700)), "the same again, whole");
        assertEquals(Optional.of(false), alarm(LaneAlarm.PARAMETERS_LOST));
        assertEquals("set-1", parameters.inForce().id().version());
        load(Packages.signedSet(2, Packages.NOW, 700));
        assertEquals(Optional.of(false), alarm(LaneAlarm.PARAMETERS_LOST));
        assertEquals("set-2", parameters.inForce().id().version());
    }

    @Test
    void ratesThatAnEarlierVersionHadFromTheStationAreAnAlarmUntilASignedSetIsInForce() throws Exception {
        Path forgotten = config.parameterDirectory().resolve("rates-" + "ab".repeat(32) + ".csv");
        Files.copy(folder.resolve("rates.csv"), forgotten);
        parameters = started();
        parameters.tellTroubles();
        assertEquals("sample-2026-01", parameters.inForce().id().version());
        String detail = told.stream().filter(e -> e instanceof LaneEvent.AlarmReported a && a.alarm() == LaneAlarm.PARAMETERS_LOST && a.active())
                .map(e -> ((LaneEvent.AlarmReported) e).detail()).findFirst().orElseThrow();
        assertTrue(detail.contains(forgotten.toString()) && detail.contains("sample-2026-01") && detail.contains("lanectl parameters load")
                && detail.contains("remove"), detail);
        load(Packages.signedSet(1, Packages.NOW, 700));
        assertEquals(Optional.of(false), alarm(LaneAlarm.PARAMETERS_LOST));
        parameters = started();
        parameters.tellTroubles();
        assertEquals(Optional.empty(), alarm(LaneAlarm.PARAMETERS_LOST), "a signed set is in force");
        parameters.rollback(Optional.of("sample-2026-01"), "root").join();
        parameters = started();
        parameters.tellTroubles();
        assertEquals(Optional.of(true), alarm(LaneAlarm.PARAMETERS_LOST));
        Files.delete(forgotten);
        parameters = started();
        parameters.tellTroubles();
        assertEquals(Optional.empty(), alarm(LaneAlarm.PARAMETERS_LOST));
    }

    @Test
    void withoutAUsableRateTableNothingStarts() throws Exception {
        Files.writeString(folder.resolve("rates.csv"), "etclane-rate-table,1\n");
        assertTrue(assertThrows(LaneRuntime.CannotStart.class, this::started).getMessage().contains("rates.csv"));
        Files.delete(folder.resolve("rates.csv"));
        assertTrue(assertThrows(LaneRuntime.CannotStart.class, this::started).getMessage().contains("rates.csv"));
    }
}
