package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand.Lamp;
import org.etclane.device.conformance.ConformanceReport;
import org.etclane.device.conformance.Permissions;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.SuiteCommand;
import org.etclane.device.conformance.SuiteEvent;
import org.etclane.device.conformance.Verdict;
import org.etclane.device.display.ColourCodes;
import org.etclane.device.display.FrameScanner;
import org.etclane.device.display.TextMode;
import org.etclane.device.display.brace.AmountVoice;
import org.etclane.device.display.brace.BraceCodec;
import org.etclane.device.display.brace.BraceProfile;
import org.etclane.device.display.brace.BraceProvider;
import org.etclane.device.display.brace.BraceSection;
import org.etclane.device.display.brace.BraceSettings;
import org.etclane.device.display.sichuan.CheckByte;
import org.etclane.device.display.sichuan.Sichuan1dCodec;
import org.etclane.device.display.sichuan.Sichuan1dProvider;
import org.etclane.device.display.sichuan.Sichuan1dSection;
import org.etclane.device.display.sichuan.Sichuan1dSettings;
import org.etclane.device.display.sichuan.Sichuan1eCodec;
import org.etclane.device.display.sichuan.Sichuan1eProvider;
import org.etclane.device.display.sichuan.Sichuan1eSection;
import org.etclane.device.display.sichuan.Sichuan1eSettings;
import org.etclane.device.display.sichuan.TextSending;
import org.etclane.device.frame.Bcc;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.world.VirtualScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every simulated fee display is clean, and whatever it can be made to do wrong is found by its name. */
class DisplayConformanceTest {
    private static final long MS = 1_000_000L;
    private static final DriverContext LANE = new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"), () -> 0L);
    private static final BraceSettings QINGHAI = BraceSettings.defaults("display", BraceProfile.QINGHAI);
    private static final Sichuan1dSettings ETC_1D = Sichuan1dSettings.defaults("display");
    private static final Sichuan1eSettings MTC_1E = Sichuan1eSettings.defaults("display");
    private static final int CLOSES_AFTER_MS = 300_000;
    /** So long somebody takes to look: by then the slowest line has carried a screen. */
    private static final long LOOKS_MS = 1_000;

    // ---- suites and displays

    static Suite<?> brace(BraceProfile profile, Optional<Boolean> answerExpected) {
        return new BraceProvider().conformance(new BraceSection("/dev/ttyS2", 9600, profile, Optional.empty(), Optional.empty(),
                TextMode.ROWS, "012", Optional.empty(), Optional.empty(), Optional.empty(), 0, answerExpected, 5000, 12_000, 0, 5000),
                LANE);
    }

    static Suite<?> sichuan1d(boolean colourByLight, boolean answerExpected) {
        return new Sichuan1dProvider().conformance(new Sichuan1dSection("/dev/ttyS2", 115_200, 6, 24, TextSending.ROWS, colourByLight, 8,
                answerExpected, 500, 2, 30_000, false, 60_000), LANE);
    }

    static Suite<?> sichuan1e() {
        return new Sichuan1eProvider().conformance(new Sichuan1eSection("/dev/ttyS2", 115_200, 4, TextSending.ROWS, CheckByte.ALWAYS, true,
                "132", 8, false, Optional.empty(), 0, true, 5000, 12_000, 0, 5000), LANE);
    }

    private enum Kind {
        BRACE(LinePace.BAUD_9600_8N1), ETC(LinePace.BAUD_115200_8N1), MTC(LinePace.BAUD_115200_8N1);

        private final LinePace pace;

        Kind(LinePace pace) {
            this.pace = pace;
        }

        Suite<?> suite() {
            return switch (this) {
                case BRACE -> brace(BraceProfile.QINGHAI, Optional.empty());
                case ETC -> sichuan1d(false, true);
                case MTC -> sichuan1e();
            };
        }

        FeeDisplaySimulator display() {
            return switch (this) {
                case BRACE -> FeeDisplaySimulator.brace(QINGHAI, 7);
                case ETC -> FeeDisplaySimulator.sichuan1d(ETC_1D, CLOSES_AFTER_MS, 7);
                case MTC -> FeeDisplaySimulator.sichuan1e(MTC_1E, 7);
            };
        }
    }

