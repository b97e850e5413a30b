package org.etclane.device.wim.wanji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.etclane.device.BarrierCommand;
import org.etclane.device.Bytes;
import org.etclane.device.ScaleCommand;
import org.etclane.device.ScaleEvent;
import org.etclane.device.VehicleWeight.Doubt;
import org.etclane.device.wim.ScaleRig;
import org.etclane.device.wim.ScaleTranscript;
import org.junit.jupiter.api.Test;

class WanjiDriverTest {
    private ScaleRig rig = new ScaleRig(new WanjiDriver(WanjiSettings.defaults("scale")));

    private void use(WanjiSettings settings) {
        rig = new ScaleRig(new WanjiDriver(settings));
    }

    private void ready() {
        rig.up();
        state(0);
        rig.forget();
    }

    private void state(int sensorError) {
        rig.receive(WanjiCodec.wire(new WanjiFrame(WanjiFrame.STATE, 0, Bytes.of(1, 0, 0, 0, 0, sensorError, 0, 0, 0))));
    }

    /** A vehicle whose front axle tells its number. */
    private static byte[] vehicle(int number) {
        WanjiVehicle vehicle = new WanjiVehicle(Bytes.of(0x07, 0xEA, 5, 12, 10, number / 60, number % 60), 20, 1, 90, 40, 0, 0, 2,
                List.of(number, 100), List.of(1, 1), List.of(260), List.of(40, 40), Bytes.zeros(WanjiVehicle.TAIL_BYTES));
        return WanjiCodec.wire(new WanjiFrame(WanjiFrame.VEHICLE_AXLES, 0,
                new WanjiPacket(number, WanjiPacket.LAST, 1, vehicle.write()).write()));
    }

    private List<Integer> told() {
        return rig.all(ScaleEvent.VehicleWeighed.class).stream().map(e -> e.weight().axles().getFirst().weightKg() / 10).toList();
    }

    private List<Integer> askedFor() {
        return rig.sent.stream().map(WanjiCodecTest::frame).filter(f -> f.command() == WanjiFrame.VEHICLE_AXLES).map(WanjiFrame::sub)
                .toList();
    }

    private void vehicles(int... numbers) {
        for (int number : numbers) {
            rig.receive(vehicle(number));
            rig.runFor(10);
        }
    }

    @Test
    void goldenTranscript() {
        ScaleTranscript.check(WanjiDriverTest.class, "missing-vehicle.txt", new WanjiDriver(WanjiSettings.defaults("scale")));
    }

    @Test
    void vehiclesInOrderAreToldAtOnce() {
        ready();
        vehicles(254, 255, 0, 1);
        assertEquals(List.of(254, 255, 0, 1), told());
        assertEquals(List.of(1L, 2L, 3L, 4L), rig.all(ScaleEvent.VehicleWeighed.class).stream().map(e -> e.weight().recordId()).toList());
        assertEquals(List.of(), rig.sent);
    }

    @Test
    void aVehicleSentTwiceIsOne() {
        ready();
        vehicles(3, 3, 4, 3, 4);
        assertEquals(List.of(3, 4), told());
    }

    @Test
    void missingVehiclesAreAskedForAndTheOrderKept() {
        ready();
        vehicles(3, 6, 7);
        assertEquals(List.of(3), told(), "7 waits behind 4 and 5");
        assertEquals(List.of(4), askedFor());
        vehicles(4);
        assertEquals(List.of(4, 5), askedFor());
        vehicles(5);
        assertEquals(List.of(3, 4, 5, 6, 7), told());
        rig.runFor(5000);
        assertEquals(List.of(4, 5), askedFor());
        assertEquals(List.of(), rig.all(ScaleEvent.RecordsLost.class));
    }

    @Test
    void whatIsNotRepeatedIsLostAndToldBeforeThoseBehind() {
        ready();
        vehicles(3, 5);
        rig.runFor(2900);
        assertEquals(List.of(4, 4, 4), askedFor());
        assertEquals(List.of(3), told());
        rig.runFor(200);
        assertEquals(List.of("lost 1", "weighed #2 1050 kg, 2 axles 50S 1000S, type 11, 400 tenth km/h"),
                rig.said().subList(rig.said().size() - 2, rig.said().size()));
        rig.runFor(5000);
        assertEquals(3, askedFor().size());
    }

    @Test
    void aJumpIsARestartAndNothingIsAskedFor() {
        ready();
        vehicles(100, 1, 2);
        assertEquals(List.of(100, 1, 2), told());
        assertEquals(List.of(), askedFor());
        assertEquals("lost 0", rig.said().get(1), "perhaps some");
    }

    @Test
    void aJumpEndsTheWaiting() {
        ready();
        vehicles(3, 5, 100);
        assertEquals(List.of(3, 5, 100), told());
        assertEquals(1, rig.all(ScaleEvent.RecordsLost.class).getFirst().atLeast());
        rig.runFor(5000);
        assertEquals(List.of(4), askedFor());
    }

    @Test
    void waitingIsBounded() {
        ready();
        vehicles(0);
        for (int number = 2; number < 120; number += 2) {
            rig.receive(vehicle(number));
        }
        int waiting = 60 - told().size();
        assertTrue(waiting <= 2 * WanjiSettings.defaults("scale").mostMissing(), waiting + " held back");
    }

