package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.etclane.device.DisplayCommand.Colour;
import org.etclane.device.DisplayCommand.Show;
import org.etclane.device.display.brace.BraceProfile;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.LaneSettings;
import org.etclane.lane.parameters.StationKey;
import org.etclane.lane.rules.SpecialEvent;
import org.etclane.sim.device.DisplayPicture;
import org.etclane.sim.device.FeeDisplayFault;
import org.etclane.sim.device.GpioSimAction;
import org.etclane.sim.device.RsuNetworkSimSettings;
import org.etclane.sim.world.Arrival;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.TrafficGenerator;
import org.etclane.sim.world.Vehicle;
import org.etclane.sim.world.VehicleKind;
import org.etclane.sim.world.VehicleMix;
import org.etclane.sim.world.VehicleSpec;
import org.etclane.sim.world.WorldListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole lane in virtual time with other devices around it than the usual ones. */
class VirtualWiringTest {
    private static final LaneWiring QINGHAI = LaneWiring.USUAL.with(new DisplayChoice.Brace(BraceProfile.QINGHAI));

    /** What the driver could read when it backed out, and when that was. */
    private record BackingOut(Optional<Show> sign, long atNanos) {
    }

    private final List<BackingOut> refused = new ArrayList<>();

    private VirtualLane lane(LaneKind kind, LaneWiring wiring) {
        VirtualLane lane = new VirtualLane(LaneSettings.defaults(kind, "370100120100101000001", new StationKey("3701", 12), 3,
                ZoneId.of("Asia/Shanghai")), VirtualLaneTest.rates(), wiring, DriverHabits.DEFAULT, 1);
        lane.world.addListener(new WorldListener() {
            @Override
            public void refused(Vehicle vehicle, long atNanos) {
                refused.add(new BackingOut(lane.world.displayed(), atNanos));
            }
        });
        lane.runForSeconds(20);
        return lane;
    }

    /** One whose OBU has expired, and ten seconds behind it one that may pass. */
    private static void drive(VirtualLane lane) {
        VehicleSpec first = VehicleSpec.car("测A00001").with(VehicleKind.OBU_EXPIRED);
        lane.traffic(List.of(new Arrival(1, 0, first, OptionalInt.empty()),
                new Arrival(2, 10_000_000_000L, VehicleSpec.car("测A00002"), OptionalInt.empty())));
        lane.runForSeconds(120);
        assertTrue(lane.world.vehicles().isEmpty());
        assertEquals(List.of(), LaneVerdict.alwaysWrong(lane));
        assertEquals(List.of(), lane.world.monitor().contacts());
    }

    private static List<Show> signs(VirtualLane lane, Colour colour) {
        return lane.pictures.stream().flatMap(picture -> picture.asRead().stream()).filter(sign -> sign.colour() == colour).toList();
    }

    @ParameterizedTest
    @MethodSource("displays")
    void whoIsRefusedReadsItOnTheDisplayThatStandsThere(DisplayChoice display) {
        VirtualLane lane = lane(LaneKind.EXIT, LaneWiring.USUAL.with(display));
        drive(lane);
        String reason = SpecialEvent.OBU_EXPIRED.chinese();
        Show sign = refused.getFirst().sign().orElseThrow(() -> new AssertionError("nothing to read; " + lane.pictures));
        assertEquals(Colour.RED, sign.colour());
        assertTrue(reason.startsWith(sign.lines().getFirst()), () -> sign + " instead of " + reason);
        assertEquals(1, refused.size());
        assertEquals(List.of(false, true), lane.driven().stream().map(d -> d.vehicle().passed()).toList());
        assertFalse(signs(lane, Colour.GREEN).isEmpty(), () -> "nothing for who paid; " + lane.pictures);
        assertEquals(0, lane.displayLine.orElseThrow().malformedAtDevice() + lane.displayLine.orElseThrow().malformedAtDriver());
    }

    static List<DisplayChoice> displays() {
        return DisplayChoice.ALL;
    }

