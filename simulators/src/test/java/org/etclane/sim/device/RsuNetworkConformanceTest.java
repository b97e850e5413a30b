package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
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
import org.etclane.device.conformance.Permissions;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.Verdict;
import org.etclane.device.frame.Crc16X25;
import org.etclane.device.link.Endpoint;
import org.etclane.device.rsu.network.RsuNetworkProvider;
import org.etclane.device.rsu.network.RsuNetworkSection;
import org.etclane.device.rsu.network.RsuNetworkSettings.HeartbeatAnswer;
import org.etclane.device.rsu.network.RsuNetworkSettings.SingleChipStation;
import org.etclane.device.rsu.network.RsuNetworkSettings.TripForm;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.card.SimCard;
import org.etclane.sim.card.SimCardBuilder;
import org.etclane.sim.device.RsuNetworkSimSettings.Forms;
import org.etclane.sim.device.RsuNetworkSimSettings.Timing;
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

/** The simulator with honest counts is clean, and whatever it can be made to do wrong is found by its name. */
class RsuNetworkConformanceTest {
    private static final int HEADER = 8;
    private static final RsuNetworkSimSettings HONEST = RsuNetworkSimSettings.usual().withForms(new Forms(false, true, true, false));

    private final VirtualScheduler time = new VirtualScheduler();
    private final PurseLedger ledger = new PurseLedger();
    private final SimCard card = new SimCardBuilder(PurseKeys.TEST, ledger).balanceFen(50_000).build();
    private final SimObu obu = RsuSerialBench.obu(RsuSerialBench.OBU, card);
    private final RsuSerialBench.Zone zone = new RsuSerialBench.Zone();

