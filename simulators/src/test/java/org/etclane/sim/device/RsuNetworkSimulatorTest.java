package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.link.Endpoint;
import org.etclane.device.rsu.network.LaneFrame;
import org.etclane.device.rsu.network.LaneFrameCodec;
import org.etclane.device.rsu.network.Parsed;
import org.etclane.device.rsu.network.RsuNetworkDeframer;
import org.etclane.device.rsu.network.Seq;
import org.etclane.device.rsu.network.UnitFrame;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.card.SimCard;
import org.etclane.sim.card.SimCardBuilder;
import org.etclane.sim.device.RsuSimEvent.Ending;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.junit.jupiter.api.Test;

/** The RSU's rules, against a lane by hand in virtual time (rsu-network.md §1–§5). */
class RsuNetworkSimulatorTest implements Endpoint.Sink<RsuSimEvent> {
    private static final long MS = 1_000_000L;
    private static final ObuId OBU = RsuSerialBench.OBU;
    private static final Bytes FACTOR = RsuSerialBench.FACTOR;
    private static final LocalDateTime TIME = RsuSerialBench.TIME;
    private static final Bytes STATION = Bytes.concat(Bytes.fromHex("aa2900"), RsuSerialBench.STATION);

    private final PurseLedger ledger = new PurseLedger();
    private final SimCard card = new SimCardBuilder(PurseKeys.TEST, ledger).counter(7).build();
    private final SimObu obu = SimObu.builder(OBU).card(card).build();
    private final RsuSerialBench.Zone zone = new RsuSerialBench.Zone();
    private final RsuNetworkDeframer<UnitFrame> deframer = RsuNetworkDeframer.ofUnitFrames(9);
    private final List<Parsed.Frame<UnitFrame>> frames = new ArrayList<>();
    private final List<RsuSimEvent> events = new ArrayList<>();
    private final List<String> malformed = new ArrayList<>();
    private RsuNetworkSimulator rsu = make(1);
    private int seq = Seq.NONE;
    private long now;

    private RsuNetworkSimulator make(long seed) {
        return new RsuNetworkSimulator(RsuNetworkSimSettings.usual().withAirTimes(AirTimes.brief()), zone,
                new Psam(PurseKeys.TEST, "373737373737", 0x11), seed);
    }

    @Override
    public void send(byte[] frame) {
        for (Parsed<UnitFrame> parsed : deframer.feed(frame, frame.length)) {
            frames.add(assertInstanceOf(Parsed.Frame.class, parsed));
        }
    }

    @Override
    public void emit(RsuSimEvent event) {
        events.add(event);
    }

    @Override
    public void malformed(byte[] raw, String reason) {
        malformed.add(reason);
    }

    private void pass(long ms) {
        long end = now + ms * MS;
        while (rsu.nextDueNanos() <= end) {
            assertTrue(rsu.nextDueNanos() >= now, "due in the past");
            now = rsu.nextDueNanos();
            rsu.due(now, this);
        }
        now = end;
    }

    private List<Parsed.Frame<UnitFrame>> take() {
        List<Parsed.Frame<UnitFrame>> taken = List.copyOf(frames);
        frames.clear();
        return taken;
    }

    private <F extends UnitFrame> F only(Class<F> kind) {
        List<Parsed.Frame<UnitFrame>> taken = take();
        assertEquals(1, taken.size(), taken::toString);
        return kind.cast(assertInstanceOf(kind, taken.getFirst().frame()));
    }

    private void say(LaneFrame frame) {
        seq = Seq.nextOfLane(seq);
        byte[] bytes = LaneFrameCodec.wire(seq, frame);
        rsu.received(now, bytes, bytes.length, this);
    }

    private void c0() {
        say(new LaneFrame.C0Initialise(1_795_140_000L, TIME, 4, 10, 2, 1, 1, "000000", Bytes.of(0, 0)));
    }

    private void c1() {
        say(new LaneFrame.C1Continue(OBU, FACTOR));
    }

