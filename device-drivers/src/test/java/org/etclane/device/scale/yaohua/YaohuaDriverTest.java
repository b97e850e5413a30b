package org.etclane.device.scale.yaohua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.etclane.device.BarrierCommand;
import org.etclane.device.Bytes;
import org.etclane.device.ScaleCommand;
import org.etclane.device.ScaleEvent;
import org.etclane.device.scale.LoadSettings;
import org.etclane.device.scale.Reading.Unit;
import org.etclane.device.scale.yaohua.YaohuaFrame.Command;
import org.etclane.device.scale.yaohua.YaohuaFrame.Displayed;
import org.etclane.device.scale.yaohua.YaohuaSettings.Mode;
import org.etclane.device.scale.yaohua.YaohuaSettings.ZeroCommand;
import org.etclane.device.wim.ScaleRig;
import org.etclane.device.wim.ScaleTranscript;
import org.junit.jupiter.api.Test;

class YaohuaDriverTest {
    private static final YaohuaSettings DEFAULTS = YaohuaSettings.defaults("scale");
    private static final Bytes ASK_GROSS = Bytes.fromHex("02 41 42 30 33 03");

    private ScaleRig rig = new ScaleRig(new YaohuaDriver(DEFAULTS));

    private void use(YaohuaSettings settings) {
        rig = new ScaleRig(new YaohuaDriver(settings));
        rig.up();
    }

    private void continuous(int kg, int times) {
        for (int i = 0; i < times; i++) {
            rig.receive(YaohuaCodec.wire(new YaohuaFrame.Continuous0(new Displayed(kg < 0, Math.abs(kg), 0))));
            rig.runFor(100);
        }
    }

    private void gross(int kg) {
        rig.receive(YaohuaCodec.wire(new Command('A', 'B', Optional.of(new Displayed(false, kg, 0)), false)));
    }

    @Test
    void goldenTranscript() {
        ScaleTranscript.check(YaohuaDriverTest.class, "truck.txt", new YaohuaDriver(DEFAULTS));
    }

    @Test
    void aContinuousIndicatorIsOnlyHeard() {
        use(DEFAULTS);
        continuous(5000, 20);
        rig.command(new ScaleCommand.Taken(1));
        rig.runFor(60_000);
        assertEquals(List.of(), rig.sent);
        assertEquals("DOWN no weight for 3000 ms", rig.said().getLast());
        assertTrue(rig.said().contains("lost 0"), "a load was on it");
    }

    @Test
    void tonnesAndPointsBecomeKilograms() {
        use(DEFAULTS.with(Mode.EQUALS_LOW_FIRST).with(Unit.TONNE));
        rig.receive("3D 30 30 30 2E 33 30 30 30");
        assertEquals("live 3000", rig.said().getLast());
    }

