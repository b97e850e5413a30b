package org.etclane.device.scale.toledo;

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
import org.etclane.device.scale.toledo.ToledoSettings.ZeroCharacter;
import org.etclane.device.wim.ScaleRig;
import org.etclane.device.wim.ScaleTranscript;
import org.junit.jupiter.api.Test;

class ToledoDriverTest {
    private static final ToledoSettings DEFAULTS = ToledoSettings.defaults("scale");
    private static final int GROSS_KG = 0x30;

    private ScaleRig rig = new ScaleRig(new ToledoDriver(DEFAULTS));
    private ToledoSettings settings = DEFAULTS;

    private void use(ToledoSettings other) {
        settings = other;
        rig = new ScaleRig(new ToledoDriver(other));
        rig.up();
    }

    private void show(int statusB, int weight, int tare, int times) {
        for (int i = 0; i < times; i++) {
            rig.receive(ToledoCodec.wire(new ToledoFrame(0x2A, statusB, 0x20, weight,
                    settings.tareField() ? Optional.of(tare) : Optional.empty()), settings.checksum()));
            rig.runFor(140);
        }
    }

    @Test
    void goldenTranscript() {
        ScaleTranscript.check(ToledoDriverTest.class, "load.txt", new ToledoDriver(DEFAULTS));
    }

    @Test
    void netIsMadeGross() {
        use(DEFAULTS);
        show(0x31, 2340, 10_000, 3);
        show(0x33, 1000, 10_000, 3);
        assertEquals(List.of("live 12340", "live 12340 stable", "live 9000", "live 9000 stable"),
                rig.said().stream().filter(s -> s.startsWith("live")).toList());
    }

    @Test
    void netWithoutTareIsOfNoUse() {
        use(DEFAULTS.withTareField(false));
        show(0x31, 2340, 0, 5);
        assertEquals(List.of("DEGRADED indicator shows net and sends no tare: the gross weight is not known; end the tare on it"), rig.said());
        show(GROSS_KG, 2340, 0, 1);
        assertEquals("UP", rig.said().get(1));
    }

    @Test
    void poundsOnlyWhenTheStatusIsBelieved() {
        use(DEFAULTS);
        show(0x20, 1000, 0, 1);
        assertEquals("live 1000", rig.said().getLast());
        use(DEFAULTS.withUnitFromStatus(true));
        show(0x20, 1000, 0, 1);
        assertEquals("live 454", rig.said().getLast());
        show(GROSS_KG, 1000, 0, 3);
        assertEquals("live 1000 stable", rig.said().getLast());
    }

    @Test
    void zeroIsRefusedUnlessConfiguredAndTheScaleEmptyAndAtRest() {
        use(DEFAULTS);
        show(GROSS_KG, 0, 0, 5);
        rig.command(new ScaleCommand.Zero());
        assertEquals("Zero refused: not configured for this indicator: zeroCharacter", rig.said().getLast());
        assertEquals(List.of(), rig.sent);
        use(DEFAULTS.with(ZeroCharacter.PLAIN));
        show(0x38, 20, 0, 5);
        rig.command(new ScaleCommand.Zero());
        assertEquals("Zero refused: the scale is not known to be empty and at rest", rig.said().getLast());
        show(GROSS_KG, 20, 0, 5);
        rig.command(new ScaleCommand.Zero());
        assertEquals(List.of(Bytes.fromHex("5A")), rig.sent);
        assertEquals("Zero done", rig.said().getLast());
        use(DEFAULTS.with(ZeroCharacter.WITH_CR_LF));
        show(GROSS_KG, 0, 0, 5);
        rig.command(new ScaleCommand.Zero());
        assertEquals(List.of(Bytes.fromHex("5A 0D 0A")), rig.sent);
        rig.command(new ScaleCommand.SetClock(LocalDateTime.of(2026, 5, 12, 10, 30)));
        assertEquals("SetClock refused: an indicator has no clock", rig.said().getLast());
    }

    @Test
    void silenceIsAFindingAndTakenSendsNothing() {
        use(DEFAULTS);
        show(GROSS_KG, 0, 0, 3);
        rig.command(new ScaleCommand.Taken(1));
        rig.runFor(10_000);
        assertEquals("DOWN no weight for 3000 ms", rig.said().getLast());
        assertEquals(List.of(), rig.sent);
    }

    @Test
    void aVehicleIsToldWhenItHasLeft() {
        use(DEFAULTS);
        show(GROSS_KG, 0, 0, 3);
        show(0x38, 9000, 0, 3);
        show(GROSS_KG, 12_340, 0, 5);
        assertEquals(List.of(), rig.all(ScaleEvent.VehicleWeighed.class));
        show(GROSS_KG, 0, 0, 3);
        assertEquals("weighed #1 12340 kg, 0 axles, type -", rig.said().getLast());
    }

    @Test
    void nothingHalfReceivedOutlivesTheLine() {
        use(DEFAULTS);
        byte[] frame = ToledoCodec.wire(new ToledoFrame(0x2A, GROSS_KG, 0x20, 5000, Optional.of(0)), true);
        rig.receive(java.util.Arrays.copyOf(frame, 7));
        rig.down("unplugged");
        rig.up();
        rig.receive(java.util.Arrays.copyOfRange(frame, 7, frame.length));
        assertEquals(List.of("DOWN unplugged"), rig.said());
    }

    @Test
    void commandsOfAnotherDeviceAreABugOfTheWiring() {
        assertThrows(IllegalArgumentException.class, () -> rig.command(BarrierCommand.RAISE));
    }

    @Test
    void settingsNameEveryProblem() {
        IllegalArgumentException bad = assertThrows(IllegalArgumentException.class, () -> new ToledoSettings("", true, true, false, null, 1,
                new LoadSettings(-1, 0, -1, -1, 1)));
        for (String key : List.of("name", "zeroCharacter", "partialMs", "emptyKg", "stableReadings", "silentMs")) {
            assertTrue(bad.getMessage().contains(key), key + " in " + bad.getMessage());
        }
    }
}
