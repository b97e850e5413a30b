package org.etclane.sim.device;

import static org.etclane.device.BarrierCommand.LOWER;
import static org.etclane.device.BarrierCommand.RAISE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.etclane.device.AlarmCommand;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent.ArmReported;
import org.etclane.device.BarrierEvent.FaultReported;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.LoopEvent.Role;
import org.etclane.device.SignalCommand;
import org.etclane.device.lc301.Lc301Bits;
import org.etclane.device.lc301.Lc301Codec;
import org.etclane.device.lc301.Lc301Frame.AControl;
import org.etclane.device.lc301.Lc301Frame.CCommand;
import org.etclane.device.link.Endpoint;
import org.junit.jupiter.api.Test;

/** The simulator by itself, and with the driver over a bad line. */
class Lc301SimulatorTest {
    private static final String OK_STATUS = "02423134000347";
    private static final String ERROR = "15454545450300";

    @Test
    void itAnswersEveryGoodFrameAndReportsADamagedOne() {
        Bare bare = new Bare();
        byte[] query = Lc301Codec.encode(new CCommand(0x31, CCommand.Code.VERSION));
        bare.hear(query);
        query[query.length - 1] ^= 1;
        bare.hear(query);
        query[query.length - 1] ^= 1;
        bare.hear(query);
        assertEquals(List.of(OK_STATUS, ERROR, OK_STATUS), bare.sent);
    }

    @Test
    void aFrameForAnotherAddressIsLeftAlone() {
        Bare bare = new Bare();
        bare.hear(Lc301Codec.encode(new CCommand(0x32, CCommand.Code.DUMP)));
        bare.hear(Lc301Codec.encode(new AControl(0x32, Lc301Bits.RAISE, Bytes.zeros(4), Bytes.zeros(4), Bytes.zeros(6), 0, 0,
                0, 1)));
        assertEquals(List.of(), bare.sent);
        assertEquals(List.of(), bare.hardware.outputs);
    }

    @Test
    void aChangeIsReportedOnceItHasPersisted() {
        Bare bare = new Bare();
        bare.hardware.loop(Role.ARM, true);
        assertTrue(bare.simulator.nextDueNanos() <= bare.now, "it wants to look at once");
        bare.runTo(9);
        assertEquals(List.of(), bare.sent);
        bare.runTo(11);
        assertEquals(List.of("02423114000367"), bare.sent);
        bare.hardware.footAlarm(true);
        bare.hardware.closingBar(true);
        bare.runTo(30);
        assertEquals("02423112000361", bare.sent.getLast());
        assertEquals(2, bare.sent.size(), "both at once make one report");
    }

    @Test
    void withNoLineNothingIsSentAndTheInputsAreStillFollowed() {
        Bare bare = new Bare();
        bare.simulator.linkDown(bare.now, "unplugged", bare);
        bare.hardware.loop(Role.ARM, true);
        bare.runTo(100);
        assertEquals(List.of(), bare.sent);
        assertTrue(bare.simulator.status().rearOccupied());
    }

    @Test
    void anAlarmEndsByItself() {
        Lc301Pair pair = new Lc301Pair().ready();
        pair.inject(new AControl(0x31, Lc301Bits.ALARM_SOUND, Bytes.zeros(4), Bytes.zeros(4), Bytes.zeros(6), 0, 0, 0, 99));
        pair.linkDown();
        pair.runFor(9900);
        assertEquals(1, pair.hardware.outputs.size(), pair.hardware.outputs.toString());
        pair.runFor(200);
        assertTrue(pair.hardware.outputs.getLast().endsWith("alarm false false"));
    }

    @Test
    void anAlarmThatTheLaneWantsGoesOn() {
        Lc301Pair pair = new Lc301Pair().ready();
        pair.command(new AlarmCommand(true, true));
        pair.runFor(60_000);
        assertEquals(1, pair.hardware.count("alarm true true"));
        assertEquals(0, pair.hardware.count("alarm false false"));
        pair.command(new AlarmCommand(false, false));
        pair.runFor(100);
        assertEquals(1, pair.hardware.count("alarm false false"));
    }

    @Test
    void everyInputReachesTheLane() {
        Lc301Pair pair = new Lc301Pair().ready();
        pair.events.clear();
        pair.hardware.footAlarm(true);
        pair.runFor(50);
        pair.hardware.closingBar(true);
        pair.runFor(50);
        pair.hardware.arm.faultSignal(true);
        pair.runFor(50);
        pair.command(new SignalCommand.CanopyLight(true));
        pair.runFor(100);
        pair.faults(Lc301Faults.stuckSt2(Lc301Bits.ST2_LIGHT_FAULT, 0xFF));
        pair.runFor(50);
        assertEquals(List.of("FOOT_ALARM", "LANE_CLOSING_BAR", "CANOPY_GREEN", "LIGHT_FAULT"), pair.events.stream()
                .filter(InputEvent.class::isInstance).map(e -> ((InputEvent) e).input().name()).toList());
        assertEquals(1, pair.events.stream().filter(e -> e instanceof FaultReported f && f.present()).count());
    }

    @Test
    void aStuckStatusBitHidesTheArm() {
        Lc301Pair pair = new Lc301Pair().ready();
        pair.faults(Lc301Faults.stuckSt1(Lc301Bits.ST1_BARRIER_UP, 0));
        pair.command(RAISE);
        pair.runFor(3000);
        assertTrue(pair.hardware.upSwitchClosed());
        assertTrue(pair.events.stream().noneMatch(e -> e instanceof ArmReported a && a.position() == Position.UP));
    }