    @Test
    void oneWrongDigitNeverBecomesAVehiclesWeight() {
        use(DEFAULTS.with(Mode.EQUALS_HIGH_FIRST));
        for (String text : List.of("=00012450", "=00012450", "=00072450", "=00012450", "=00012450", "=00012450", "=00012450", "=00012450")) {
            rig.receive(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            rig.runFor(100);
        }
        for (int i = 0; i < 6; i++) {
            rig.receive("=00000000".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            rig.runFor(100);
        }
        assertEquals(List.of(12_450), rig.all(ScaleEvent.VehicleWeighed.class).stream().map(e -> e.weight().grossWeightKg()).toList());
    }

    @Test
    void commandModeAsksOneAtATime() {
        use(DEFAULTS.with(Mode.COMMANDS));
        assertEquals(List.of(ASK_GROSS), rig.sent);
        rig.runFor(50);
        gross(0);
        assertEquals("live 0", rig.said().getLast());
        rig.runFor(140);
        assertEquals(1, rig.sent.size());
        rig.runFor(20);
        assertEquals(2, rig.sent.size(), "200 ms after the first request");
        rig.runFor(280);
        assertEquals(2, rig.sent.size(), "waits for the answer");
        rig.runFor(30);
        assertEquals(3, rig.sent.size());
    }

    @Test
    void answersOfOthersAreNotOurs() {
        use(DEFAULTS.with(Mode.COMMANDS));
        rig.receive(YaohuaCodec.wire(new Command('B', 'B', Optional.of(new Displayed(false, 7000, 0)), false)));
        rig.receive(ASK_GROSS.toArray());
        rig.receive(YaohuaCodec.wire(new Command('A', 'C', Optional.of(new Displayed(false, 7000, 0)), false)));
        assertEquals(List.of(), rig.said());
        assertEquals(3, rig.malformed.size());
        gross(7000);
        gross(8000);
        assertEquals("live 7000", rig.said().getLast(), "the second answer answers nothing");
    }

    @Test
    void zeroIsRefusedUnlessConfiguredAndTheScaleEmptyAndAtRest() {
        use(DEFAULTS);
        continuous(0, 6);
        rig.command(new ScaleCommand.Zero());
        assertEquals("Zero refused: not configured for this indicator: zeroCommand", rig.said().getLast());

        use(DEFAULTS.with(ZeroCommand.A22));
        rig.command(new ScaleCommand.Zero());
        assertEquals("Zero refused: the indicator shows no weight", rig.said().getLast());
        continuous(20, 2);
        rig.command(new ScaleCommand.Zero());
        assertEquals("Zero refused: the scale is not known to be empty and at rest", rig.said().getLast());
        continuous(20, 5);
        rig.command(new ScaleCommand.Zero());
        assertEquals(List.of(Bytes.fromHex("02 41 30 37 31 03")), rig.sent);
        assertEquals("Zero done", rig.said().getLast());
        continuous(5000, 10);
        rig.command(new ScaleCommand.Zero());
        assertEquals("Zero refused: the scale is not known to be empty and at rest", rig.said().getLast());
        assertEquals(1, rig.sent.size());
    }

    @Test
    void zeroInCommandModeWaitsForItsAnswer() {
        use(DEFAULTS.with(Mode.COMMANDS).with(ZeroCommand.RS485));
        for (int i = 0; i < 6; i++) {
            gross(0);
            rig.runFor(200);
        }
        rig.forget();
        rig.command(new ScaleCommand.Zero());
        gross(0);
        rig.runFor(200);
        assertEquals(List.of(Bytes.fromHex("02 41 46 30 37 03")), rig.sent);
        rig.receive("02 41 46 30 37 03");
        assertEquals(List.of("Zero done"), rig.said());
        rig.runFor(200);
        rig.command(new ScaleCommand.Zero());
        gross(5000);
        rig.runFor(200);
        assertEquals("Zero refused: the scale is not known to be empty and at rest", rig.said().getLast(), "asked again when it is sent");
    }

    @Test
    void zeroThatNobodyAnswers() {
        use(DEFAULTS.with(Mode.COMMANDS).with(ZeroCommand.RS485));
        for (int i = 0; i < 6; i++) {
            gross(0);
            rig.runFor(200);
        }
        rig.command(new ScaleCommand.Zero());
        gross(0);
        rig.runFor(600);
        assertEquals("Zero refused: no answer within 300 ms", rig.said().getLast());
        rig.command(new ScaleCommand.SetClock(LocalDateTime.of(2026, 5, 12, 10, 30)));
        assertEquals("SetClock refused: an indicator has no clock", rig.said().getLast());
    }

    @Test
    void nothingHalfReceivedOutlivesTheLine() {
        use(DEFAULTS);
        byte[] frame = YaohuaCodec.wire(new YaohuaFrame.Continuous0(new Displayed(false, 5000, 0)));
        rig.receive(java.util.Arrays.copyOf(frame, 7));
        rig.down("unplugged");
        rig.up();
        rig.receive(java.util.Arrays.copyOfRange(frame, 7, 12));
        assertEquals(List.of("DOWN unplugged"), rig.said());
    }

    @Test
    void commandsOfAnotherDeviceAreABugOfTheWiring() {
        assertThrows(IllegalArgumentException.class, () -> rig.command(BarrierCommand.RAISE));
    }

    @Test
    void settingsNameEveryProblem() {
        IllegalArgumentException bad = assertThrows(IllegalArgumentException.class, () -> new YaohuaSettings("", null, Unit.KILOGRAM, 'a',
                ZeroCommand.NONE, new LoadSettings(-1, 0, -1, -1, 1), new YaohuaSettings.Timing(1, 1, 1)));
        for (String key : List.of("name", "mode", "address", "emptyKg", "stableReadings", "stableWithinKg", "liveMs", "silentMs", "pollMs",
                "answerTimeoutMs", "partialMs")) {
            assertTrue(bad.getMessage().contains(key), key + " in " + bad.getMessage());
        }
    }
}