    private void c2(int stopType) {
        say(new LaneFrame.C2Stop(OBU, stopType, Optional.empty()));
    }

    private void c6(long fen) {
        say(new LaneFrame.C6Debit(OBU, FACTOR, Optional.empty(), fen, TIME, STATION));
    }

    private void open() {
        rsu.linkUp(now, this);
        c0();
        say(new LaneFrame.C4Antenna(1));
        take();
    }

    private void readCard() {
        open();
        zone.inside.add(obu);
        pass(30);
        c1();
        pass(5);
        take();
    }

    private Ending ending() {
        return events.stream().filter(RsuSimEvent.DialogueEnded.class::isInstance).map(RsuSimEvent.DialogueEnded.class::cast)
                .toList().getLast().ending();
    }

    private long violations() {
        return events.stream().filter(RsuSimEvent.LaneViolation.class::isInstance).count();
    }

    /** Frames N-1 and N-2 but for who they name: counts of zero with one record each. */
    @Test
    void b0AndB1HaveTheCapturedShape() {
        rsu.linkUp(0, this);
        c0();
        say(new LaneFrame.C4Antenna(1));
        assertEquals("00010000001bb0000003010137373737373700080008292009000000000304", frames.get(0).raw().slice(0, 31).hex());
        assertEquals("00020000000fb1001101000300010001000100000" + "2", frames.get(1).raw().slice(0, 21).hex());
    }

    @Test
    void nothingIsHeardBeforeC0AndNobodyIsSearchedBeforeC4() {
        rsu.linkUp(0, this);
        zone.inside.add(obu);
        say(new LaneFrame.C4Antenna(1));
        pass(20_000);
        assertEquals(List.of(), take());
        assertEquals(1, violations());
        c0();
        only(UnitFrame.B0Status.class);
        pass(5_000);
        assertEquals(List.of(), take());
        say(new LaneFrame.C4Antenna(1));
        only(UnitFrame.B1Heartbeat.class);
        pass(30);
        only(UnitFrame.B2ObuInfo.class);
    }

    @Test
    void heartbeatsEveryTenSeconds() {
        open();
        pass(60_000);
        assertEquals(6, take().stream().filter(f -> f.frame() instanceof UnitFrame.B1Heartbeat).count());
    }

    @Test
    void anUnansweredFrameIsRepeatedThreeTimesAt120MsUnchanged() {
        open();
        zone.inside.add(obu);
        pass(25);
        Parsed.Frame<UnitFrame> b2 = take().getFirst();
        assertInstanceOf(UnitFrame.B2ObuInfo.class, b2.frame());
        for (int i = 0; i < 3; i++) {
            pass(120);
            assertEquals(List.of(b2), take());
        }
        pass(500);
        assertEquals(List.of(), take());
        pass(200);
        assertEquals(Ending.LANE_SILENT, ending());
        assertEquals((b2.seq() & 0x0F) + 1, take().getFirst().seq(), "found again, a frame of its own");
    }

    @Test
    void aDebitAndItsReleaseWithTheSeqOfBothSidesInOrder() {
        readCard();
        c6(1_234);
        pass(5);
        UnitFrame.B5Result b5 = only(UnitFrame.B5Result.class);
        assertEquals(48_766, b5.balanceFen());
        assertEquals(8, b5.cardSerial());
        assertEquals(48_766, card.balanceFen());
        assertEquals(STATION, card.transitFile());
        assertEquals(1, ledger.size());
        c1();
        pass(5);
        assertEquals(Ending.RELEASED, ending());
        assertEquals(0, violations());
        pass(9_000);
        assertEquals(List.of(), take(), "an OBU that has paid is left alone");
    }

    @Test
    void theSameLaneFrameTwiceIsHeardOnce() {
        readCard();
        byte[] c6 = LaneFrameCodec.wire(Seq.nextOfLane(seq), new LaneFrame.C6Debit(OBU, FACTOR, Optional.empty(), 100, TIME, STATION));
        rsu.received(now, c6, c6.length, this);
        pass(5);
        rsu.received(now, c6, c6.length, this);
        pass(5);
        assertEquals(1, ledger.size());
        assertEquals(0, violations());
    }

