package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.RsuEvent;
import org.etclane.device.RsuEvent.DebitCertainty;
import org.etclane.device.RsuEvent.RsuStep;
import org.etclane.device.TransactionResult;
import org.etclane.device.TripFile;
import org.etclane.device.rsu.network.LaneFrame;
import org.etclane.device.rsu.network.PsamAuthoriser;
import org.etclane.device.rsu.network.RsuNetworkDriver;
import org.etclane.device.rsu.network.RsuNetworkSettings;
import org.etclane.device.rsu.network.RsuNetworkSettings.Forms;
import org.etclane.device.rsu.network.RsuNetworkSettings.HeartbeatAnswer;
import org.etclane.device.rsu.network.RsuNetworkSettings.SingleChipStation;
import org.etclane.device.rsu.network.RsuNetworkSettings.TripForm;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.card.SimCard;
import org.etclane.sim.card.SimCardBuilder;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.host.VirtualLine;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.psam.TacVerifier;
import org.etclane.sim.world.VirtualScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lane's own driver against the simulated RSU of variant B, in virtual time. */
class RsuNetworkWithDriverTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MS = 1_000_000L;
    private static final Bytes WRITTEN = Bytes.concat(Bytes.fromHex("aa2900"), RsuNetworkLane.TRANSIT);
    private static final Bytes EF04 = Bytes.concat(Bytes.fromHex("aa2900"), Bytes.zeros(58), Bytes.fromHex("000ed8000e1a"),
            Bytes.zeros(24));
    /** Of these the B8 lacks what the station needs: no B5 told what was tried. */
    private static final Set<RsuSimFault> UNTOLD = EnumSet.of(RsuSimFault.SILENT_AFTER_CARD);
    /** The RSU starts again and has forgotten the purchase: only the card can tell. */
    private static final Set<RsuSimFault> FORGOTTEN = EnumSet.of(RsuSimFault.RESET_AFTER_CARD, RsuSimFault.STUCK_AFTER_CARD);

    private final VirtualScheduler clock = new VirtualScheduler();
    private final PurseLedger ledger = new PurseLedger();
    private final SimCard card = new SimCardBuilder(PurseKeys.TEST, ledger).build();
    private final RsuSerialBench.Zone zone = new RsuSerialBench.Zone();
    private final List<RsuSimEvent> happened = new ArrayList<>();
    private SimObu obu = RsuSerialBench.obu(RsuSerialBench.OBU, card);
    private RsuNetworkSettings settings = RsuNetworkSettings.usual("rsu", RsuNetworkSettings.EXIT);
    private RsuNetworkSimSettings rsuSettings = RsuNetworkSimSettings.usual();
    private PsamAuthoriser authoriser = PsamAuthoriser.NONE;
    private LinePace pace = LinePace.AT_ONCE;
    private long answerAfterNanos;
    private RsuNetworkLane lane;
    private VirtualLine<DeviceCommand, DeviceEvent, RsuSimCommand, RsuSimEvent> line;

    private void plug(boolean entry) {
        lane = new RsuNetworkLane(entry, 500, command -> {
            if (answerAfterNanos == 0) {
                line.command(command);
            } else {
                clock.at(clock.nowNanos() + answerAfterNanos, () -> line.command(command));
            }
        });
        line = new VirtualLine<>(clock, pace, new RsuNetworkDriver(settings, authoriser, () -> 1_795_140_000_000L),
                event -> lane.on(event), new RsuNetworkSimulator(rsuSettings, zone, new Psam(PurseKeys.TEST, "373737373737", 1), 1),
                happened::add);
        line.plug();
        clock.runFor(3 * SECOND);
    }

    private void drive(long seconds) {
        zone.inside.add(obu);
        clock.runFor(seconds * SECOND);
    }

    private void assertOneDebit() {
        assertEquals(1, ledger.size());
        assertEquals(49_500, card.balanceFen());
        assertEquals(WRITTEN, card.transitFile());
        assertEquals(1, lane.settled.size() + lane.settledByCard, () -> lane.heard.toString());
    }

    private boolean signed(TransactionResult result, long fen) {
        return new TacVerifier(PurseKeys.TEST).verify(card.cardNumber(), "CDF2BCAF", fen, 9, result.terminal(),
                result.terminalSerial(), result.purchaseTime(), result.tac());
    }

    private void assertNoViolation() {
        assertTrue(happened.stream().noneMatch(RsuSimEvent.LaneViolation.class::isInstance), happened::toString);
        assertEquals(0, line.malformedAtDevice());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneExitOneDebitOverTcpAndOverASerialLine(boolean serial) {
        pace = serial ? LinePace.BAUD_115200_8N1 : LinePace.AT_ONCE;
        plug(false);
        drive(2);
        assertOneDebit();
        TransactionResult result = lane.settled.getFirst();
        assertTrue(signed(result, 500));
        assertEquals(49_500, result.balanceFen());
        assertEquals(1, lane.all(RsuEvent.Ready.class).size());
        assertEquals(1, lane.all(RsuEvent.VehicleRead.class).size());
        assertEquals(obu.vehicle(), lane.all(RsuEvent.VehicleRead.class).getFirst().vehicle());
        assertEquals(1, lane.all(RsuEvent.CardRead.class).size());
        assertNoViolation();
        clock.runFor(60 * SECOND);
        assertEquals(List.of(HealthEvent.State.UP), lane.all(HealthEvent.class).stream().map(HealthEvent::state).toList());
    }

    @Test
    void oneEntryWritesTheCardAndTakesNothing() {
        plug(true);
        drive(2);
        assertEquals(50_000, card.balanceFen());
        assertEquals(0, ledger.totalFen());
        assertEquals(1, happened.stream().filter(RsuSimEvent.EntryWritten.class::isInstance).count());
        assertEquals(WRITTEN, card.transitFile());
        assertEquals(1, lane.settled.size());
        assertTrue(signed(lane.settled.getFirst(), 0));
        assertNoViolation();
    }

    @ParameterizedTest
    @EnumSource(TripForm.class)
    void aSingleChipObuKeepsItsRecordInItsTripFileOnlyWhenThatIsSet(TripForm form) {
        obu = SimObu.builder(RsuSerialBench.OBU).card(card).singleChip(true).tripFile(EF04).build();
        settings = settings.withForms(new Forms(9, form, SingleChipStation.EF07, false, HeartbeatAnswer.NONE, Bytes.EMPTY));
        plug(false);
        drive(2);
        assertOneDebit();
        assertEquals(0x80, lane.settled.getFirst().transType());
        assertTrue(signed(lane.settled.getFirst(), 500));
        Bytes trip = obu.tripFile().orElseThrow();
        assertEquals(form == TripForm.NONE ? EF04.slice(0, 39) : WRITTEN.slice(0, 39), trip.slice(0, 39));
        assertEquals(EF04.slice(39, 91), trip.slice(39, 91), "the rest stays as it was");
        assertEquals(TripFile.of(EF04), lane.all(RsuEvent.CardRead.class).getFirst().card().trip().orElseThrow());
        assertNoViolation();
    }

    @Test
    void aStationOfGantryAndTimeLeavesTheCardsRecordAndWritesTheTripFile() {
        obu = SimObu.builder(RsuSerialBench.OBU).card(card).singleChip(true).tripFile(EF04).build();
        settings = settings.withForms(new Forms(9, TripForm.C6_164, SingleChipStation.GANTRY_AND_TIME, false,
                HeartbeatAnswer.CF, Bytes.EMPTY));
        Bytes before = card.transitFile();
        plug(true);
        drive(12);
        assertEquals(before, card.transitFile());
        assertEquals(WRITTEN.slice(0, 39), obu.tripFile().orElseThrow().slice(0, 39));
        assertEquals(50_000, card.balanceFen());
        assertNoViolation();
    }

    /** Whatever goes wrong once: the purse loses the fee once, and the lane ends up knowing it. */
    @ParameterizedTest
    @EnumSource(RsuSimFault.class)
    void everyFaultEndsInOneDebitThatTheLaneKnowsOf(RsuSimFault fault) {
        plug(false);
        line.commandDevice(new RsuSimCommand.FailNext(fault));
        drive(150);
        assertOneDebit();
        assertEquals(FORGOTTEN.contains(fault) || fault == RsuSimFault.DEBIT_AND_PROOF_LOST ? 1 : 0, lane.settledByCard,
                () -> lane.heard.toString());
        for (TransactionResult result : lane.settled) {
            assertEquals(49_500, result.balanceFen());
            assertEquals(!UNTOLD.contains(fault), signed(result, 500));
        }
        if (fault.name().startsWith("RESET") || fault.name().startsWith("STUCK")) {
            assertEquals(List.of(HealthEvent.State.UP, HealthEvent.State.DOWN, HealthEvent.State.UP),
                    lane.all(HealthEvent.class).stream().map(HealthEvent::state).toList());
            assertEquals(2, lane.all(RsuEvent.Ready.class).size());
        }
        boolean surelyNot = lane.all(RsuEvent.StepFailed.class).stream()
                .anyMatch(f -> f.step() == RsuStep.TRANSACT && f.certainty() == DebitCertainty.NOT_DEBITED);
        assertEquals(fault == RsuSimFault.MAC1_ERROR || fault == RsuSimFault.MAC1_DAMAGED, surelyNot);
    }

    /** The same for the entry, which is a purchase of nothing. */
    @ParameterizedTest
    @EnumSource(RsuSimFault.class)
    void everyFaultOfAnEntryEndsInOneWrittenRecord(RsuSimFault fault) {
        plug(true);
        line.commandDevice(new RsuSimCommand.FailNext(fault));
        drive(150);
        assertEquals(50_000, card.balanceFen());
        assertEquals(WRITTEN, card.transitFile());
        assertEquals(1, lane.settled.size() + lane.settledByCard, () -> lane.heard.toString());
    }

    /** Over TCP a restart is seen as a lost connection, and nobody waits for missing heartbeats. */
    @Test
    void aRestartThatDropsTheConnectionIsOverInSeconds() {
        plug(false);
        line.commandDevice(new RsuSimCommand.FailNext(RsuSimFault.RESET_AFTER_CARD));
        zone.inside.add(obu);
        while (happened.stream().noneMatch(RsuSimEvent.Restarted.class::isInstance)) {
            clock.runFor(MS);
        }
        line.unplug("closed by the device");
        clock.runFor(SECOND);
        line.plug();
        clock.runFor(4 * SECOND);
        assertOneDebit();
        assertEquals(1, lane.settledByCard);
        assertEquals(List.of("", "closed by the device", ""), lane.all(HealthEvent.class).stream().map(HealthEvent::cause).toList());
    }

    /** A lane that takes its time: the RSU repeats, and everything happens once. */
    @ParameterizedTest
    @ValueSource(longs = {100, 130, 300, 450})
    void repeatsOfASlowLaneChangeNothing(long answerAfterMs) {
        answerAfterNanos = answerAfterMs * MS;
        plug(false);
        drive(4);
        assertOneDebit();
        assertEquals(1, lane.all(RsuEvent.ObuFound.class).size());
        assertEquals(1, lane.all(RsuEvent.VehicleRead.class).size());
        assertEquals(1, lane.all(RsuEvent.Completed.class).size());
        assertEquals(1, happened.stream().filter(RsuSimEvent.DialogueStarted.class::isInstance).count());
        assertNoViolation();
    }

    @Test
    void aLostAnswerIsRepairedByTheRepeat() {
        pace = LinePace.BAUD_115200_8N1;
        plug(false);
        int[] lost = new int[1];
        line.faultToDevice((at, bytes) -> {
            boolean lose = lost[0] < 13;
            lost[0] += lose ? bytes.length : 0;
            return lose ? List.of() : LineFault.NONE.pass(at, bytes);
        });
        drive(2);
        assertTrue(lost[0] >= 13 && lost[0] <= 23, "of the first C1");
        assertOneDebit();
        assertEquals(1, happened.stream().filter(RsuSimEvent.DialogueStarted.class::isInstance).count(), "no second dialogue");
    }

    @Test
    void aPsamIsAuthorisedBeforeTheAntennaOpens() {
        rsuSettings = rsuSettings.withForms(new RsuNetworkSimSettings.Forms(false, true, true, true));
        settings = settings.withForms(new Forms(9, TripForm.NONE, SingleChipStation.EF07, false, HeartbeatAnswer.NONE,
                Bytes.of(0, 8)));
        authoriser = request -> request.requests().stream().map(psam -> new LaneFrame.Authorisation(psam.channel(), 1,
                Bytes.concat(psam.random(), Bytes.zeros(5)))).toList();
        plug(false);
        drive(2);
        assertOneDebit();
        assertNoViolation();
    }

    @Test
    void withoutAuthorisationNoVehicleIsReadAndThatIsSaid() {
        rsuSettings = rsuSettings.withForms(new RsuNetworkSimSettings.Forms(false, true, true, true));
        plug(false);
        drive(2);
        assertEquals(0, ledger.size());
        assertEquals(5, lane.all(RsuEvent.StepFailed.class).getFirst().errorCode());
        settings = settings.withForms(new Forms(9, TripForm.NONE, SingleChipStation.EF07, false, HeartbeatAnswer.NONE,
                Bytes.of(0, 8)));
        plug(false);
        assertEquals("PSAM asks for authorisation and there is none for it", lane.all(HealthEvent.class).getLast().cause());
    }

    @Test
    void aLateDebitErrorWithoutWordsLeavesTheProofIncomplete() {
        rsuSettings = rsuSettings.withForms(new RsuNetworkSimSettings.Forms(true, false, true, false));
        plug(false);
        line.commandDevice(new RsuSimCommand.FailNext(RsuSimFault.DEBIT_LOST_AFTER_CARD));
        drive(5);
        assertOneDebit();
        TransactionResult proof = lane.settled.getFirst();
        assertEquals(card.lastDebit().orElseThrow().tac(), proof.tac().toUpperCase(java.util.Locale.ROOT));
        assertEquals("373737373737", proof.terminal());
        assertEquals(0, proof.cardSerial());
        assertEquals(0, proof.terminalSerial());
    }
}
