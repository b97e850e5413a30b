package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand;
import org.etclane.device.display.DisplayTiming;
import org.etclane.device.display.brace.BraceProfile;
import org.etclane.device.display.brace.BraceSettings;
import org.etclane.device.display.sichuan.CheckByte;
import org.etclane.device.display.sichuan.Sichuan1dSettings;
import org.etclane.device.display.sichuan.Sichuan1eSettings;
import org.etclane.device.link.Endpoint;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.fault.SeededLineFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Displays in trouble: what the lane is told of it, and that what should be shown is shown in the end. */
class FeeDisplayFaultTest {
    private static final Sichuan1dSettings ETC_1D = Sichuan1dSettings.defaults("display");

    private static List<FeeDisplayBench> answering() {
        return List.of(FeeDisplayBench.brace(BraceProfile.QINGHAI),
                FeeDisplayBench.brace(BraceSettings.defaults("display", BraceProfile.SHANDONG).with(DisplayTiming.defaults(true))),
                FeeDisplayBench.sichuan1e(Sichuan1eSettings.defaults("display")),
                FeeDisplayBench.sichuan1d(ETC_1D));
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_ANSWERS", "GARBAGE", "CUT_FRAMES"})
    void aDisplayWithoutGoodAnswersIsLostAndStillShows(FeeDisplayFault fault) {
        for (FeeDisplayBench bench : answering()) {
            bench.tell(FeeDisplayBench.EXIT_FEE);
            assertEquals("UP", bench.health.getLast());
            bench.fault(fault);
            bench.tell(FeeDisplayBench.REFUSAL);
            bench.run(40_000);
            if (bench.health.getLast().equals("UP")) {
                assertTrue(tellsLifeByAnyText(bench, fault), bench.health.toString());
                continue;
            }
            assertTrue(bench.health.getLast().startsWith("DOWN no answer"), bench.health.toString());
            bench.fault(FeeDisplayFault.NONE);
            bench.run(100_000);
            assertEquals("UP", bench.health.getLast());
            assertEquals(FeeDisplayBench.REFUSAL.lines(), bench.display.picture().texts());
        }
    }

    /** Shandong's answer is text without a frame: one that lost its last letter, or noise with four letters in a row, is one too. */
    private static boolean tellsLifeByAnyText(FeeDisplayBench bench, FeeDisplayFault fault) {
        return fault != FeeDisplayFault.NO_ANSWERS && bench.display.picture().bytesPerRow() == 24
                && bench.display.picture().rows().size() == 5;
    }

    @Test
    void wrongAnswers() {
        FeeDisplayBench qinghai = FeeDisplayBench.brace(BraceProfile.QINGHAI);
        qinghai.fault(FeeDisplayFault.WRONG_ANSWERS);
        qinghai.run(10_000);
        assertEquals(List.of("UP", "DEGRADED display reports a fault of its own (state 01)"), qinghai.health);
        qinghai.fault(FeeDisplayFault.NONE);
        qinghai.run(10_000);
        assertEquals("UP", qinghai.health.getLast());
        FeeDisplayBench sichuan = FeeDisplayBench.sichuan1d(ETC_1D);
        sichuan.fault(FeeDisplayFault.WRONG_ANSWERS);
        sichuan.tell(FeeDisplayBench.EXIT_FEE);
        assertEquals(List.of("DEGRADED display could not read a frame"), sichuan.health);
        assertEquals(FeeDisplayBench.EXIT_FEE.lines(), sichuan.display.picture().texts());
        FeeDisplayBench mtc = FeeDisplayBench.sichuan1e(Sichuan1eSettings.defaults("display"));
        mtc.fault(FeeDisplayFault.WRONG_ANSWERS);
        mtc.run(20_000);
        assertEquals(List.of("UP", "DOWN no answer to the query for 12000 ms"), mtc.health);
    }

    @Test
    void powerThatComesBackBringsTheTextBack() {
        for (FeeDisplayBench bench : answering()) {
            bench.tell(FeeDisplayBench.EXIT_FEE, new DisplayCommand.Brightness(100));
            bench.fault(FeeDisplayFault.POWER_OFF);
            bench.tell(FeeDisplayBench.REFUSAL);
            bench.run(40_000);
            assertTrue(bench.health.getLast().startsWith("DOWN"), bench.health.toString());
            assertEquals(List.of(), bench.display.picture().texts());
            bench.fault(FeeDisplayFault.NONE);
            bench.run(60_000);
            assertEquals("UP", bench.health.getLast());
            assertEquals(FeeDisplayBench.REFUSAL.lines(), bench.display.picture().texts());
            assertTrue(bench.display.picture().brightness() > 0);
        }
    }

    @Test
    void aPulledCableBringsTheLatestTextWhenItIsBack() {
        for (FeeDisplayBench bench : answering()) {
            bench.tell(FeeDisplayBench.EXIT_FEE);
            bench.line.unplug("unplugged");
            bench.tell(FeeDisplayBench.REFUSAL);
            assertEquals("DOWN unplugged", bench.health.getLast());
            assertEquals(FeeDisplayBench.EXIT_FEE.lines(), bench.display.picture().texts(), "it keeps what it has");
            bench.line.plug();
            bench.run(2000);
            assertEquals("UP", bench.health.getLast());
            assertEquals(FeeDisplayBench.REFUSAL.lines(), bench.display.picture().texts());
        }
    }

    @Test
    void heartbeatsKeepA1dDisplayFromClosingItself() {
        FeeDisplayBench bench = FeeDisplayBench.sichuan1d(ETC_1D.with(new Sichuan1dSettings.Timing(true, 500, 2, 30_000, false, 0)));
        bench.tell(FeeDisplayBench.EXIT_FEE);
        bench.run(3_600_000);
        assertEquals(FeeDisplayBench.EXIT_FEE.lines(), bench.display.picture().texts());
        assertEquals(List.of("UP"), bench.health);
    }

    @Test
    void aRefreshTakesBackThatA1dDisplayHasClosedItself() {
        FeeDisplayBench bench = FeeDisplayBench.sichuan1d(ETC_1D);
        bench.tell(FeeDisplayBench.EXIT_FEE);
        bench.line.faultToDevice(LineFault.silence(0, Long.MAX_VALUE));
        bench.run(310_000);
        assertTrue(bench.happened.stream().anyMatch(FeeDisplayEvent.ClosedItself.class::isInstance));
        assertEquals(List.of("ETC车道关闭", "请择道行驶"), bench.display.picture().texts());
        assertTrue(bench.health.getLast().startsWith("DOWN"), bench.health.toString());
        bench.line.faultToDevice(LineFault.NONE);
        bench.run(61_000);
        assertEquals(FeeDisplayBench.EXIT_FEE.lines(), bench.display.picture().texts());
        assertEquals("UP", bench.health.getLast());
    }

    @Test
    void aBadCableIsHealedByTheNextRefresh() {
        for (long seed = 1; seed <= 10; seed++) {
            BraceSettings settings = BraceSettings.defaults("display", BraceProfile.QINGHAI)
                    .with(new DisplayTiming(true, 5000, 12_000, 10_000, 5000));
            for (FeeDisplayBench bench : List.of(FeeDisplayBench.brace(settings), FeeDisplayBench.sichuan1d(ETC_1D))) {
                bench.line.faultToDevice(new SeededLineFault(seed, SeededLineFault.Rates.noise(20_000, 20_000)));
                bench.line.faultToDriver(new SeededLineFault(~seed, SeededLineFault.Rates.noise(20_000, 20_000)));
                for (int i = 0; i < 20; i++) {
                    bench.tell(i % 2 == 0 ? FeeDisplayBench.REFUSAL : FeeDisplayBench.EXIT_FEE);
                }
                bench.line.faultToDevice(LineFault.NONE);
                bench.line.faultToDriver(LineFault.NONE);
                bench.run(130_000);
                assertEquals(FeeDisplayBench.EXIT_FEE.lines(), bench.display.picture().texts(), "seed " + seed);
                assertEquals("UP", bench.health.getLast(), "seed " + seed);
            }
        }
    }

    @Test
    void aMissedRowOf1dIsSentAgain() {
        FeeDisplayBench bench = FeeDisplayBench.sichuan1d(ETC_1D);
        bench.line.faultToDevice(LineFault.silence(0, bench.time.nowNanos() + 300_000_000L));
        bench.tell(FeeDisplayBench.EXIT_FEE);
        assertEquals(FeeDisplayBench.EXIT_FEE.lines(), bench.display.picture().texts());
        assertEquals(List.of("UP"), bench.health);
    }

    @Test
    void everySplitOfWhatIsSentGivesTheSamePicture() {
        Bytes exit = Bytes.fromHex("7b3301 7d 7b 33 06 31 31 bf cd 31 20 7d 7b 33 06 30 32 81 7d 7d 20 7d 7b 41 01 02 7d");
        for (int cut = 0; cut <= exit.size(); cut++) {
            FeeDisplaySimulator display = FeeDisplaySimulator.brace(BraceSettings.defaults("display", BraceProfile.QINGHAI), 1);
            Heard heard = new Heard();
            display.linkUp(0, heard);
            display.received(1, exit.toArray(), cut, heard);
            byte[] rest = Arrays.copyOfRange(exit.toArray(), cut, exit.size());
            display.received(2, rest, rest.length, heard);
            assertEquals(List.of("客1", "亇}"), display.picture().texts(), "cut at " + cut);
            assertEquals(DisplayCommand.Lamp.RED, display.picture().lamp());
        }
    }

    @Test
    void noiseIsNeverAnExceptionAndTheNextFrameIsShown() {
        for (long seed = 1; seed <= 20; seed++) {
            byte[] noise = new byte[4096];
            new Random(seed).nextBytes(noise);
            shownAfterNoise(FeeDisplaySimulator.brace(BraceSettings.defaults("display", BraceProfile.YUNNAN), seed), noise,
                    "7b 35 00 7d 7b 33 06 31 31 bf cd 31 20 7d", seed);
            shownAfterNoise(FeeDisplaySimulator.sichuan1d(ETC_1D, 0, seed), noise, "0a 00 00 20 0d 0a 00 01 bf cd 31 0d", seed);
            shownAfterNoise(FeeDisplaySimulator.sichuan1e(Sichuan1eSettings.defaults("display"), seed), noise,
                    "0a 46 0d 7b 33 31 bf cd 31 20 20 20 20 20 20 20 20 20 20 20 20 20 61 7d", seed);
        }
    }

    private static void shownAfterNoise(FeeDisplaySimulator display, byte[] noise, String hex, long seed) {
        Heard heard = new Heard();
        display.linkUp(0, heard);
        display.received(0, noise, noise.length, heard);
        assertTrue(heard.malformed > 0);
        byte[] good = Bytes.fromHex(hex).toArray();
        display.received(1_000_000_000L, good, good.length, heard);
        assertEquals(List.of("客1"), display.picture().texts(), "seed " + seed);
    }

    @Test
    void aFrameThatIsNotFinishedInTimeIsForgotten() {
        Sichuan1eSettings settings = Sichuan1eSettings.defaults("display");
        FeeDisplaySimulator display = FeeDisplaySimulator.sichuan1e(
                settings.withWire(settings.textMode(), CheckByte.NEVER, true), 1);
        Heard heard = new Heard();
        display.linkUp(0, heard);
        byte[] begin = Bytes.fromHex("7b 34 41 42").toArray();
        display.received(0, begin, begin.length, heard);
        assertTrue(display.nextDueNanos() < Long.MAX_VALUE);
        display.due(display.nextDueNanos(), heard);
        assertEquals(Long.MAX_VALUE, display.nextDueNanos());
        assertEquals(1, heard.malformed);
    }

    @Test
    void aTextThatIsTooLongForARowIsRefusedByA1dDisplay() {
        FeeDisplaySimulator display = FeeDisplaySimulator.sichuan1d(ETC_1D, 0, 1);
        Heard heard = new Heard();
        display.linkUp(0, heard);
        for (String hex : List.of("0a 00 01" + "41".repeat(24) + "0d", "0a 00 02" + "41".repeat(25) + "0d", "0a 40 08 00 0d", "0a 50 0d")) {
            byte[] frame = Bytes.fromHex(hex).toArray();
            display.received(0, frame, frame.length, heard);
        }
        assertEquals(List.of("0a000d", "0a010d", "0a020d"), heard.sent);
        assertEquals(List.of("A".repeat(24)), display.picture().texts());
        assertEquals(Optional.empty(), display.picture().fill());
    }

    private static final class Heard implements Endpoint.Sink<FeeDisplayEvent> {
        final List<String> sent = new ArrayList<>();
        int malformed;

        @Override
        public void send(byte[] frame) {
            sent.add(Bytes.copyOf(frame).hex());
        }

        @Override
        public void emit(FeeDisplayEvent event) {
        }

        @Override
        public void malformed(byte[] raw, String reason) {
            malformed++;
        }
    }
}
