package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.etclane.device.Bytes;
import org.etclane.device.conformance.ConformanceReport;
import org.etclane.device.conformance.Moves;
import org.etclane.device.conformance.Permissions;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.Verdict;
import org.etclane.device.frame.Bcc;
import org.etclane.device.frame.Escape;
import org.etclane.device.link.Endpoint;
import org.etclane.device.rsu.serial.Profile;
import org.etclane.device.rsu.serial.RsuSerialProvider;
import org.etclane.device.rsu.serial.RsuSerialSection;
import org.etclane.device.rsu.serial.RsuSerialSettings.TacCommand;
import org.etclane.device.rsu.serial.RsuSerialSettings.TimeConvention;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.card.SimCard;
import org.etclane.sim.card.SimCardBuilder;
import org.etclane.sim.device.RsuSerialSimSettings.Forms;
import org.etclane.sim.device.RsuSerialSimSettings.HeartbeatObu;
import org.etclane.sim.device.RsuSerialSimSettings.Timing;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.world.VirtualScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every profile is clean, and whatever the simulator can be made to do wrong is found by its name. */
class RsuSerialConformanceTest {
    private static final long WALL_MS = 1_795_000_000_000L;

    private final VirtualScheduler time = new VirtualScheduler();
    private final PurseLedger ledger = new PurseLedger();
    private final SimCard card = new SimCardBuilder(PurseKeys.TEST, ledger).balanceFen(50_000).build();
    private final SimObu obu = RsuSerialBench.obu(RsuSerialBench.OBU, card);
    private final RsuSerialBench.Zone zone = new RsuSerialBench.Zone();

    static Suite<?> suite(Profile profile, LaneDirection direction) {
        return new RsuSerialProvider().conformance(new RsuSerialSection("/dev/ttyS0", 115_200, profile, 40, TimeConvention.UTC, 2, 10, 0, 1,
                0x80, 150_000, 2_000, TacCommand.C7, Optional.empty(), 0, false, 3, 1),
                new DriverContext(direction, ZoneId.of("Asia/Shanghai"), () -> WALL_MS));
    }

    private RsuSerialSimulator rsu(RsuSerialSimSettings settings) {
        return new RsuSerialSimulator(settings, zone, new Psam(PurseKeys.TEST, "373737373737", 1), 1);
    }

    private ConformanceReport report(Profile profile, LaneDirection direction, Permissions permissions, Endpoint<RsuSimCommand,
            RsuSimEvent> rsu) {
        return new ConformanceBench<>(time, suite(profile, direction), permissions, LinePace.BAUD_115200_8N1, rsu)
                .with((_, _) -> {
                    if (zone.inside.isEmpty()) {
                        zone.inside.add(obu);
                    }
                }).report();
    }

    private ConformanceReport classic(RsuSerialSimSettings settings) {
        return report(Profile.CLASSIC, LaneDirection.EXIT, Permissions.all(), rsu(settings));
    }

    private ConformanceReport odd(Function<Endpoint<RsuSimCommand, RsuSimEvent>, Endpoint<RsuSimCommand, RsuSimEvent>> oddity) {
        return report(Profile.CLASSIC, LaneDirection.EXIT, Permissions.all(), oddity.apply(rsu(RsuSerialSimSettings.classic())));
    }

    private static Set<String> notAsked(ConformanceReport report) {
        return report.findings().stream().filter(one -> one.verdict() instanceof Verdict.NotAsked).map(one -> one.check().id())
                .collect(Collectors.toSet());
    }

    // ---- clean

