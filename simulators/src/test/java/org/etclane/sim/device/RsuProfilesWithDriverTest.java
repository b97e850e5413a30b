package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.RsuCommand;
import org.etclane.device.RsuEvent;
import org.etclane.device.RsuEvent.DebitCertainty;
import org.etclane.device.RsuEvent.RsuStep;
import org.etclane.device.TransactionResult;
import org.etclane.device.rsu.serial.Profile;
import org.etclane.device.rsu.serial.RsuSerialDriver;
import org.etclane.device.rsu.serial.RsuSerialSettings;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.card.SimCard;
import org.etclane.sim.card.SimCardBuilder;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.host.VirtualLine;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.psam.TacVerifier;
import org.etclane.sim.world.VirtualScheduler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Driver and simulated RSU in every profile, over a line of 115200 baud in virtual time, with real purse arithmetic. */
class RsuProfilesWithDriverTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long FEE = 500;
    private static final String PURCHASE_TIME = "20261120100000";

    private final VirtualScheduler clock = new VirtualScheduler();
    private final PurseLedger ledger = new PurseLedger();
    private final SimCard card = new SimCardBuilder(PurseKeys.TEST, ledger).balanceFen(50_000).build();
    private final SimObu obu = RsuSerialBench.obu(RsuSerialBench.OBU, card);
    private final RsuSerialBench.Zone zone = new RsuSerialBench.Zone();
    private final List<DeviceEvent> heard = new ArrayList<>();
    private final List<RsuSimEvent> happened = new ArrayList<>();
    private boolean entry;
    private boolean asked;
    private RsuSerialSimulator rsu;
    private VirtualLine<DeviceCommand, DeviceEvent, RsuSimCommand, RsuSimEvent> line;

    private void plug(Profile profile, boolean entryLane) {
        entry = entryLane;
        RsuSerialSettings lane = RsuSerialSettings.of(profile, "rsu", entry ? RsuSerialSettings.ENTRY : RsuSerialSettings.EXIT);
        rsu = new RsuSerialSimulator(RsuSerialSimSettings.of(profile), zone, new Psam(PurseKeys.TEST, "373737373737", 1), 1);
        line = new VirtualLine<>(clock, LinePace.BAUD_115200_8N1, new RsuSerialDriver("rsu", lane, () -> 1_795_000_000_000L),
                this::reflex, rsu, happened::add);
        line.plug();
    }

    /** A lane that asks once for money or a record, and once for the proof of what it did not hear. */
    private void reflex(DeviceEvent event) {
        heard.add(event);
        switch (event) {
            case RsuEvent.ObuFound found -> tell(new RsuCommand.ReadOn(found.obu().id(), RsuSerialBench.FACTOR));
            case RsuEvent.VehicleRead read -> tell(new RsuCommand.ReadOn(read.obu(), RsuSerialBench.FACTOR));
            case RsuEvent.CardRead read -> tell(asked ? new RsuCommand.Abandon(read.obu()) : transact(read));
            case RsuEvent.Completed done -> tell(new RsuCommand.Release(done.obu(), RsuSerialBench.FACTOR));
            case RsuEvent.StepFailed failed when failed.step() == RsuStep.TRANSACT && failed.certainty() == DebitCertainty.UNKNOWN ->
                    tell(new RsuCommand.FetchTac(failed.obu(), RsuSerialBench.FACTOR, RsuSerialBench.TIME, -1,
                            RsuSerialBench.STATION));
            case RsuEvent.StepFailed failed -> tell(new RsuCommand.Abandon(failed.obu()));
            default -> { }
        }
    }

    private RsuCommand transact(RsuEvent.CardRead read) {
        asked = true;
        return entry ? new RsuCommand.WriteEntry(read.obu(), RsuSerialBench.FACTOR, RsuSerialBench.TIME, RsuSerialBench.STATION)
                : new RsuCommand.Debit(read.obu(), RsuSerialBench.FACTOR, FEE, RsuSerialBench.TIME, RsuSerialBench.STATION);
    }

    private void tell(RsuCommand command) {
        line.command(command);
    }

    private <E> List<E> all(List<?> from, Class<E> kind) {
        return from.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void drive(long seconds) {
        clock.runFor(SECOND);
        zone.inside.add(obu);
        clock.runFor(seconds * SECOND);
    }

    private void assertQuietLine() {
        assertEquals(List.of(), all(happened, RsuSimEvent.LaneViolation.class));
        assertEquals(0, line.malformedAtDriver());
        assertEquals(0, line.malformedAtDevice());
    }

    private boolean signed(TransactionResult result, long fen) {
        return new TacVerifier(PurseKeys.TEST).verify(card.cardNumber(), "CDF2BCAF", fen, result.transType(), result.terminal(),
                result.terminalSerial(), result.purchaseTime(), result.tac());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void exit(Profile profile) {
        plug(profile, false);
        drive(3);
        TransactionResult result = all(heard, RsuEvent.Completed.class).getFirst().result();
        assertEquals(1, ledger.size());
        assertEquals(50_000 - FEE, card.balanceFen(), "what the card lost");
        assertEquals(50_000 - FEE, result.balanceFen());
        assertEquals(PURCHASE_TIME, result.purchaseTime());
        assertTrue(signed(result, FEE), () -> "TAC of " + result);
        assertEquals(Bytes.concat(Bytes.fromHex("aa2900"), RsuSerialBench.STATION), card.transitFile());
        assertEquals(RsuSimEvent.Ending.RELEASED, all(happened, RsuSimEvent.DialogueEnded.class).getFirst().ending());
        assertEquals(HealthEvent.State.UP, all(heard, HealthEvent.class).getLast().state());
        assertQuietLine();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void entry(Profile profile) {
        plug(profile, true);
        drive(3);
        assertEquals(1, all(heard, RsuEvent.Completed.class).size());
        assertEquals(50_000, card.balanceFen(), "an entry takes nothing");
        assertEquals(Bytes.concat(Bytes.fromHex("aa2900"), RsuSerialBench.STATION), card.transitFile());
        assertEquals(1, all(happened, RsuSimEvent.EntryWritten.class).size());
        assertEquals(List.of(), all(happened, RsuSimEvent.Debited.class));
        assertEquals(RsuSimEvent.Ending.RELEASED, all(happened, RsuSimEvent.DialogueEnded.class).getFirst().ending());
        assertQuietLine();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void whatTheLaneReadsIsWhatTheObuAndTheCardHold(Profile profile) {
        plug(profile, false);
        drive(3);
        RsuEvent.CardRead read = all(heard, RsuEvent.CardRead.class).getFirst();
        assertEquals(50_000, read.card().balanceFen());
        assertEquals(card.issueFile(), read.card().issueFile());
        assertEquals(43, read.card().transitFile().size());
        assertEquals(obu.vehicle().plate(), all(heard, RsuEvent.VehicleRead.class).getFirst().vehicle().plate());
        assertEquals(obu.info().serial(), all(heard, RsuEvent.ObuFound.class).getFirst().obu().serial());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void aLostAnswerIsProvedAsTheProfileCan(Profile profile) {
        plug(profile, false);
        line.commandDevice(new RsuSimCommand.FailNext(RsuSimFault.DEBIT_LOST_AFTER_CARD));
        drive(4);
        TransactionResult result = all(heard, RsuEvent.Completed.class).getFirst().result();
        assertEquals(PURCHASE_TIME, result.purchaseTime());
        assertEquals(50_000 - FEE, card.balanceFen());
        assertEquals(1, ledger.size());
        boolean byRecords = profile == Profile.JIANGSU || profile == Profile.YUNNAN;
        assertEquals(byRecords, result.tac().isEmpty(), "a purse record has no TAC");
        assertTrue(byRecords || signed(result, FEE));
        assertEquals(RsuSimEvent.Ending.RELEASED, all(happened, RsuSimEvent.DialogueEnded.class).getFirst().ending());
        assertQuietLine();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void aDebitThatNeverReachedTheCardIsNotProved(Profile profile) {
        plug(profile, false);
        line.commandDevice(new RsuSimCommand.FailNext(RsuSimFault.DEBIT_LOST_BEFORE_CARD));
        drive(4);
        assertEquals(0, ledger.size());
        assertEquals(List.of(), all(heard, RsuEvent.Completed.class));
        assertEquals(List.of(RsuStep.TRANSACT, RsuStep.FETCH_TAC),
                all(heard, RsuEvent.StepFailed.class).stream().map(RsuEvent.StepFailed::step).toList());
    }

    static Stream<Arguments> everyFaultInEveryProfile() {
        return Stream.of(Profile.values()).flatMap(profile -> Stream.of(RsuSimFault.values())
                .map(fault -> Arguments.of(profile, fault)));
    }

    /** Whatever happens: no result without a debit, no "not debited" with one, never two, and the RSU works again. */
    @ParameterizedTest
    @MethodSource("everyFaultInEveryProfile")
    void noFaultInventsOrHidesMoney(Profile profile, RsuSimFault fault) {
        plug(profile, false);
        line.commandDevice(new RsuSimCommand.FailNext(fault));
        drive(200);
        assertTrue(happened.stream().anyMatch(RsuSimEvent.FaultChosen.class::isInstance));
        assertTrue(ledger.size() <= 1, "the lane asked once");
        assertEquals(50_000 - FEE * ledger.size(), card.balanceFen());
        List<RsuEvent.Completed> results = all(heard, RsuEvent.Completed.class);
        assertFalse(!results.isEmpty() && ledger.size() == 0, "a result and no debit");
        results.stream().map(RsuEvent.Completed::result).filter(result -> !result.tac().isEmpty())
                .forEach(result -> assertTrue(signed(result, FEE)));
        boolean denied = all(heard, RsuEvent.StepFailed.class).stream().anyMatch(failed ->
                failed.step() == RsuStep.TRANSACT && failed.certainty() == DebitCertainty.NOT_DEBITED);
        assertFalse(denied && ledger.size() > 0, "denied a debit that was made");
        assertEquals(HealthEvent.State.UP, all(heard, HealthEvent.class).getLast().state());
        assertQuietBytes();
    }

    private void assertQuietBytes() {
        assertEquals(0, line.malformedAtDriver());
        assertEquals(0, line.malformedAtDevice());
    }
}
