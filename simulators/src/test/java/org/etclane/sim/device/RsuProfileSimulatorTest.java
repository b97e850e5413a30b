package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.card.PurseRecord;
import org.etclane.device.link.Endpoint;
import org.etclane.device.rsu.serial.Ef04;
import org.etclane.device.rsu.serial.LaneFrame;
import org.etclane.device.rsu.serial.LaneFrameCodec;
import org.etclane.device.rsu.serial.Parsed;
import org.etclane.device.rsu.serial.Profile;
import org.etclane.device.rsu.serial.RsuDeframer;
import org.etclane.device.rsu.serial.UnitFrame;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.card.SimCard;
import org.etclane.sim.card.SimCardBuilder;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a simulated RSU does in the regional profiles that the lane's driver does not ask for, by hand and in virtual time. */
class RsuProfileSimulatorTest implements Endpoint.Sink<RsuSimEvent> {
    private static final long MS = 1_000_000L;
    private static final ObuId OBU = RsuSerialBench.OBU;
    private static final Bytes RECORD = Bytes.fromHex("aa2900" + "5e".repeat(88));

    private final PurseLedger ledger = new PurseLedger();
    private final SimCard card = new SimCardBuilder(PurseKeys.TEST, ledger).balanceFen(50_000).counter(7).build();
    private final RsuSerialBench.Zone zone = new RsuSerialBench.Zone();
    private final ArrayDeque<UnitFrame> frames = new ArrayDeque<>();
    private final List<RsuSimEvent> events = new ArrayList<>();
    private Profile profile;
    private RsuDeframer<UnitFrame> deframer;
    private RsuSerialSimulator rsu;
    private int lastRsctl;
    private long now;

    @Override
    public void send(byte[] frame) {
        for (Parsed<UnitFrame> parsed : deframer.feed(frame, frame.length)) {
            frames.add((UnitFrame) assertInstanceOf(Parsed.Frame.class, parsed).frame());
        }
    }

    @Override
    public void emit(RsuSimEvent event) {
        events.add(event);
    }

    @Override
    public void malformed(byte[] raw, String reason) {
        throw new AssertionError(reason);
    }

    private <F extends UnitFrame> F next(Class<F> kind) {
        for (int waited = 0; frames.isEmpty() && waited < 20_000; waited++) {
            now += MS;
            if (rsu.nextDueNanos() <= now) {
                rsu.due(now, this);
            }
        }
        assertTrue(!frames.isEmpty(), () -> "no " + kind.getSimpleName() + "; events " + events);
        lastRsctl = frames.getFirst().rsctl();
        return kind.cast(assertInstanceOf(kind, frames.removeFirst()));
    }

    private void lane(LaneFrame frame) {
        byte[] bytes = LaneFrameCodec.wire(profile, frame);
        rsu.received(now, bytes, bytes.length, this);
    }

    private int answer() {
        return LaneFrame.answerTo(lastRsctl);
    }

    private void go(ObuId obu) {
        lane(new LaneFrame.C1Continue(answer(), obu, Bytes.EMPTY));
    }

    private void search(Profile given, int laneMode, Optional<Ef04.Request> request) {
        profile = given;
        deframer = RsuDeframer.ofUnitFrames(profile);
        rsu = new RsuSerialSimulator(RsuSerialSimSettings.of(profile).withAirTimes(AirTimes.brief()), zone,
                new Psam(PurseKeys.TEST, "373737373737", 1), 1);
        rsu.linkUp(now, this);
        assertEquals(0x98, next(UnitFrame.B0Status.class).rsctl());
        lane(new LaneFrame.C0Initialise(answer(), 1, RsuSerialBench.TIME, laneMode, 2, 10, 0, -1, request));
        next(UnitFrame.B0Status.class);
        go(ObuId.NONE);
        rsu.ef04().write(OBU, Ef04.RECORD_OFFSET, RECORD);
    }

    private UnitFrame.B4CardInfo readCard() {
        zone.inside.add(RsuSerialBench.obu(OBU, card));
        next(UnitFrame.B2ObuInfo.class);
        go(OBU);
        next(UnitFrame.B3VehicleInfo.class);
        go(OBU);
        return next(UnitFrame.B4CardInfo.class);
    }

    private UnitFrame.B5Result debit(int tradeMode, Ef04.Part part) {
        lane(new LaneFrame.C6Debit(answer(), OBU, Bytes.EMPTY, 0, 500, RsuSerialBench.TIME, RsuSerialBench.STATION, tradeMode,
                Optional.of(part)));
        return next(UnitFrame.B5Result.class);
    }

