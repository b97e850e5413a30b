package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.link.Endpoint;
import org.etclane.device.rsu.serial.LaneFrame;
import org.etclane.device.rsu.serial.LaneFrameCodec;
import org.etclane.device.rsu.serial.Parsed;
import org.etclane.device.rsu.serial.RsuDeframer;
import org.etclane.device.rsu.serial.UnitFrame;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.card.SimCard;
import org.etclane.sim.card.SimCardBuilder;
import org.etclane.sim.obu.RadioZone;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.psam.TacVerifier;

/** A lane by hand, in virtual time, around one simulated RSU. */
final class RsuSerialBench implements Endpoint.Sink<RsuSimEvent> {
    static final long MS = 1_000_000L;
    static final ObuId OBU = new ObuId(0x6A81353E);
    static final Bytes FACTOR = Bytes.fromHex("CDF2BCAFCDF2BCAF");
    static final LocalDateTime TIME = LocalDateTime.of(2026, 11, 20, 10, 0, 0);
    static final Bytes STATION = Bytes.fromHex("37".repeat(40));

    /** Who is in the zone, as the test says. */
    static final class Zone implements RadioZone {
        final List<SimObu> inside = new ArrayList<>();

        @Override
        public List<SimObu> present() {
            return List.copyOf(inside);
        }

        @Override
        public boolean reachable(SimObu obu) {
            return inside.contains(obu);
        }
    }

    final PurseLedger ledger = new PurseLedger();
    final Psam psam = new Psam(PurseKeys.TEST, "373737373737", 0x11);
    final Zone zone = new Zone();
    final SimCard card = card("1234567887654321");
    final SimObu obu = obu(OBU, card);
    final RsuSerialSimulator rsu;
    final List<RsuSimEvent> events = new ArrayList<>();
    final List<byte[]> wire = new ArrayList<>();
    final List<String> malformed = new ArrayList<>();
    private final ArrayDeque<UnitFrame> frames = new ArrayDeque<>();
    private final RsuDeframer<UnitFrame> deframer = RsuDeframer.ofUnitFrames();
    private int lastRsctl = 0x08;
    long now;

    RsuSerialBench(RsuSerialSimSettings settings) {
        this(settings, 1);
    }

    RsuSerialBench(RsuSerialSimSettings settings, long seed) {
        rsu = new RsuSerialSimulator(settings, zone, psam, seed);
    }

    static RsuSerialSimSettings brief() {
        return RsuSerialSimSettings.classic().withAirTimes(AirTimes.brief());
    }

    SimCard card(String number) {
        return new SimCardBuilder(PurseKeys.TEST, ledger).number(number).balanceFen(50_000).counter(7).build();
    }

    static SimObu obu(ObuId id, SimCard card) {
        return SimObu.builder(id).card(card).build();
    }

    @Override
    public void send(byte[] frame) {
        wire.add(frame);
        for (Parsed<UnitFrame> parsed : deframer.feed(frame, frame.length)) {
            frames.add(assertInstanceOf(Parsed.Frame.class, parsed).frame() instanceof UnitFrame good ? good : null);
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

    void advanceMs(long ms) {
        long end = now + ms * MS;
        while (rsu.nextDueNanos() <= end) {
            now = Math.max(now, rsu.nextDueNanos());
            rsu.due(now, this);
        }
        now = end;
    }

    /** The next frame, waiting at most 5 s of virtual time for it. */
    <F extends UnitFrame> F next(Class<F> kind) {
        for (int waited = 0; frames.isEmpty() && waited < 5_000; waited++) {
            advanceMs(1);
        }
        assertTrue(!frames.isEmpty(), () -> "no " + kind.getSimpleName() + "; events " + events);
        UnitFrame frame = frames.removeFirst();
        if (!(frame instanceof UnitFrame.B2Heartbeat)) {
            lastRsctl = frame.rsctl();
        }
        return kind.cast(assertInstanceOf(kind, frame));
    }

    void silentFor(long ms) {
        advanceMs(ms);
        assertTrue(frames.isEmpty(), () -> "unexpected " + frames);
    }

    void lane(LaneFrame frame) {
        byte[] bytes = LaneFrameCodec.wire(frame);
        rsu.received(now, bytes, bytes.length, this);
    }

    int answer() {
        return LaneFrame.answerTo(lastRsctl);
    }

    void c0() {
        lane(new LaneFrame.C0Initialise(answer(), 1_000_000, TIME, 4, 2, 10, 0, 1));
    }

    void c1(ObuId id) {
        lane(new LaneFrame.C1Continue(answer(), id, FACTOR));
    }

    void c2(int stopType) {
        lane(new LaneFrame.C2Stop(answer(), OBU, stopType));
    }

    void c6(long fen) {
        lane(new LaneFrame.C6Debit(answer(), OBU, FACTOR, 0, fen, TIME, STATION));
    }

    void c7() {
        lane(new LaneFrame.C7FetchTac(answer(), OBU, FACTOR, 0, TIME, STATION));
    }

    /** Power-up, C0, C1: searching. */
    RsuSerialBench searching() {
        rsu.linkUp(now, this);
        assertEquals(0x98, next(UnitFrame.B0Status.class).rsctl());
        c0();
        assertEquals(0x08, next(UnitFrame.B0Status.class).rsctl() & 0x0F);
        c1(ObuId.NONE);
        return this;
    }

    /** An OBU in the zone, read up to its card; B4 is waiting to be answered. */
    UnitFrame.B4CardInfo readCard() {
        zone.inside.remove(obu);
        zone.inside.add(obu);
        next(UnitFrame.B2ObuInfo.class);
        c1(OBU);
        next(UnitFrame.B3VehicleInfo.class);
        c1(OBU);
        return next(UnitFrame.B4CardInfo.class);
    }

    void failNext(RsuSimFault fault) {
        rsu.command(now, new RsuSimCommand.FailNext(fault), this);
    }

    <E extends RsuSimEvent> List<E> all(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    RsuSimEvent.Ending ending() {
        return all(RsuSimEvent.DialogueEnded.class).getLast().ending();
    }

    /** Whether a B5 is signed by the card for that amount. */
    boolean signed(UnitFrame.B5Result b5, long fen) {
        return new TacVerifier(PurseKeys.TEST).verify(card.cardNumber(), "CDF2BCAF", fen, b5.result().transType(),
                b5.result().terminal(), b5.result().terminalSerial(), b5.result().purchaseTime(), b5.result().tac());
    }
}