    private ConformanceBench<FeeDisplayFault> bench(Suite<?> suite, Permissions permissions, LinePace pace, FeeDisplaySimulator display,
            Endpoint<FeeDisplayFault, FeeDisplayEvent> onTheLine) {
        return new ConformanceBench<>(new VirtualScheduler(), suite, permissions, pace, onTheLine)
                .with((bench, asked) -> bench.after(LOOKS_MS, () -> bench.tell(new SuiteCommand.Answer(seen(display.picture(), asked)))));
    }

    private ConformanceReport report(Kind kind, FeeDisplaySimulator display) {
        return bench(kind.suite(), Permissions.all(), kind.pace, display, display).report();
    }

    private ConformanceReport odd(Kind kind, Function<Endpoint<FeeDisplayFault, FeeDisplayEvent>, Endpoint<FeeDisplayFault,
            FeeDisplayEvent>> oddity) {
        FeeDisplaySimulator display = kind.display();
        return bench(kind.suite(), Permissions.all(), kind.pace, display, oddity.apply(display)).report();
    }

    private ConformanceReport with(Kind kind, FeeDisplayFault fault) {
        FeeDisplaySimulator display = kind.display();
        ConformanceBench<FeeDisplayFault> bench = bench(kind.suite(), Permissions.all(), kind.pace, display, display);
        bench.order(fault);
        return bench.report();
    }

    /** What somebody sees who stands in front of it. */
    private static boolean seen(DisplayPicture picture, SuiteEvent.Asked asked) {
        assertTrue(asked.question());
        String words = asked.words().english();
        String quoted = words.contains("\"") ? words.substring(words.indexOf('"') + 1, words.lastIndexOf('"')) : "";
        String kind = words.replaceFirst("\".*\"", "…");
        if (kind.startsWith("Are there exactly")) {
            int rows = Integer.parseInt(words.replaceAll(".*exactly (\\d).*", "$1"));
            return picture.rows().size() == rows
                    && picture.texts().equals(IntStream.rangeClosed(1, rows).mapToObj(Integer::toString).toList());
        }
        if (kind.startsWith("Is the text ")) {
            return picture.asRead().isPresent()
                    && picture.rows().getFirst().colour().name().equals(words.substring(12, words.length() - 1).toUpperCase(Locale.ROOT));
        }
        return switch (kind) {
            case "Does the display show …?" -> picture.texts().contains(quoted);
            case "Is the last letter of the first row an E?" -> !picture.texts().isEmpty() && picture.texts().getFirst().endsWith("E");
            case "Is the screen empty?" -> picture.texts().isEmpty() && picture.fill().isEmpty();
            case "Has the text become brighter?" -> picture.brightness() > 1;
            case "Is the green lamp on?" -> picture.lamp() == Lamp.GREEN;
            case "Is the red lamp on?" -> picture.lamp() == Lamp.RED;
            case "Is the yellow flash on?" -> picture.flash();
            case "Is an amount of 12.34 yuan heard?" -> picture.heard().contains("12.34");
            case "Is this heard: …?" -> picture.heard().equals(quoted);
            case "Is the whole screen lit, or does the display say that it tests itself?" -> picture.fill().isPresent();
            default -> throw new AssertionError(words);
        };
    }

    // ---- clean