    private String violation() {
        return events.stream().filter(RsuSimEvent.LaneViolation.class::isInstance).map(RsuSimEvent.LaneViolation.class::cast)
                .map(RsuSimEvent.LaneViolation::what).findFirst().orElse("");
    }

    @Test
    void ef04ComesWithTheCardWhenC0AsksForIt() {
        search(Profile.EF04, 4, Optional.of(Ef04.Request.RECORD));
        assertEquals(Optional.of(RECORD), readCard().ef04Record());
    }

    @Test
    void ef04DoesNotComeUnasked() {
        search(Profile.EF04, 4, Optional.of(Ef04.Request.NOTHING));
        UnitFrame.B4CardInfo b4 = readCard();
        assertEquals(Optional.empty(), b4.ef04Record());
        assertEquals(Optional.empty(), b4.ef04().orElseThrow().part());
    }

    @Test
    void ef04IsZerosAtAnEntry() {
        search(Profile.EF04, 3, Optional.of(Ef04.Request.RECORD));
        UnitFrame.B4CardInfo b4 = readCard();
        assertEquals(Optional.empty(), b4.ef04Record());
        assertEquals(Bytes.zeros(91), b4.ef04().orElseThrow().part().orElseThrow().data());
    }

    @ParameterizedTest
    @ValueSource(ints = {LaneFrame.C6Debit.EF04_THEN_PURCHASE, LaneFrame.C6Debit.PURCHASE_THEN_EF04})
    void ef04IsWrittenWithThePurchase(int tradeMode) {
        search(Profile.EF04, 4, Optional.of(Ef04.Request.RECORD));
        readCard();
        debit(tradeMode, Ef04.Part.of(Ef04.RECORD_OFFSET, Bytes.fromHex("bb2900")));
        assertEquals(Bytes.fromHex("bb29005e"), rsu.ef04().content(OBU, Ef04.RECORD_OFFSET, 4));
        assertEquals(49_500, card.balanceFen());
    }

    @Test
    void ef04IsReadAndClearedAfterTheResult() {
        search(Profile.EF04, 4, Optional.of(Ef04.Request.RECORD));
        readCard();
        debit(LaneFrame.C6Debit.PURCHASE_ONLY, Ef04.Part.NONE);
        lane(new LaneFrame.C9TakeEf04(answer(), OBU, Ef04.RECORD_OFFSET, 91));
        assertEquals(RECORD, next(UnitFrame.B9Answer.class).data());
        assertEquals(Bytes.fromHex("0000005e"), rsu.ef04().content(OBU, Ef04.RECORD_OFFSET, 4));
        go(OBU);
        now += 100 * MS;
        rsu.due(now, this);
        assertEquals(RsuSimEvent.Ending.RELEASED, ((RsuSimEvent.DialogueEnded) events.getLast()).ending());
    }

    @Test
    void whatIsNotSimulatedIsSaid() {
        search(Profile.EF04, 4, Optional.of(Ef04.Request.RECORD));
        readCard();
        lane(new LaneFrame.C6Debit(answer(), OBU, Bytes.EMPTY, 0, 500, RsuSerialBench.TIME, RsuSerialBench.STATION,
                LaneFrame.C6Debit.EF04_ONLY, Optional.of(Ef04.Part.NONE)));
        assertEquals("TradeMode 1 is not simulated", violation());
        assertEquals(0, ledger.size());
    }

    @ParameterizedTest
    @EnumSource(value = Profile.class, names = {"JIANGSU", "YUNNAN"})
    void purseRecordsNewestFirst(Profile given) {
        search(given, 4, Optional.empty());
        readCard();
        debit(-1, Ef04.Part.NONE);
        lane(new LaneFrame.C7ReadRecords(answer(), OBU, 10));
        List<PurseRecord> records = next(UnitFrame.B7PurseRecords.class).records();
        assertEquals(new PurseRecord(8, 0, 500, PurseRecord.CAPP, "373737373737", "20261120100000"), records.getFirst());
        assertEquals(1, records.size());
    }

    @Test
    void aC2WithoutStopTypeIsAStop() {
        search(Profile.YUNNAN, 4, Optional.empty());
        readCard();
        lane(new LaneFrame.C2Stop(answer(), OBU, -1));
        assertEquals(RsuSimEvent.Ending.STOPPED_BY_LANE, ((RsuSimEvent.DialogueEnded) events.getLast()).ending());
    }

    @Test
    void yunnansHeartbeatHasItsOwnCode() {
        search(Profile.YUNNAN, 4, Optional.empty());
        assertEquals(8, next(UnitFrame.B2Heartbeat.class).errorCode());
    }
}
