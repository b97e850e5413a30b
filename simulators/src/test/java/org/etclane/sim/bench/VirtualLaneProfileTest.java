package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.stream.Stream;
import org.etclane.device.rsu.serial.Profile;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.device.RsuSerialSimSettings;
import org.etclane.sim.device.RsuSimFault;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole lane on an RSU of each regional profile, in virtual time: the purses and the journal agree, nobody is hit. */
class VirtualLaneProfileTest {
    private static final Profile[] REGIONAL = {Profile.JIANGSU, Profile.YUNNAN, Profile.EF04};

    static Stream<Arguments> lanes() {
        return Stream.of(REGIONAL).flatMap(profile -> Stream.of(LaneKind.values()).map(kind -> Arguments.of(profile, kind)));
    }

    static Stream<Arguments> faults() {
        return Stream.of(REGIONAL).flatMap(profile -> Stream.of(RsuSimFault.values()).map(fault -> Arguments.of(profile, fault)));
    }

    private static long settled(VirtualLane lane) {
        return lane.journal().entries().stream().filter(JournalEntry.Settled.class::isInstance).count();
    }

    @ParameterizedTest
    @MethodSource("lanes")
    void legalVehiclesAllGetThrough(Profile profile, LaneKind kind) {
        VirtualLane lane = VirtualLaneTest.drive(kind, RsuSerialSimSettings.of(profile), 1, 20, "legal");
        VirtualLaneTest.agrees(lane, profile + " " + kind);
        assertEquals(20, settled(lane));
        assertEquals(20, lane.world.monitor().vehiclesPassedUnderArm());
        assertEquals(kind == LaneKind.EXIT, lane.purses.totalFen() > 0, "an entry takes nothing");
        assertTrue(lane.world.vehicles().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void everyFaultKeepsTheLedgersTogether(Profile profile, RsuSimFault fault) {
        VirtualLane lane = VirtualLaneTest.drive(LaneKind.EXIT, RsuSerialSimSettings.of(profile).withFaults(Map.of(fault, 3000)), 7,
                20, "legal");
        VirtualLaneTest.agrees(lane, profile + " " + fault);
        assertTrue(settled(lane) > 0, profile + " " + fault);
    }
}
