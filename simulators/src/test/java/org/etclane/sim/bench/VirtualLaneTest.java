package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.LaneSettings;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.parameters.StationKey;
import org.etclane.sim.device.RsuSerialSimSettings;
import org.etclane.sim.device.RsuSimFault;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.TrafficGenerator;
import org.etclane.sim.world.VehicleMix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole lane in virtual time: whatever drives through it, the purses and the journal agree and nobody is hit. */
class VirtualLaneTest {
    private static final StationKey HERE = new StationKey("3701", 12);

    static RateTable rates() {
        Map<RateTable.Trip, Long> fees = new HashMap<>();
        for (int entry = 1; entry <= 5; entry++) {
            for (int vehicleClass : new int[] {1, 2, 3, 4, 11, 12, 13, 14, 15, 16}) {
                fees.put(new RateTable.Trip(new StationKey("3701", entry), HERE, vehicleClass), 997L * entry + 331L * vehicleClass);
            }
        }
        return new RateTable("test-1", "00", 0, 50, fees);
    }

    static VirtualLane lane(LaneKind kind, RsuSerialSimSettings rsu, long seed) {
        return lane(kind, rsu, DriverHabits.DEFAULT, seed);
    }

    static VirtualLane lane(LaneKind kind, RsuSerialSimSettings rsu, DriverHabits habits, long seed) {
        return new VirtualLane(LaneSettings.defaults(kind, "370100120100101000001", HERE, 3, ZoneId.of("Asia/Shanghai")), rates(),
                rsu, habits, seed);
    }

    static VirtualLane drive(LaneKind kind, RsuSerialSimSettings rsu, long seed, int vehicles, String mix) {
        VirtualLane lane = lane(kind, rsu, seed);
        lane.runForSeconds(5);
        org.etclane.sim.world.LaneKind there = org.etclane.sim.world.LaneKind.valueOf(kind.name());
        lane.traffic(new TrafficGenerator(seed, 900, vehicles, VehicleMix.named(mix).orElseThrow(), there).arrivals());
        lane.runForSeconds(60 + vehicles * 8); // all have come: the road may be empty for a moment between two of them
        lane.runUntilEmpty(vehicles * 60.0);
        lane.runForSeconds(200);
        return lane;
    }

    static void agrees(VirtualLane lane, String about) {
        Map<String, JournalEntry.Intended> settled = lane.journal().settled();
        String journal = settled.values().stream().map(i -> i.facts().issue().cardNumber() + " " + i.facts().amountFen()).sorted()
                .collect(Collectors.joining("\n"));
        String purses = lane.purses.entries().stream().map(e -> e.cardNumber().substring(4) + " " + e.amountFen()).sorted()
                .collect(Collectors.joining("\n"));
        List<JournalEntry.Reconciliation> open = lane.journal().entries().stream()
                .filter(JournalEntry.Reconciliation.class::isInstance).map(JournalEntry.Reconciliation.class::cast).toList();
        if (open.isEmpty() && lane.settings().kind() == LaneKind.EXIT) {
            assertEquals(purses, journal, about);
        }
        assertEquals(0, lane.world.monitor().loweredOnVehicle(), () -> about + " " + lane.world.monitor().contacts());
    }

    @ParameterizedTest
    @EnumSource(LaneKind.class)
    void theDefaultMixRunsThrough(LaneKind kind) {
        VirtualLane lane = drive(kind, RsuSerialSimSettings.classic(), 1, 60, "default");
        String about = kind + " " + lane.journal().entries().stream().map(e -> e.getClass().getSimpleName())
                .collect(Collectors.groupingBy(x -> x, Collectors.counting())) + " passed "
                + lane.world.monitor().vehiclesPassedUnderArm() + " on the road " + lane.world.vehicles().size();
        System.err.println(about);
        lane.journal().entries().stream().filter(JournalEntry.Refused.class::isInstance)
                .forEach(r -> System.err.println(((JournalEntry.Refused) r).event()));
        agrees(lane, about);
        assertTrue(lane.world.monitor().vehiclesPassedUnderArm() >= 48, about);
        assertTrue(lane.world.vehicles().isEmpty(), about);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyRefusalIsFoundAndEverybodyLeaves(long seed) {
        VirtualLane lane = drive(LaneKind.EXIT, RsuSerialSimSettings.classic(), seed, 40, "refusals");
        System.err.println(lane.world.monitor().vehiclesPassedUnderArm() + " passed " + lane.world.monitor().passedUntransacted());
        agrees(lane, "seed " + seed);
        assertTrue(lane.world.vehicles().isEmpty(), "seed " + seed);
    }

    @ParameterizedTest
    @EnumSource(RsuSimFault.class)
    void everyFaultOfTheRsuKeepsTheLedgersTogether(RsuSimFault fault) {
        VirtualLane lane = drive(LaneKind.EXIT, RsuSerialSimSettings.classic().withFaults(Map.of(fault, 3000)), 7, 30, "legal");
        String about = fault + " " + lane.journal().entries().stream().map(e -> e.getClass().getSimpleName())
                .collect(Collectors.groupingBy(x -> x, Collectors.counting())) + " passed "
                + lane.world.monitor().vehiclesPassedUnderArm();
        System.err.println(about);
        agrees(lane, about);
    }
}