    @ParameterizedTest
    @EnumSource(BraceProfile.class)
    void everyProfileIsClean(BraceProfile profile) {
        FeeDisplaySimulator display = FeeDisplaySimulator.brace(BraceSettings.defaults("display", profile), 7);
        ConformanceBench.assertClean(bench(brace(profile, Optional.empty()), Permissions.all(), LinePace.BAUD_9600_8N1, display, display)
                .report(), true);
        assertEquals(List.of(), display.picture().texts());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theSimulatorsAreClean(Kind kind) {
        ConformanceBench.assertClean(report(kind, kind.display()), true);
    }

    @Test
    void aTextThatTakesTheColourOfTheLampIsClean() {
        FeeDisplaySimulator display = Kind.ETC.display();
        ConformanceReport report = bench(sichuan1d(true, true), Permissions.all(), Kind.ETC.pace, display, display).report();
        ConformanceBench.assertClean(report, true);
        assertTrue(report.findings().stream().anyMatch(one -> one.check().id().equals("text.colour-red")));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void unattendedNobodyIsAsked(Kind kind) {
        FeeDisplaySimulator display = kind.display();
        ConformanceReport report = new ConformanceBench<>(new VirtualScheduler(), kind.suite(), Permissions.unattended(), kind.pace,
                display)
                .with((_, asked) -> {
                    throw new AssertionError(asked);
                }).report();
        ConformanceBench.assertClean(report, false);
        assertTrue(report.findings().stream().anyMatch(one -> one.check().id().equals("text.shown")
                && one.verdict() instanceof Verdict.NotAsked));
    }

    /** One that answers nothing is judged by what it shows; with nobody there, by nothing. */
    @ParameterizedTest
    @EnumSource(value = Kind.class, names = {"BRACE", "ETC"})
    void aDisplayThatAnswersNothingIsSupported(Kind kind) {
        Suite<?> suite = kind == Kind.BRACE ? brace(BraceProfile.QINGHAI, Optional.of(false)) : sichuan1d(false, false);
        FeeDisplaySimulator display = kind.display();
        ConformanceBench<FeeDisplayFault> attended = bench(suite, Permissions.all(), kind.pace, display, display);
        attended.order(FeeDisplayFault.NO_ANSWERS);
        ConformanceReport report = attended.report();
        ConformanceBench.assertClean(report, false);
        assertTrue(report.findings().stream().anyMatch(one -> one.check().id().equals("text.shown")
                && one.verdict() instanceof Verdict.Passed));
        ConformanceBench<FeeDisplayFault> unattended = bench(suite, Permissions.unattended(), kind.pace, display, display);
        unattended.order(FeeDisplayFault.NO_ANSWERS);
        ConformanceReport nothing = unattended.report();
        assertEquals(nothing.findings().size(), nothing.count(Verdict.NotAsked.class), () -> ConformanceBench.said(nothing));
    }

    // ---- every fault of the simulator

    /** No default: a fault that is new has to be found too. */
    private static String foundAs(Kind kind, FeeDisplayFault fault) {
        String answer = kind == Kind.ETC ? "text.answer" : "query.answer";
        return switch (fault) {
            case NONE -> "";
            case NO_ANSWERS, POWER_OFF -> answer;
            case GARBAGE, CUT_FRAMES -> "frames.readable";
            case WRONG_ANSWERS -> switch (kind) {
                case BRACE -> "query.state";
                case ETC -> "text.accepted";
                case MTC -> "frames.readable";
            };
        };
    }

    static List<Arguments> faults() {
        return Arrays.stream(Kind.values()).flatMap(kind -> Arrays.stream(FeeDisplayFault.values()).map(fault -> Arguments.of(kind, fault)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void everyFaultOfTheSimulatorIsFound(Kind kind, FeeDisplayFault fault) {
        ConformanceReport report = with(kind, fault);
        if (foundAs(kind, fault).isEmpty()) {
            ConformanceBench.assertClean(report, true);
        } else {
            ConformanceBench.assertFound(foundAs(kind, fault), report);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aDarkDisplayIsFoundAndHasNoQuirksOfItsAnswers(Kind kind) {
        ConformanceReport report = with(kind, FeeDisplayFault.POWER_OFF);
        ConformanceBench.assertFound("text.shown", report);
        assertTrue(report.findings().stream().filter(one -> one.verdict() instanceof Verdict.Quirk)
                .allMatch(one -> one.check().id().matches("(text|voice|brightness|heartbeat.in-time).*")), () ->
                ConformanceBench.said(report));
    }

    // ---- every way in which a display may be built

    private static final String SENDING = "how the lane sends, not how the display is";
    private static final Map<String, String> BRACE_NOT_ASKED = Map.of("name", "the lane's own", "textMode", SENDING, "brightnessLevels",
            "what a step looks like cannot be told", "volume", SENDING, "timing", SENDING);
    private static final Map<String, String> ETC_NOT_ASKED = Map.of("name", "the lane's own", "textMode", SENDING, "colourByLight", SENDING,
            "brightnessLevels", "what a step looks like cannot be told", "timing.answerExpected", SENDING, "timing.answerTimeoutMs",
            SENDING,
            "timing.retries", SENDING, "timing.heartbeatMs", SENDING, "timing.refreshMs", SENDING);
    private static final Map<String, String> MTC_NOT_ASKED = Map.of("name", "the lane's own", "textMode", SENDING, "replaceEndByte",
            SENDING,
            "brightnessLevels", "what a step looks like cannot be told", "volume", SENDING, "timing", SENDING);

    static List<Arguments> braceWays() {
        return List.of(Arguments.of("profile", "query.answer", BraceProfile.SHANDONG), Arguments.of("rows", "rows-differ", 4),
                Arguments.of("bytesPerRow", "row-bytes-differ", 12), Arguments.of("colours", "other-colours", ColourCodes.ONE_THREE_TWO),
                Arguments.of("amountVoice", "amount-voice", AmountVoice.DECIMAL_YUAN), Arguments.of("phrases", "other-phrases",
                List.of("请刷卡")));
    }

    static List<Arguments> etcWays() {
        return List.of(Arguments.of("rows", "rows-differ", 4), Arguments.of("bytesPerRow", "row-bytes-differ", 16),
                Arguments.of("timing.heartbeatAnswered", "heartbeat-answered", true));
    }

    static List<Arguments> mtcWays() {
        return List.of(Arguments.of("rows", "rows-differ", 2), Arguments.of("checkByte", "text.shown", CheckByte.NEVER),
                Arguments.of("colours", "other-colours", ColourCodes.ZERO_ONE_TWO), Arguments.of("brightnessAscii", "brightness-form",
                true),
                Arguments.of("phrases", "other-phrases", List.of("", "", "", "", "请刷卡")));
    }

    @ParameterizedTest
    @MethodSource("braceWays")
    void everyOtherBraceDisplayIsFound(String component, String name, Object value) {
        ConformanceBench.assertFound(name, report(Kind.BRACE, FeeDisplaySimulator.brace(RecordParts.with(QINGHAI, component, value), 7)));
    }

    @ParameterizedTest
    @MethodSource("etcWays")
    void everyOther1dDisplayIsFound(String component, String name, Object value) {
        Sichuan1dSettings other = component.startsWith("timing.") ? ETC_1D.with(RecordParts.with(ETC_1D.timing(),
                component.substring("timing.".length()), value)) : RecordParts.with(ETC_1D, component, value);
        ConformanceBench.assertFound(name, report(Kind.ETC, FeeDisplaySimulator.sichuan1d(other, CLOSES_AFTER_MS, 7)));
    }

    @ParameterizedTest
    @MethodSource("mtcWays")
    void everyOther1eDisplayIsFound(String component, String name, Object value) {
        ConformanceBench.assertFound(name, report(Kind.MTC, FeeDisplaySimulator.sichuan1e(RecordParts.with(MTC_1E, component, value), 7)));
    }

    @Test
    void noWayToBeBuiltIsForgotten() {
        RecordParts.assertNoneForgotten(BraceSettings.class, braceWays(), BRACE_NOT_ASKED);
        RecordParts.assertNoneForgotten(Sichuan1dSettings.class, etcWays(), ETC_NOT_ASKED);
        RecordParts.assertNoneForgotten(Sichuan1eSettings.class, mtcWays(), MTC_NOT_ASKED);
    }

    @Test
    void aDisplayThatClosesTheLaneEarlyIsFound() {
        ConformanceBench.assertFound("closes-early", report(Kind.ETC, FeeDisplaySimulator.sichuan1d(ETC_1D, 20_000, 7)));
    }

    @ParameterizedTest
    @EnumSource(value = BraceProfile.class, names = "QINGHAI", mode = EnumSource.Mode.EXCLUDE)
    void aDisplayOfAnotherProfileIsFoundWhereItDiffers(BraceProfile other) {
        ConformanceReport report = report(Kind.BRACE, FeeDisplaySimulator.brace(BraceSettings.defaults("display", other), 7));
        assertNotEquals(List.of(), report.findings().stream().filter(one -> !one.clean()).toList());
    }

    // ---- what is wrong on the wire

    private static Function<Endpoint<FeeDisplayFault, FeeDisplayEvent>, Endpoint<FeeDisplayFault, FeeDisplayEvent>> says(
            Function<byte[], List<byte[]>> says) {
        return device -> OddDevice.saying(device, says);
    }

    /** The display hears whole frames only, changed. */
    private static Function<Endpoint<FeeDisplayFault, FeeDisplayEvent>, Endpoint<FeeDisplayFault, FeeDisplayEvent>> hears(Kind kind,
            Function<byte[], List<byte[]>> change) {
        return device -> OddDevice.hearing(device, switch (kind) {
            case BRACE -> whole(new BraceCodec(BraceProfile.QINGHAI), change);
            case ETC -> whole(new Sichuan1dCodec(), change);
            case MTC -> whole(new Sichuan1eCodec(CheckByte.ALWAYS), change);
        });
    }

    /** The shape of a protocol's frames, that keeps their bytes. */
    private static <F> Function<byte[], List<byte[]>> whole(FrameScanner.Shape<F> shape, Function<byte[], List<byte[]>> change) {
        FrameScanner<Bytes> scanner = new FrameScanner<>(new FrameScanner.Shape<>() {
            @Override
            public int lengthAt(byte[] held, int from, int to) {
                return shape.lengthAt(held, from, to);
            }

            @Override
            public Optional<Bytes> read(Bytes frame) {
                return Optional.of(frame);
            }
        });
        return piece -> {
            List<byte[]> heard = new ArrayList<>();
            scanner.feed(piece, piece.length, new FrameScanner.Output<>() {
                @Override
                public void frame(Bytes frame) {
                    heard.addAll(change.apply(frame.toArray()));
                }

                @Override
                public void malformed(byte[] raw, FrameScanner.Fault fault) {
                    heard.add(raw);
                }
            });
            return heard;
        };
    }

    /** Answers only every second time. */
    private static Function<byte[], List<byte[]>> everySecond() {
        int[] count = {0};
        return frame -> count[0]++ % 2 == 0 ? List.of(frame) : List.of();
    }

    /** Some of its answers are missing, the first being 0. */
    private static Function<byte[], List<byte[]>> without(int first, int last) {
        int[] count = {0};
        return frame -> {
            int now = count[0]++;
            return now >= first && now <= last ? List.of() : List.of(frame);
        };
    }

    private static Function<byte[], List<byte[]>> deafTo(int code) {
        return frame -> frame[1] == code ? List.of() : List.of(frame);
    }

    /** A 1E display that looks for the end byte: what comes behind it is not seen. */
    private static List<byte[]> cutAtEndByte(byte[] piece) {
        byte[] cut = piece.clone();
        if (cut.length > 4 && cut[1] == '3') {
            int end = 3;
            while (cut[end] != 0x7D) {
                end++;
            }
            Arrays.fill(cut, Math.min(end, cut.length - 2), cut.length - 2, (byte) ' ');
        }
        return mended(cut);
    }

    /** A full row of 1D with one blank more. */
    private static List<byte[]> longer(byte[] frame) {
        return List.of(frame.length < 28 ? frame : Bytes.concat(Bytes.copyOf(frame, 0, frame.length - 1), Bytes.fromHex("200D")).toArray());
    }

    private static List<byte[]> mended(byte[] piece) {
        byte[] good = piece.clone();
        if (good[0] == 0x7B) {
            good[good.length - 2] = (byte) Bcc.of(Bytes.copyOf(good, 1, good.length - 2));
        }
        return List.of(good);
    }

    static List<Arguments> oddities() {
        Function<byte[], List<byte[]>> twice = frame -> List.of(frame, frame);
        Function<byte[], List<byte[]>> noise = frame -> List.of(new byte[] {0x55}, frame);
        Function<byte[], List<byte[]>> doneAlways = _ -> List.of(new byte[] {0x0A, 0x00, 0x0D});
        Function<byte[], List<byte[]>> noRefusals = frame -> frame[1] == 0 ? List.of(frame) : List.of();
        return List.of(Arguments.of(Kind.BRACE, "answers-twice", says(twice)), Arguments.of(Kind.ETC, "answers-twice", says(twice)),
                Arguments.of(Kind.MTC, "answers-twice", says(twice)), Arguments.of(Kind.BRACE, "frames.readable", says(noise)),
                Arguments.of(Kind.ETC, "frames.readable", says(noise)), Arguments.of(Kind.MTC, "frames.readable", says(noise)),
                Arguments.of(Kind.BRACE, "answers-lost", says(everySecond())), Arguments.of(Kind.ETC, "answers-lost", says(everySecond())),
                Arguments.of(Kind.BRACE, "half-frame-swallows", says(without(4, 4))),
                Arguments.of(Kind.ETC, "half-frame.forgotten", says(without(16, 17))),
                Arguments.of(Kind.BRACE, "answers-commands", hears(Kind.BRACE, frame -> List.of(frame,
                Bytes.fromHex("7B31007D").toArray()))),
                Arguments.of(Kind.ETC, "other-refusal", says(doneAlways)), Arguments.of(Kind.ETC, "silent-on-error", says(noRefusals)),
                Arguments.of(Kind.ETC, "row-refused", hears(Kind.ETC, DisplayConformanceTest::longer)),
                Arguments.of(Kind.ETC, "command.answer", hears(Kind.ETC, deafTo(0x39))),
                Arguments.of(Kind.ETC, "light.red", hears(Kind.ETC, deafTo(0x36))),
                Arguments.of(Kind.BRACE, "light.green", hears(Kind.BRACE, deafTo('A'))),
                Arguments.of(Kind.BRACE, "light.flash", hears(Kind.BRACE, deafTo('A'))),
                Arguments.of(Kind.BRACE, "self-test", hears(Kind.BRACE, deafTo('2'))),
                Arguments.of(Kind.BRACE, "brightness", hears(Kind.BRACE, deafTo('8'))),
                Arguments.of(Kind.BRACE, "clear", hears(Kind.BRACE, deafTo('5'))),
                Arguments.of(Kind.MTC, "check-ignored", hears(Kind.MTC, DisplayConformanceTest::mended)),
                Arguments.of(Kind.MTC, "cuts-at-end-byte", hears(Kind.MTC, DisplayConformanceTest::cutAtEndByte)));
    }

    @ParameterizedTest
    @MethodSource("oddities")
    void whatIsWrongOnTheWireIsFound(Kind kind, String name, Function<Endpoint<FeeDisplayFault, FeeDisplayEvent>,
            Endpoint<FeeDisplayFault, FeeDisplayEvent>> oddity) {
        ConformanceBench.assertFound(name, odd(kind, oddity));
    }

    @Test
    void a1dDisplayThatAnswersNoHeartbeatAsConfiguredIsFound() {
        FeeDisplaySimulator display = Kind.ETC.display();
        Suite<?> expecting = new Sichuan1dProvider().conformance(new Sichuan1dSection("/dev/ttyS2", 115_200, 6, 24, TextSending.ROWS, false,
                8, true, 500, 2, 30_000, true, 60_000), LANE);
        ConformanceBench.assertFound("heartbeat-silent", bench(expecting, Permissions.all(), Kind.ETC.pace, display, display).report());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void lateAnswersAreFound(Kind kind) {
        FeeDisplaySimulator display = kind.display();
        long lateMs = kind == Kind.ETC ? 600 : 5_200;
        ConformanceBench.assertFound("answers-late", bench(kind.suite(), Permissions.unattended(), kind.pace, display, display)
                .fault((at, bytes) -> List.of(new LineFault.Arrival.Octets(at + lateMs * MS, bytes))).report());
    }
}
