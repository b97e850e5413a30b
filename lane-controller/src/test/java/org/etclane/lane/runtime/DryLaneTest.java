package org.etclane.lane.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etclane.device.rsu.serial.RsuSerialDriver;
import org.etclane.device.rsu.serial.Profile;
import org.etclane.device.rsu.serial.RsuSerialRehearsal;
import org.etclane.device.rsu.serial.RsuSerialSettings;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneEvent;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.LaneSettings;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.parameters.StationKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DryLaneTest {
    private static final StationKey HERE = new StationKey("3701", 12);
    private static final RateTable RATES = new RateTable("test-1", "00", 0, 50,
            Map.of(new RateTable.Trip(new StationKey("3701", 1), HERE, 1), 1600L));
    private static final long WALL = 1_800_000_000_000L;

    private final List<JournalEntry> entries = new ArrayList<>();

    private static LaneSettings settings(LaneKind kind) {
        return LaneSettings.defaults(kind, "370100120100101000001", HERE, 3, ZoneId.of("Asia/Shanghai"));
    }

    private static Optional<DryRsu> rsu(LaneKind kind) {
        int laneMode = kind == LaneKind.EXIT ? RsuSerialSettings.EXIT : RsuSerialSettings.ENTRY;
        return Optional.of(new DryRsu(new RsuSerialDriver("rsu", RsuSerialSettings.classic("rsu", laneMode), () -> WALL),
                new RsuSerialRehearsal(Profile.CLASSIC)));
    }

    private Map<String, Long> counts() {
        return entries.stream().filter(e -> !(e instanceof JournalEntry.LaneModeChanged || e instanceof JournalEntry.ParametersActivated))
                .collect(Collectors.groupingBy(e -> e.getClass().getSimpleName(), Collectors.counting()));
    }

    @ParameterizedTest
    @EnumSource(LaneKind.class)
    void everyVehicleIsTransactedAndPasses(LaneKind kind) {
        everyVehiclePasses(kind, rsu(kind));
    }

    @ParameterizedTest
    @EnumSource(LaneKind.class)
    void withADriverThatHasNoWordsToo(LaneKind kind) {
        everyVehiclePasses(kind, Optional.empty());
    }

    private void everyVehiclePasses(LaneKind kind, Optional<DryRsu> rsu) {
        DryLane lane = new DryLane(settings(kind), RATES, WALL, rsu, (_, entry) -> entries.add(entry));
        for (int i = 0; i < 300; i++) {
            lane.driveVehicle();
        }
        assertEquals(300, lane.vehicles());
        assertEquals(300, lane.transacted());
        // the arm is still up behind the last one
        assertEquals(Map.of("Intended", 300L, "Settled", 300L, "PassageEnded", 300L, "ArmMoved", 599L), counts());
    }

    @Test
    void warmingUpLeavesNothingBehind(@TempDir Path data) throws IOException {
        new WarmUp(Ticks.SYSTEM, WallClock.SYSTEM).run(settings(LaneKind.EXIT), RATES, () -> rsu(LaneKind.EXIT), data.resolve("warm-up"));
        try (Stream<Path> left = Files.list(data)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void aVehicleWaitsForWhatIsNotYetDurable() {
        List<Long> tickets = new ArrayList<>();
        DryLane lane = new DryLane(settings(LaneKind.EXIT), RATES, WALL, rsu(LaneKind.EXIT), (ticket, entry) -> {
            tickets.add(ticket);
            entries.add(entry);
            return false;
        });
        lane.driveVehicle();
        assertEquals(Map.of("Intended", 1L), counts());
        lane.offer(new LaneEvent.Durable(tickets.getLast()));
        assertEquals(Map.of("Intended", 1L, "Settled", 1L), counts());
        assertEquals(0, lane.transacted());
        lane.offer(new LaneEvent.Durable(tickets.getLast()));
        assertEquals(1, lane.transacted());
    }
}