    @Test
    void aSeqOutOfOrderIsReported() {
        open();
        seq = 0x70;
        say(new LaneFrame.CFAcknowledge(0));
        assertEquals(List.of(new RsuSimEvent.LaneViolation(now, "SEQ 80H after 20H")),
                events.stream().filter(RsuSimEvent.LaneViolation.class::isInstance).toList());
    }

    @Test
    void stopTypes() {
        readCard();
        c2(2);
        only(UnitFrame.B4CardInfo.class);
        c2(1);
        assertEquals(Ending.STOPPED_BY_LANE, ending());
        pass(2_100);
        only(UnitFrame.B2ObuInfo.class);
        c2(3);
        pass(9_000 - 2_200);
        assertEquals(List.of(), take(), "frozen for longer than it waits");
    }

    @Test
    void aStopDuringADebitWaitsForItsResult() {
        readCard();
        c6(100);
        c2(1);
        pass(5);
        assertEquals(49_900, only(UnitFrame.B5Result.class).balanceFen());
        assertEquals(Ending.STOPPED_BY_LANE, ending());
    }

    @Test
    void theTacOfALostDebitIsFetchedAndOneThatWasNotMadeIsNot() {
        readCard();
        rsu.command(now, new RsuSimCommand.FailNext(RsuSimFault.DEBIT_LOST_AFTER_CARD), this);
        c2(1);
        pass(2_030);
        c1();
        pass(5);
        take();
        c6(100);
        pass(5);
        UnitFrame.StepError lost = only(UnitFrame.StepError.class);
        assertEquals(RsuNetworkSteps.NO_ANSWER, lost.errorCode());
        say(new LaneFrame.C8FetchTac(OBU, 99, Bytes.EMPTY));
        pass(5);
        assertEquals(RsuNetworkSteps.TAC_FAILED, only(UnitFrame.StepError.class).errorCode());
        say(new LaneFrame.C8FetchTac(OBU, 8, Bytes.EMPTY));
        pass(5);
        assertEquals(card.lastDebit().orElseThrow().tac(), only(UnitFrame.B8TacInfo.class).tac().toUpperCase(java.util.Locale.ROOT));
    }

    @Test
    void aClosedAntennaSearchesNobody() {
        open();
        say(new LaneFrame.C4Antenna(0));
        take();
        zone.inside.add(obu);
        pass(5_000);
        assertEquals(List.of(), take());
        say(new LaneFrame.C4Antenna(1));
        pass(30);
        assertInstanceOf(UnitFrame.B2ObuInfo.class, take().getLast().frame());
    }

    @Test
    void aRestartIsSilentUntilC0() {
        readCard();
        rsu.command(now, new RsuSimCommand.PowerCycle(), this);
        assertEquals(Ending.CUT, ending());
        c1();
        pass(60_000);
        assertEquals(List.of(), take());
        seq = Seq.NONE;
        c0();
        assertEquals(1, take().getFirst().seq());
    }

    @Test
    void whatFitsNoStateIsReportedAndChangesNothing() {
        open();
        c1();
        c6(100);
        say(new LaneFrame.C7CpcStation(OBU, FACTOR, 1, Bytes.EMPTY));
        say(new LaneFrame.Unknown(0xFA, Bytes.EMPTY));
        assertEquals(4, violations());
        assertEquals(0, ledger.size());
    }

    @Test
    void noiseIsReportedAndTheNextFrameIsUnderstood() {
        for (long seed = 0; seed < 20; seed++) {
            rsu = make(seed);
            seq = Seq.NONE;
            rsu.linkUp(now, this);
            byte[] noise = new byte[4096];
            new Random(seed).nextBytes(noise);
            rsu.received(now, noise, noise.length, this);
            pass(300);
            c0();
            only(UnitFrame.B0Status.class);
        }
        assertTrue(!malformed.isEmpty());
    }
}