    @ParameterizedTest
    @EnumSource(Profile.class)
    void anExitLanesSimulatorIsClean(Profile profile) {
        Bytes before = card.transitFile();
        ConformanceReport report = report(profile, LaneDirection.EXIT, Permissions.all(), rsu(RsuSerialSimSettings.of(profile)));
        ConformanceBench.assertClean(report, false);
        assertEquals(switch (profile) {
            case CLASSIC -> Set.of("b0.authorised");
            case JIANGSU -> Set.of("b0.authorised", "b0.psam", "b5.terminal");
            case YUNNAN -> Set.of("b0.authorised", "b0.psam");
            case EF04 -> Set.of("b0.psam", "b5.terminal");
        }, notAsked(report), () -> ConformanceBench.said(report));
        assertEquals(50_000, card.balanceFen());
        assertEquals(before, card.transitFile());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void anEntryLanesSimulatorIsClean(Profile profile) {
        ConformanceReport report = report(profile, LaneDirection.ENTRY, Permissions.all(), rsu(RsuSerialSimSettings.of(profile)));
        ConformanceBench.assertClean(report, false);
        assertTrue(notAsked(report).contains("b5.proof"));
        assertEquals(50_000, card.balanceFen());
    }

    @Test
    void withoutLeaveNoCardIsTouchedAndUnattendedNobodyIsAsked() {
        ConformanceReport attended = report(Profile.CLASSIC, LaneDirection.EXIT, new Permissions(Set.of(Moves.ARM), true),
                rsu(RsuSerialSimSettings.classic()));
        ConformanceBench.assertClean(attended, false);
        assertEquals(0, ledger.size());
        assertTrue(notAsked(attended).contains("b5.result"));
        zone.inside.clear();
        ConformanceReport unattended = new ConformanceBench<>(new VirtualScheduler(), suite(Profile.CLASSIC, LaneDirection.EXIT),
                Permissions.unattended(Moves.CARD), LinePace.BAUD_115200_8N1, rsu(RsuSerialSimSettings.classic()))
                .with((_, asked) -> {
                    throw new AssertionError(asked);
                }).report();
        ConformanceBench.assertClean(unattended, false);
        assertTrue(notAsked(unattended).containsAll(Set.of("b2.found", "b5.result")));
    }

    // ---- every fault of the simulator

    /** No default: a fault that is new has to be found too. */
    private static String foundAs(RsuSimFault fault) {
        return switch (fault) {
            case VEHICLE_NO_ANSWER, VEHICLE_NOT_DECRYPTED -> "b3.read";
            case CARD_NO_ANSWER, TRANSIT_NOT_READ -> "b4.read";
            case PURCHASE_INIT_NO_ANSWER, MAC1_ERROR, MAC1_DAMAGED, DEBIT_LOST_BEFORE_CARD, DEBIT_LOST_AFTER_CARD, DEBIT_AND_PROOF_LOST,
                 MAC2_ERROR, SILENT_BEFORE_CARD, SILENT_AFTER_CARD, STUCK_BEFORE_CARD, STUCK_AFTER_CARD -> "b5.result";
            case RESET_BEFORE_CARD_READ, RESET_BEFORE_CARD, RESET_AFTER_CARD -> "rsu.stays-up";
            case DUPLICATE_B2, DUPLICATE_B3, DUPLICATE_B4, DUPLICATE_B5 -> "repeats-frames";
            case LATE_B5 -> "b5-late";
        };
    }

    @ParameterizedTest
    @EnumSource(RsuSimFault.class)
    void everyFaultOfTheSimulatorIsFound(RsuSimFault fault) {
        ConformanceReport report = classic(RsuSerialSimSettings.classic().withFaults(Map.of(fault, 10_000)));
        ConformanceBench.assertFound(foundAs(fault), report);
        assertEquals(50_000, card.balanceFen());
    }

    // ---- every setting of the simulator that is another way to speak

    private static Timing heartbeat(long ms) {
        Timing t = Timing.typical();
        return new Timing(ms, t.powerUpRepeatMs(), t.patienceMs(), t.searchIntervalMs(), t.recentSuccessMs(), t.lateB5Ms(), t.stuckMs(),
                t.bootMs());
    }

    static List<Arguments> ways() {
        RsuSerialSimSettings usual = RsuSerialSimSettings.classic();
        Timing t = Timing.typical();
        return List.of(Arguments.of("b2-other-form", usual.withForms(new Forms(37, 24, 105, false, 40))),
                Arguments.of("b2-other-form", usual.withForms(new Forms(47, 24, 105, false, 40))),
                Arguments.of("b3-other-form", usual.withForms(new Forms(35, 67, 105, false, 40))),
                Arguments.of("b4-other-form", usual.withForms(new Forms(35, 24, 101, false, 40))),
                Arguments.of("b4-other-form", usual.withForms(new Forms(35, 24, 98, false, 40))),
                Arguments.of("b5.result", usual.withForms(new Forms(35, 24, 105, false, 36))),
                Arguments.of("heartbeat-obu", usual.withHeartbeatObu(HeartbeatObu.ALL_ONES)),
                Arguments.of("heartbeat-late", usual.withTiming(heartbeat(70_000))),
                Arguments.of("heartbeat-frequent", usual.withTiming(heartbeat(1_000))),
                Arguments.of("heartbeat.comes", usual.withTiming(heartbeat(200_000))),
                Arguments.of("lane-silent.searches-on", usual.withTiming(new Timing(t.heartbeatMs(), t.powerUpRepeatMs(), 30_000,
                        t.searchIntervalMs(), t.recentSuccessMs(), t.lateB5Ms(), t.stuckMs(), t.bootMs()))));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void everyOtherWayToSpeakIsFound(String name, RsuSerialSimSettings settings) {
        ConformanceBench.assertFound(name, classic(settings));
    }

    @Test
    void theShortResultOfAnEntryIsFound() {
        ConformanceBench.assertFound("b5-other-form", report(Profile.CLASSIC, LaneDirection.ENTRY, Permissions.all(),
                rsu(RsuSerialSimSettings.classic().withForms(new Forms(35, 24, 105, true, 40)))));
    }

    /** A fixed RSCTL is as good as a counter (rsu-serial.md §1). */
    @Test
    void fixedControlBytesAreNoQuirk() {
        ConformanceBench.assertClean(classic(RsuSerialSimSettings.classic().withRsctl(RsuSerialSimSettings.Rsctl.FIXED)), false);
    }

    @ParameterizedTest
    @EnumSource(value = Profile.class, names = "CLASSIC", mode = EnumSource.Mode.EXCLUDE)
    void anRsuOfAnotherProfileIsFound(Profile other) {
        ConformanceBench.assertFound("other-profile", classic(RsuSerialSimSettings.of(other)));
    }

    @Test
    void aPsamThatHasToBeAuthorisedIsFound() {
        ConformanceBench.assertFound("psam-not-authorised", report(Profile.EF04, LaneDirection.EXIT, Permissions.all(),
                OddDevice.saying(rsu(RsuSerialSimSettings.of(Profile.EF04)), frame -> List.of(changed(frame, 0xB0, content -> {
                    content[4] = 0x15; // version
                    content[5] = 1;    // needs authorisation
                })))));
    }

    // ---- what is wrong on the wire

    /** The frame with other content, its BCC right again; only captured-like frames without FE and FF in them come here. */
    private static byte[] changed(byte[] wire, int command, Consumer<byte[]> change) {
        int stx = wire[1] == (byte) 0xFF ? 2 : 1;
        byte[] content = Arrays.copyOfRange(wire, stx, wire.length - 2);
        if (content.length < 2 || (content[1] & 0xFF) != command) {
            return wire;
        }
        change.accept(content);
        int bcc = 0;
        for (byte octet : content) {
            bcc ^= octet;
        }
        byte[] all = wire.clone();
        System.arraycopy(content, 0, all, stx, content.length);
        all[wire.length - 2] = (byte) bcc;
        return all;
    }

    private static List<byte[]> withoutFirst(byte[] frame) {
        return List.of(Arrays.copyOfRange(frame, 1, frame.length));
    }

    private static List<byte[]> wrongCheck(byte[] frame) {
        byte[] wrong = frame.clone();
        wrong[wrong.length - 2] ^= 1;
        return List.of(wrong);
    }

    /** An FE that nothing follows, in every B0. */
    private static List<byte[]> wrongEscape(byte[] frame) {
        byte[] wrong = frame.clone();
        if ((wrong[3] & 0xFF) == 0xB0) {
            wrong[10] = (byte) 0xFE;
            wrong[11] = 0x55;
        }
        return List.of(wrong);
    }

    /** A lane's frames with escaped bytes are lost on it. */
    private static List<byte[]> deafForEscape(byte[] piece) {
        for (byte octet : piece) {
            if (octet == (byte) 0xFE) {
                return List.of();
            }
        }
        return List.of(piece);
    }

    /** An RSU that looks neither at BCC nor at escaping: whatever stands between delimiters is made a good frame of. */
    private static final class Careless implements Function<byte[], List<byte[]>> {
        private Bytes collected = Bytes.EMPTY;

        @Override
        public List<byte[]> apply(byte[] piece) {
            List<byte[]> frames = new ArrayList<>();
            for (byte octet : piece) {
                if (octet != (byte) 0xFF) {
                    collected = Bytes.concat(collected, Bytes.of(octet & 0xFF));
                } else if (collected.size() > 0) {
                    Bytes plain = Escape.unescape(collected).orElse(collected);
                    Bytes content = plain.slice(0, plain.size() - 1);
                    frames.add(Bytes.concat(Bytes.of(0xFF, 0xFF), Escape.escape(Bytes.concat(content, Bytes.of(Bcc.of(content)))),
                            Bytes.of(0xFF)).toArray());
                    collected = Bytes.EMPTY;
                }
            }
            return frames;
        }
    }

    static List<Arguments> oddities() {
        return List.of(Arguments.of("single-ff-start", says(RsuSerialConformanceTest::withoutFirst)),
                Arguments.of("more-ff-start", says(frame -> List.of(new byte[] {(byte) 0xFF}, frame))),
                Arguments.of("frames.bcc", says(RsuSerialConformanceTest::wrongCheck)),
                Arguments.of("c0.answer", says(RsuSerialConformanceTest::wrongCheck)),
                Arguments.of("frames.escape", says(RsuSerialConformanceTest::wrongEscape)),
                Arguments.of("frames.noise", says(frame -> List.of(frame, new byte[] {0x55}))),
                Arguments.of("frames.length", says(frame -> List.of(frame, Bytes.fromHex("FFFF 18B3 00000001 00 42 E8 FF").toArray()))),
                Arguments.of("rsctl-form", says(frame -> List.of(changed(frame, 0xB0, content -> content[0] = 0x09)))),
                Arguments.of("psam-count-zero", says(frame -> List.of(changed(frame, 0xB0, content -> content[3] = 0)))),
                Arguments.of("b0.status", says(frame -> List.of(changed(frame, 0xB0, content -> content[2] = 3)))),
                Arguments.of("b5.balance", says(frame -> List.of(changed(frame, 0xB5, content -> content[38]--)))),
                Arguments.of("b5.terminal", says(frame -> List.of(changed(frame, 0xB5, content -> content[12]++)))),
                Arguments.of("b5.time", says(frame -> List.of(changed(frame, 0xB5, content -> content[22] ^= 0x11)))),
                Arguments.of("dialogue.order", says(frame -> List.of(changed(frame, 0xB3, content -> content[5]++)))),
                Arguments.of("frame.bcc-checked", hears(new Careless())),
                Arguments.of("frame.escape-checked", hears(new Careless())),
                Arguments.of("frame.escape", hears(RsuSerialConformanceTest::deafForEscape)));
    }

    private static Function<Endpoint<RsuSimCommand, RsuSimEvent>, Endpoint<RsuSimCommand, RsuSimEvent>> says(
            Function<byte[], List<byte[]>> oddity) {
        return rsu -> OddDevice.saying(rsu, oddity);
    }

    private static Function<Endpoint<RsuSimCommand, RsuSimEvent>, Endpoint<RsuSimCommand, RsuSimEvent>> hears(
            Function<byte[], List<byte[]>> oddity) {
        return rsu -> OddDevice.hearing(rsu, oddity);
    }

    @ParameterizedTest
    @MethodSource("oddities")
    void whatIsWrongOnTheWireIsFound(String name, Function<Endpoint<RsuSimCommand, RsuSimEvent>, Endpoint<RsuSimCommand,
            RsuSimEvent>> oddity) {
        ConformanceBench.assertFound(name, odd(oddity));
    }

    // ---- what it does not do

    @Test
    void anRsuThatSaysNothingIsFound() {
        ConformanceReport report = odd(rsu -> OddDevice.saying(rsu, _ -> List.of()));
        ConformanceBench.assertFound("c0.answer", report);
        assertEquals(0, report.count(Verdict.Quirk.class));
    }
}