    /** The lane says the same, its display shows nothing: what counts for a driver is what can be seen. */
    @Test
    void whoCannotReadTheRefusalStaysUntilPatienceEnds() {
        drive(lane(LaneKind.EXIT, QINGHAI));
        long readNanos = refused.getFirst().atNanos();
        refused.clear();
        VirtualLane dark = lane(LaneKind.EXIT, QINGHAI);
        dark.displayLine.orElseThrow().commandDevice(FeeDisplayFault.POWER_OFF);
        drive(dark);
        assertEquals(Optional.empty(), refused.getFirst().sign());
        double laterS = (refused.getFirst().atNanos() - readNanos) / 1e9;
        double expectedS = DriverHabits.DEFAULT.patienceS() - DriverHabits.DEFAULT.refusalWaitS();
        assertTrue(laterS > expectedS - 5, () -> laterS + " s later than with a display that works");
        assertEquals(1, dark.journal().entries().stream().filter(JournalEntry.Refused.class::isInstance)
                .filter(entry -> ((JournalEntry.Refused) entry).event() == SpecialEvent.OBU_EXPIRED).count());
    }

    @Test
    void aRestartedLaneShowsAgain() {
        VirtualLane lane = lane(LaneKind.EXIT, QINGHAI);
        lane.kill(0);
        lane.runForSeconds(2);
        lane.restart();
        lane.runForSeconds(20);
        drive(lane);
        assertEquals(1, signs(lane, Colour.RED).stream().map(Show::lines).filter(lines ->
                SpecialEvent.OBU_EXPIRED.chinese().startsWith(lines.getFirst())).distinct().count(), lane.pictures::toString);
    }

    @Test
    void gpioLinesWithADisplayBesideThem() {
        VirtualLane lane = lane(LaneKind.EXIT, QINGHAI.with(IoChoice.Gpio.usual()));
        drive(lane);
        assertEquals(Colour.RED, refused.getFirst().sign().orElseThrow().colour());
        assertEquals(1, lane.purses.size());
    }

    @ParameterizedTest
    @EnumSource(LaneKind.class)
    void underTheNetworkRsuLegalVehiclesAllGetThrough(LaneKind kind) {
        VirtualLane lane = lane(kind, LaneWiring.USUAL.with(new RsuChoice.Network(RsuNetworkSimSettings.usual())));
        org.etclane.sim.world.LaneKind there = org.etclane.sim.world.LaneKind.valueOf(kind.name());
        lane.traffic(new TrafficGenerator(1, 900, 20, VehicleMix.named("legal").orElseThrow(), there).arrivals());
        lane.runForSeconds(220);
        lane.runUntilEmpty(1200);
        lane.runForSeconds(60);
        VirtualLaneTest.agrees(lane, kind.name());
        assertEquals(20, lane.world.monitor().vehiclesPassedUnderArm());
        assertEquals(20, lane.journal().entries().stream().filter(JournalEntry.Settled.class::isInstance).count());
        assertEquals(kind == LaneKind.EXIT, lane.purses.totalFen() > 0, "an entry takes nothing");
    }

    @Test
    void aCommandForAnotherMakeIsRefused() {
        VirtualLane lane = lane(LaneKind.EXIT, LaneWiring.USUAL);
        assertThrows(IllegalArgumentException.class, () -> lane.ioLine.commandDevice(new GpioSimAction.Look()));
    }

    @Test
    void aTextThatIsJustBeingWrittenIsNoRefusalYet() {
        VirtualLane lane = lane(LaneKind.EXIT, QINGHAI);
        List<Show> lines = Stream.of(new Show(Colour.GREEN, List.of("a", "b", "c"), "", Optional.empty()),
                new Show(Colour.RED, List.of("d", "e", "f"), "", Optional.empty())).toList();
        lines.forEach(lane.displayLine.orElseThrow()::command);
        lane.pictures.clear();
        lane.runForSeconds(3);
        DisplayPicture mixed = lane.pictures.stream().filter(p -> p.texts().equals(List.of("d", "e", "c"))).findFirst().orElseThrow();
        assertEquals(Colour.GREEN, mixed.asRead().orElseThrow().colour());
        assertEquals(Colour.RED, lane.pictures.getLast().asRead().orElseThrow().colour());
        assertEquals(lane.pictures.getLast().asRead(), lane.world.displayed());
    }
}
