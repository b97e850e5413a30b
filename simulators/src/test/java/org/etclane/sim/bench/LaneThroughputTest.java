package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.LongSummaryStatistics;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.LaneSettings;
import org.etclane.sim.device.RsuSerialSimSettings;
import org.etclane.sim.world.Behaviour;
import org.etclane.sim.world.TrafficGenerator;
import org.etclane.sim.world.Vehicle;
import org.etclane.sim.world.VehicleKind;
import org.etclane.sim.world.VehicleMix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** service-standard.md §8.2.2: an ETC lane passes at least 550 vehicles per hour. Offered: as many as come after each other. */
class LaneThroughputTest {
    private static final int VEHICLES = 300;

    private static LaneSettings settings(LaneKind kind, boolean keepUp) {
        LaneSettings d = VirtualLaneTest.lane(kind, RsuSerialSimSettings.classic(), 1).settings();
        return new LaneSettings(d.kind(), d.laneId(), d.station(), d.laneNumber(), d.zone(), d.transitLayout(), d.transitTimeLocal(),
                d.entryFutureMinutes(), d.recentMinutes(), d.zoneVehicles(), d.zoneWaitMs(), d.rsuPatienceMs(), d.outcomeTimeoutMs(),
                d.tacAttempts(), d.resolveMs(), d.obuSearchMs(), d.reheardMs(), d.startGraceMs(), d.goneMs(), d.paidTimeoutMs(),
                d.zoneStaleMs(), keepUp, d.armClearHoldMs(), d.armTravelMs(), d.loopStuckMs(), d.alarmMs(), d.rsuFaultShowMs(), d.displayHoldMs(),
                d.weighing());
    }

    @ParameterizedTest
    @CsvSource({"EXIT, true", "EXIT, false", "ENTRY, true", "ENTRY, false"})
    void moreThan550LegalCarsPerHourPass(LaneKind kind, boolean keepUp) {
        VirtualLane lane = new VirtualLane(settings(kind, keepUp), VirtualLaneTest.rates(), RsuSerialSimSettings.classic(), 1);
        lane.runForSeconds(10);
        VehicleMix cars = new VehicleMix("cars", List.of(new VehicleMix.Entry(VehicleKind.LEGAL_CAR, Behaviour.NORMAL, 1)));
        lane.traffic(new TrafficGenerator(1, 2400, VEHICLES, cars, org.etclane.sim.world.LaneKind.valueOf(kind.name())).arrivals());
        lane.runForSeconds(600);
        lane.runUntilEmpty(7200);
        // an arm that falls before every follower meets drivers who have heard their tone: never on one who is under it
        assertEquals(List.of(), keepUp ? LaneVerdict.wrong(lane) : LaneVerdict.alwaysWrong(lane));
        LongSummaryStatistics passed = lane.driven().stream().map(VirtualLane.Driven::vehicle).map(Vehicle::trace)
                .mapToLong(t -> t.passedAtNanos().orElseThrow()).summaryStatistics();
        double perHour = (VEHICLES - 1) * 3600e9 / (passed.getMax() - passed.getMin());
        System.err.printf("%s, arm kept up for a follower: %b: %.0f cars per hour, arm raised %d times for %d, %d drove into it%n", kind, keepUp,
                perHour, lane.world.monitor().raises(), VEHICLES, lane.world.monitor().contacts().size());
        assertTrue(perHour >= 550, () -> "only " + perHour + " cars per hour");
    }
}