    @Test
    void refusalIsRedWhileTheArmIsUpForTheVehicleBefore() {
        Lc301Pair pair = new Lc301Pair().ready();
        pair.command(RAISE);
        pair.runFor(2000);
        pair.command(new DisplayCommand.Show(DisplayCommand.Colour.RED, List.of("余额不足"), "余额不", Optional.empty()));
        pair.runFor(200);
        assertEquals(new DisplayCommand.Show(DisplayCommand.Colour.RED, List.of("余额不"), "余额不", Optional.empty()),
                pair.hardware.lastShown().orElseThrow());
        pair.command(new DisplayCommand.Clear());
        pair.runFor(200);
        assertEquals(new DisplayCommand.Clear(), pair.hardware.lastShown().orElseThrow());
    }

    @Test
    void theRaiseIsAtTheRelayWithin40MsOnAQuietLine() {
        Lc301Pair pair = new Lc301Pair().ready();
        pair.runFor(500);
        long asked = pair.time.nowNanos() / Lc301Pair.MS;
        pair.command(RAISE);
        pair.runFor(100);
        long pulsed = Long.parseLong(pair.hardware.outputs.getFirst().split(" ")[0]);
        assertTrue(pulsed - asked <= 26, "virtual ms: " + (pulsed - asked));
    }

    @Test
    void aLineThatLosesAndDamagesFramesNeverFiresTwiceAndAlwaysEndsWhereTheLaneWants() {
        for (long seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            Lc301Pair pair = new Lc301Pair();
            pair.toDevice = frame -> switch (random.nextInt(5)) {
                case 0 -> new byte[0];
                case 1 -> {
                    byte[] bad = frame.clone();
                    bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                    yield bad;
                }
                default -> frame;
            };
            pair.ready();
            int commands = 0;
            BarrierCommand last = LOWER;
            for (int i = 0; i < 30; i++) {
                last = random.nextBoolean() ? RAISE : LOWER;
                pair.command(last);
                commands++;
                pair.runFor(random.nextInt(3000));
            }
            pair.toDevice = frame -> frame;
            pair.runFor(4000);
            pair.command(last);
            pair.runFor(4000);
            assertTrue(pair.hardware.count("raise") + pair.hardware.count("lower") <= commands + 1, "seed " + seed);
            assertEquals(last == RAISE, pair.hardware.upSwitchClosed(), "seed " + seed);
            assertEquals(last == RAISE, pair.hardware.passGreen, "seed " + seed);
        }
    }

    @Test
    void noiseOnTheLineIsSurvived() {
        for (long seed = 1; seed <= 10; seed++) {
            Random random = new Random(seed);
            Lc301Pair pair = new Lc301Pair().ready();
            byte[] noise = new byte[4096];
            random.nextBytes(noise);
            pair.inject(noise);
            pair.runFor(20_000);
            assertEquals(List.of(), pair.hardware.outputs, "seed " + seed);
            pair.events.clear();
            pair.hardware.loop(Role.ARM, true);
            pair.command(RAISE);
            pair.runFor(2000);
            assertTrue(pair.hardware.upSwitchClosed(), "seed " + seed);
            assertTrue(pair.events.stream().anyMatch(e -> e instanceof LoopEvent l && l.occupancy() == Occupancy.OCCUPIED));
        }
    }

    @Test
    void aDeviceWithoutPowerIsLostAndComesBack() {
        Lc301Pair pair = new Lc301Pair().ready();
        pair.faults(Lc301Faults.off());
        pair.command(RAISE);
        pair.runFor(10_000);
        HealthEvent lost = health(pair);
        assertEquals(HealthEvent.State.DOWN, lost.state());
        assertFalse(lost.cause().isEmpty());
        pair.faults(Lc301Faults.NONE);
        pair.runFor(5000);
        assertEquals(HealthEvent.State.UP, health(pair).state());
        assertEquals(List.of(), pair.hardware.outputs, "the raise of ten seconds ago is not executed late");
    }

    private static HealthEvent health(Lc301Pair pair) {
        return pair.events.stream().filter(HealthEvent.class::isInstance).map(HealthEvent.class::cast).toList().getLast();
    }

    /** The simulator without a driver. */
    private static final class Bare implements Endpoint.Sink<Lc301SimulatorEvent> {
        final Lc301FakeHardware hardware = new Lc301FakeHardware(new org.etclane.sim.world.VirtualScheduler());
        final Lc301Simulator simulator = new Lc301Simulator(hardware, Lc301SimulatorSettings.defaults());
        final List<String> sent = new ArrayList<>();
        long now;

        Bare() {
            simulator.linkUp(now, this);
        }

        void hear(byte[] bytes) {
            simulator.received(now, bytes, bytes.length, this);
        }

        void runTo(long ms) {
            while (simulator.nextDueNanos() <= ms * Lc301Pair.MS) {
                now = Math.max(now, simulator.nextDueNanos());
                simulator.due(now, this);
            }
            now = ms * Lc301Pair.MS;
        }

        @Override
        public void send(byte[] frame) {
            sent.add(Bytes.copyOf(frame).hex());
        }

        @Override
        public void emit(Lc301SimulatorEvent event) {
        }

        @Override
        public void malformed(byte[] raw, String reason) {
        }
    }
}
