package org.etclane.device.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceEvent;
import org.etclane.device.ScaleEvent;
import org.etclane.device.ScaleEvent.Fault;
import org.etclane.device.VehicleWeight;
import org.etclane.device.VehicleWeight.Doubt;
import org.etclane.device.link.Endpoint;
import org.junit.jupiter.api.Test;

class StaticScaleTest implements Endpoint.Sink<DeviceEvent> {
    private static final long MS = 1_000_000L;

    private final List<DeviceEvent> events = new ArrayList<>();
    private StaticScale scale = new StaticScale("scale", LoadSettings.defaults());
    private long nowNanos;

    @Override
    public void send(byte[] frame) {
        throw new AssertionError("a part of a driver sends nothing");
    }

    @Override
    public void emit(DeviceEvent event) {
        events.add(event);
    }

    @Override
    public void malformed(byte[] raw, String reason) {
        throw new AssertionError(reason);
    }

    private void show(int kg, int times) {
        show(kg, times, Optional.empty(), Set.of());
    }

    private void show(int kg, int times, Optional<Boolean> moving, Set<Fault> faults) {
        for (int i = 0; i < times; i++) {
            nowNanos += 100 * MS;
            scale.reading(nowNanos, new Reading(kg, moving, faults, Bytes.of(kg >> 8, kg)), this);
        }
    }

    private List<VehicleWeight> weighed() {
        return events.stream().filter(ScaleEvent.VehicleWeighed.class::isInstance)
                .map(e -> ((ScaleEvent.VehicleWeighed) e).weight()).toList();
    }

    /** A truck leaves, nothing is heard for a second and a half, and a car stands there: two loads, and only the second is known. */
    @Test
    void afterAGapInTheReadingsNobodyKnowsWhoseLoadItIs() {
        scale.linkUp(0);
        show(0, 5);
        show(14_690, 10);
        show(0, 4);
        nowNanos += 1500 * MS;
        show(1600, 10);
        show(0, 5);
        assertEquals(List.of(1600), weighed().stream().map(VehicleWeight::grossWeightKg).toList());
        assertEquals(1, events.stream().filter(ScaleEvent.RecordsLost.class::isInstance).count());
    }

    @Test
    void aShortGapIsNone() {
        scale.linkUp(0);
        show(0, 5);
        nowNanos += 2000 * MS;
        show(14_690, 10);
        nowNanos += 850 * MS;
        show(14_690, 10);
        show(0, 5);
        assertEquals(List.of(14_690), weighed().stream().map(VehicleWeight::grossWeightKg).toList());
        assertEquals(List.of(), events.stream().filter(ScaleEvent.RecordsLost.class::isInstance).toList());
    }

    @Test
    void theHighestWeightAtRestCounts() {
        scale.linkUp(0);
        show(0, 5);
        show(4000, 8);
        show(13_000, 2);
        show(12_450, 6);
        show(6000, 8);
        assertEquals(List.of(), weighed(), "still on it");
        show(0, 5);
        assertEquals(12_450, weighed().getFirst().grossWeightKg(), "13,000 was a swing, 4,000 and 6,000 were one axle");
        assertEquals(Set.of(), weighed().getFirst().doubts());
    }

    @Test
    void oneEmptyReadingDoesNotEndALoad() {
        scale.linkUp(0);
        show(9000, 6);
        show(0, 1);
        show(9000, 6);
        show(0, 4);
        assertEquals(List.of(), weighed());
        show(0, 1);
        assertEquals(1, weighed().size());
    }

    @Test
    void aLoadThatNeverCameToRestIsAVehicleWithADoubt() {
        scale.linkUp(0);
        for (int kg = 1000; kg < 9000; kg += 500) {
            show(kg, 1);
        }
        show(0, 5);
        assertEquals(Set.of(Doubt.NEVER_STABLE), weighed().getFirst().doubts());
        assertEquals(8500, weighed().getFirst().grossWeightKg());
    }

    @Test
    void theMotionFlagOverrulesEqualReadings() {
        scale.linkUp(0);
        show(9000, 20, Optional.of(true), Set.of());
        show(0, 5);
        assertEquals(Set.of(Doubt.NEVER_STABLE), weighed().getFirst().doubts());
    }

    @Test
    void tooHeavyToBeShownIsAVehicleToo() {
        scale.linkUp(0);
        show(0, 5);
        show(0, 20, Optional.empty(), Set.of(Fault.OUT_OF_RANGE));
        show(0, 5);
        assertEquals(Set.of(Doubt.NEVER_STABLE, Doubt.METER_FAULT), weighed().getFirst().doubts());
    }

    @Test
    void belowZeroIsNoLoad() {
        scale.linkUp(0);
        show(-500, 20);
        show(-900, 5, Optional.empty(), Set.of(Fault.OUT_OF_RANGE));
        show(0, 10);
        assertEquals(List.of(), weighed());
    }

    @Test
    void readingsWithinTheDivisionAreEqual() {
        scale = new StaticScale("scale", new LoadSettings(200, 5, 20, 200, 3000));
        scale.linkUp(0);
        for (int kg : new int[] {9000, 9020, 9010, 8990, 9000}) {
            show(kg, 1);
        }
        assertTrue(events.stream().anyMatch(e -> e instanceof ScaleEvent.LiveWeight live && live.stable()));
    }

    @Test
    void aSlowDriftIsNotAtRest() {
        scale = new StaticScale("scale", new LoadSettings(200, 5, 20, 200, 3000));
        scale.linkUp(0);
        for (int kg = 9000; kg < 9500; kg += 10) {
            show(kg, 1);
        }
        assertEquals(List.of(), events.stream().filter(e -> e instanceof ScaleEvent.LiveWeight live && live.stable()).toList());
    }

    @Test
    void aLineLostUnderALoadMakesNoRecordOfIt() {
        scale.linkUp(0);
        show(9000, 10);
        scale.linkDown(nowNanos, "unplugged", this);
        assertTrue(events.stream().anyMatch(e -> e instanceof ScaleEvent.RecordsLost lost && lost.atLeast() == 0));
        scale.linkUp(nowNanos);
        show(0, 10);
        assertEquals(List.of(), weighed());
    }

    @Test
    void recordsAreNumberedOverLossesOfTheLine() {
        scale.linkUp(0);
        show(9000, 6);
        show(0, 5);
        scale.linkDown(nowNanos, "unplugged", this);
        scale.linkUp(nowNanos);
        show(9000, 6);
        show(0, 5);
        assertEquals(List.of(1L, 2L), weighed().stream().map(VehicleWeight::recordId).toList());
    }
}