    @Test
    void numbersMeanNothingWhenSaidSo() {
        use(WanjiSettings.defaults("scale").withMostMissing(0));
        ready();
        vehicles(3, 9, 1);
        assertEquals(List.of(3, 9, 1), told());
        assertEquals(List.of(), askedFor());
        assertEquals(List.of(), rig.all(ScaleEvent.RecordsLost.class));
    }

    @Test
    void whatCameWhileTheLineWasAwayIsFetched() {
        ready();
        vehicles(3);
        rig.down("unplugged");
        rig.up();
        vehicles(5);
        assertEquals(List.of(4), askedFor());
        vehicles(4);
        assertEquals(List.of(3, 4, 5), told());
    }

    @Test
    void anUnreadableVehicleIsAVehicleWithoutAWeight() {
        ready();
        rig.receive(WanjiCodec.wire(new WanjiFrame(WanjiFrame.VEHICLE_AXLES, 0,
                new WanjiPacket(1, WanjiPacket.LAST, 1, Bytes.zeros(30)).write())));
        assertEquals(Set.of(Doubt.UNREADABLE), rig.all(ScaleEvent.VehicleWeighed.class).getFirst().weight().doubts());
    }

    @Test
    void sensorErrorsAreFaultsUnlessSaidOtherwise() {
        ready();
        state(4);
        vehicles(1);
        assertEquals(List.of("DEGRADED instrument reports WEIGH_SENSOR", "state [WEIGH_SENSOR] waiting -1",
                "weighed #1 1010 kg, 2 axles 10S 1000S, type 11, 400 tenth km/h, [METER_FAULT]"), rig.said());
        use(WanjiSettings.defaults("scale").withSensorErrorsAreFaults(false));
        ready();
        state(4);
        assertEquals(List.of(), rig.said());
    }

    @Test
    void silenceIsAFindingAndSaidOnce() {
        ready();
        rig.runFor(60_000);
        assertEquals(List.of("DOWN nothing received for 25000 ms"), rig.said());
        state(0);
        assertEquals(List.of("UP", "state [] waiting -1"), rig.said().subList(1, 3));
    }

    @Test
    void clockAndZero() {
        ScaleCommand.SetClock clock = new ScaleCommand.SetClock(LocalDateTime.of(2026, 5, 12, 10, 30));
        rig.command(clock);
        assertEquals("SetClock refused: the instrument does not answer", rig.said().getLast());
        ready();
        rig.command(clock);
        rig.command(clock);
        rig.runFor(1100);
        rig.command(new ScaleCommand.Zero());
        rig.command(new ScaleCommand.Taken(1));
        assertEquals(List.of("SetClock refused: another command is on its way", "SetClock refused: no answer within 1000 ms",
                "Zero refused: this protocol has no zero command"), rig.said());
        rig.command(clock);
        rig.receive(WanjiCodec.wire(WanjiFrame.brief(WanjiFrame.SET_TIME, 0, 1)));
        assertEquals("SetClock refused: the instrument says it failed", rig.said().getLast());
    }

    @Test
    void aHeartbeatIsAnsweredUnlessSaidOtherwise() {
        ready();
        rig.receive(WanjiCodec.wire(WanjiFrame.brief(WanjiFrame.HEARTBEAT, 2, 0)));
        assertEquals(List.of(WanjiFrame.brief(WanjiFrame.HEARTBEAT, 2, 0)), rig.sent.stream().map(WanjiCodecTest::frame).toList());
        use(WanjiSettings.defaults("scale").withAnswerHeartbeat(false));
        ready();
        rig.receive(WanjiCodec.wire(WanjiFrame.brief(WanjiFrame.HEARTBEAT, 2, 0)));
        assertEquals(List.of(), rig.sent);
    }

    @Test
    void anEchoOfOurOwnQuestionsIsNoAnswer() {
        rig.up();
        rig.receive(rig.sent.getFirst().toArray());
        rig.receive(WanjiCodec.wire(WanjiFrame.brief(WanjiFrame.VEHICLE_AXLES, 5, 1)));
        assertEquals(List.of(), rig.said());
        assertEquals(2, rig.malformed.size());
    }

    @Test
    void nothingHalfReceivedOutlivesTheLine() {
        ready();
        byte[] frame = vehicle(1);
        rig.receive(java.util.Arrays.copyOf(frame, 30));
        rig.down("unplugged");
        rig.up();
        rig.receive(java.util.Arrays.copyOfRange(frame, 30, frame.length));
        rig.runFor(200);
        assertEquals(Collections.emptyList(), told());
    }

    @Test
    void commandsOfAnotherDeviceAreABugOfTheWiring() {
        assertThrows(IllegalArgumentException.class, () -> rig.command(BarrierCommand.RAISE));
    }

    @Test
    void settingsNameEveryProblem() {
        IllegalArgumentException bad = assertThrows(IllegalArgumentException.class, () -> new WanjiSettings("", null, null, 65, true,
                true, new WanjiSettings.Timing(1, 1, 0, 1, 1)));
        for (String key : List.of("name", "form", "mostMissing", "stateMs", "answerMs", "asks", "partialMs", "silentMs")) {
            assertTrue(bad.getMessage().contains(key), key + " in " + bad.getMessage());
        }
    }
}