    static Suite<?> suite() {
        return new RsuNetworkProvider().conformance(new RsuNetworkSection("tcp:127.0.0.1:9000", 115_200, Optional.empty(), 10, 10, 1, 1,
                "000000",
                1_000, 2_000, 35_000, 1_000, 9, TripForm.NONE, SingleChipStation.EF07, false, HeartbeatAnswer.NONE, ""),
                new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"), () -> 1_795_000_000_000L));
    }

    private RsuNetworkSimulator rsu(RsuNetworkSimSettings settings) {
        return new RsuNetworkSimulator(settings, zone, new Psam(PurseKeys.TEST, "01370004727f", 1), 1);
    }

    private ConformanceReport report(Permissions permissions, Endpoint<RsuSimCommand, RsuSimEvent> rsu) {
        return new ConformanceBench<>(time, suite(), permissions, LinePace.AT_ONCE, rsu).with((_, _) -> {
            if (zone.inside.isEmpty()) {
                zone.inside.add(obu);
            }
        }).report();
    }

    private ConformanceReport report(RsuNetworkSimSettings settings) {
        return report(Permissions.all(), rsu(settings));
    }

    // ---- clean

    @Test
    void theSimulatorIsClean() {
        Bytes before = card.transitFile();
        ConformanceBench.assertClean(report(HONEST), true);
        assertEquals(50_000, card.balanceFen());
        assertEquals(before, card.transitFile());
    }

    @Test
    void withoutLeaveNoCardIsTouched() {
        ConformanceReport report = report(new Permissions(Set.of(), true), rsu(HONEST));
        ConformanceBench.assertClean(report, false);
        assertEquals(0, ledger.size());
        assertEquals(Set.of("b5.result", "b5.answer-time", "b5.balance", "b5.time", "b8.proof", "debit.once", "b5.terminal"),
                report.findings().stream().filter(one -> one.verdict() instanceof Verdict.NotAsked).map(one -> one.check().id())
                        .collect(Collectors.toSet()));
    }

    // ---- every fault of the simulator

    /** No default: a fault that is new has to be found too. Empty: cannot happen in variant B, which has no B3. */
    private static String foundAs(RsuSimFault fault) {
        return switch (fault) {
            case VEHICLE_NO_ANSWER, VEHICLE_NOT_DECRYPTED, CARD_NO_ANSWER, TRANSIT_NOT_READ, RESET_BEFORE_CARD_READ -> "b4.read";
            case PURCHASE_INIT_NO_ANSWER, MAC1_ERROR, MAC1_DAMAGED, DEBIT_LOST_BEFORE_CARD, DEBIT_LOST_AFTER_CARD, DEBIT_AND_PROOF_LOST,
                 MAC2_ERROR, SILENT_BEFORE_CARD, SILENT_AFTER_CARD, STUCK_BEFORE_CARD, STUCK_AFTER_CARD, RESET_BEFORE_CARD,
                 RESET_AFTER_CARD -> "b5.result";
            case DUPLICATE_B2, DUPLICATE_B4, DUPLICATE_B5 -> "repeats-frames";
            case DUPLICATE_B3 -> "";
            case LATE_B5 -> "b5-late";
        };
    }

    @ParameterizedTest
    @EnumSource(RsuSimFault.class)
    void everyFaultOfTheSimulatorIsFound(RsuSimFault fault) {
        ConformanceReport report = report(HONEST.withFaults(Map.of(fault, 10_000)));
        if (foundAs(fault).isEmpty()) {
            ConformanceBench.assertClean(report, true);
        } else {
            ConformanceBench.assertFound(foundAs(fault), report);
        }
        assertEquals(50_000, card.balanceFen());
    }

    // ---- every setting of the simulator that is another way to speak

    private static RsuNetworkSimSettings timing(long heartbeatMs, int repeats, long patienceMs) {
        Timing t = Timing.typical();
        return HONEST.withTiming(new Timing(heartbeatMs, t.repeatMs(), repeats, patienceMs, t.searchIntervalMs(), t.waitMs(),
                t.recentSuccessMs(),
                t.freezeMs(), t.lateB5Ms(), t.stuckMs(), t.bootMs()));
    }

    static List<Arguments> ways() {
        return List.of(Arguments.of("count-zero", HONEST.withForms(new Forms(true, true, true, false))),
                Arguments.of("psam-not-authorised", HONEST.withForms(new Forms(false, true, true, true))),
                Arguments.of("b4.read", HONEST.withForms(new Forms(false, true, true, true))),
                Arguments.of("heartbeat-late", timing(20_000, 3, 1_000)), Arguments.of("heartbeat-frequent", timing(3_000, 3, 1_000)),
                Arguments.of("heartbeat.comes", timing(90_000, 3, 1_000)), Arguments.of("never-repeats", timing(10_000, 0, 1_000)),
                Arguments.of("repeats-often", timing(10_000, 5, 1_000)), Arguments.of("silent.searches-on", timing(10_000, 3, 60_000)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void everyOtherWayToSpeakIsFound(String name, RsuNetworkSimSettings settings) {
        ConformanceBench.assertFound(name, report(settings));
    }

    /** With or without the trip file, and a failed debit that tells nothing of what it tried: the protocol has both. */
    @Test
    void theFormsThatTheProtocolHasAreNoQuirk() {
        ConformanceBench.assertClean(report(HONEST.withForms(new Forms(false, false, false, false))), true);
    }

    // ---- what is wrong on the wire

    /** The frame with other content, its CRC right again. */
    private static byte[] changed(byte[] wire, int command, Consumer<byte[]> change) {
        if ((wire[HEADER] & 0xFF) != command) {
            return wire;
        }
        byte[] all = wire.clone();
        change.accept(all);
        int crc = Crc16X25.of(Bytes.copyOf(all, 2, all.length - 2));
        all[all.length - 2] = (byte) (crc >>> 8);
        all[all.length - 1] = (byte) crc;
        return all;
    }

    private static List<byte[]> wrongCheck(byte[] frame) {
        byte[] wrong = frame.clone();
        wrong[wrong.length - 1] ^= 1;
        return List.of(wrong);
    }

    /** An RSU that does not look at the CRC. */
    private static List<byte[]> mendsCheck(byte[] piece) {
        return List.of(piece.length > HEADER ? changed(piece, piece[HEADER] & 0xFF, _ -> { }) : piece);
    }

    static List<Arguments> oddities() {
        return List.of(Arguments.of("frames.link", says(RsuNetworkConformanceTest::wrongCheck)),
                Arguments.of("c0.answer", says(RsuNetworkConformanceTest::wrongCheck)),
                Arguments.of("frames.link", says(frame -> List.of(new byte[] {0x42}, frame))),
                Arguments.of("frames.content", says(frame -> List.of(changed(frame, 0xB2, all -> all[HEADER] = (byte) 0xB5)))),
                Arguments.of("seq-form", says(frame -> List.of(changed(frame, 0xB0, all -> all[3] = 0x70)))),
                Arguments.of("seq-gaps", says(frame -> List.of(changed(frame, 0xB2, all -> all[3] = (byte) (all[3] % 9 + 1))))),
                Arguments.of("b0.status", says(frame -> List.of(changed(frame, 0xB0, all -> all[HEADER + 1] = 2)))),
                Arguments.of("old-version", says(frame -> List.of(changed(frame, 0xB0, all -> all[HEADER + 17] = 0x10)))),
                Arguments.of("b0.count", says(frame -> List.of(changed(frame, 0xB0, all -> all[HEADER + 2] = 4)))),
                Arguments.of("b1.health", says(frame -> List.of(changed(frame, 0xB1, all -> all[HEADER + 1] = 1)))),
                Arguments.of("b5.balance", says(frame -> List.of(changed(frame, 0xB5, all -> all[all.length - 3]--)))),
                Arguments.of("b5.time", says(frame -> List.of(changed(frame, 0xB5, all -> all[HEADER + 17] ^= 0x11)))),
                Arguments.of("b5.terminal", says(frame -> List.of(changed(frame, 0xB5, all -> all[HEADER + 7]++)))),
                Arguments.of("b8.proof", says(frame -> List.of(changed(frame, 0xB8, all -> all[HEADER + 6]++)))),
                Arguments.of("no-proof", says(frame -> (frame[HEADER] & 0xFF) == 0xB8 ? List.of() : List.of(frame))),
                Arguments.of("dialogue.order", says(frame -> List.of(changed(frame, 0xB4, all -> all[HEADER + 4]++)))),
                Arguments.of("frame.crc-checked", hears(RsuNetworkConformanceTest::mendsCheck)));
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
        ConformanceBench.assertFound(name, report(Permissions.all(), oddity.apply(rsu(HONEST))));
    }

    @Test
    void anRsuThatSaysNothingIsFound() {
        ConformanceReport report = report(Permissions.all(), OddDevice.saying(rsu(HONEST), _ -> List.of()));
        ConformanceBench.assertFound("c0.answer", report);
        assertEquals(0, report.count(Verdict.Quirk.class));
        assertTrue(Arrays.asList("c0.answer", "c4.heartbeat").stream().allMatch(id -> report.findings().stream()
                .anyMatch(one -> one.check().id().equals(id) && one.verdict() instanceof Verdict.Failed)));
    }
}
