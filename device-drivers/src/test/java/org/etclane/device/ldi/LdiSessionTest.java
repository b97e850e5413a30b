package org.etclane.device.ldi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.LoopEvent;
import org.etclane.device.ldi.LdiMessage.Monitored;
import org.etclane.device.link.Endpoint;
import org.junit.jupiter.api.Test;

/** One connection, with times as numbers. */
class LdiSessionTest implements Endpoint.Sink<LdiNews> {
    private static final long MS = LdiRig.MS;
    private static final LdiModule BARRIER = LdiRig.BARRIER;
    private static final LdiModule LOOP = LdiRig.ARM_LOOP;
    private static final LdiControl RAISE = new LdiControl.BarrierMove(BARRIER, 1);
    private static final LdiControl LOWER = new LdiControl.BarrierMove(BARRIER, 0);
    private static final Bytes LANE = Bytes.fromHex(LdiSamples.LANE_HEX);
    private static final Bytes CODE = Bytes.fromHex(LdiSamples.CODE_HEX);

    private final LdiSettings settings = LdiSettings.defaults("io", LdiSamples.LANE_HEX, List.of(
            new LdiSettings.Module(LdiModuleType.BARRIER, 1, LdiSamples.CODE_HEX, Optional.empty(), OptionalInt.of(30)),
            LdiSettings.Module.detector(1, LdiSamples.CODE_HEX, LoopEvent.Role.ARM),
            LdiSettings.Module.of(LdiModuleType.ALARM, 1, LdiSamples.CODE_HEX)));
    private final LdiSession session = new LdiSession(settings, () -> LdiRig.WALL_START_MILLIS + nowNanos() / MS);
    private final List<LdiNews> news = new ArrayList<>();
    private final List<LdiMessage> sent = new ArrayList<>();
    private final List<Integer> seqs = new ArrayList<>();
    private final List<String> malformed = new ArrayList<>();
    private long nowNanos;

    private long nowNanos() {
        return nowNanos;
    }

    @Override
    public void send(byte[] frame) {
        sent.add(LdiSamples.good(Bytes.copyOf(frame, 8, frame.length - 2)));
        seqs.add(frame[3] & 0xFF);
    }

    @Override
    public void emit(LdiNews event) {
        news.add(event);
    }

    @Override
    public void malformed(byte[] raw, String reason) {
        malformed.add(reason);
    }

    private void runFor(long ms) {
        long end = nowNanos + ms * MS;
        while (session.nextDueNanos() <= end) {
            nowNanos = Math.max(nowNanos, session.nextDueNanos());
            session.due(nowNanos, this);
        }
        nowNanos = end;
    }

    private void say(int seq, LdiMessage message) {
        byte[] frame = LdiCodec.encode(seq, message);
        session.received(nowNanos, frame, frame.length, this);
    }

    private static LdiHead head(long unix) {
        return new LdiHead(unix, LANE, CODE);
    }

    private void authenticate(LdiModule... modules) {
        session.linkUp(nowNanos, this);
        say(0x10, new LdiMessage.Authenticate0E(head(1), List.of(modules)));
    }

    private void monitor(LdiModule module, int fault) {
        say(0x20, new LdiMessage.Monitor0C(head(1), 1, 0, 0, List.of(LdiRig.state(module, fault, 0))));
    }

    private void initialised(LdiModule module, int state) {
        say(seqs.getLast(), new LdiMessage.A1Initialised(head(1), List.of(new LdiMessage.Readiness(module, state, 0, 0, 0, Bytes.EMPTY))));
    }

    /** Only the detector: no parameter to set before. */
    private void ready(LdiModule module) {
        authenticate(module);
        if (module.equals(BARRIER)) {
            say(seqs.getLast(), new LdiMessage.B0ParametersSet(head(1), 0));
        }
        initialised(module, 0);
        assertTrue(news.contains(new LdiNews.Ready(module)), news::toString);
        forget();
    }

    private void forget() {
        news.clear();
        sent.clear();
        seqs.clear();
        malformed.clear();
    }

    private void order(LdiControl control) {
        session.command(nowNanos, new LdiOrder.Control(control), this);
    }

    private void answer(int seq, LdiControl control, int status, Bytes rest) {
        say(seq, new LdiMessage.B1Controlled(head(1), List.of(new LdiMessage.Result(control.module(), control.func(), status, rest))));
    }

    private void inPlace(int seq, int status) {
        say(seq, new LdiMessage.Report1C(head(1), List.of(new LdiReport.BarrierInPlace(BARRIER, status))));
    }

    @Test
    void parametersFirstThenOneModulePerInitialisation() {
        authenticate(BARRIER, LOOP);
        assertEquals(new LdiMessage.E0Authenticated(head(1_701_842_804L), 0), sent.get(0));
        assertEquals(0x10, seqs.get(0), "an answer repeats the SEQ");
        LdiMessage.SetParameters0B set = (LdiMessage.SetParameters0B) sent.get(1);
        assertEquals(List.of(new LdiParameter.Valued(BARRIER, 30, Bytes.zeros(10))), set.modules());
        assertEquals(2, sent.size());
        say(seqs.get(1), new LdiMessage.B0ParametersSet(head(1), 0));
        assertEquals(List.of(BARRIER), ((LdiMessage.Initialise1A) sent.get(2)).modules().stream()
                .map(LdiMessage.Initialised::module).toList());
        initialised(BARRIER, 0);
        assertEquals(List.of(LOOP), ((LdiMessage.Initialise1A) sent.get(3)).modules().stream()
                .map(LdiMessage.Initialised::module).toList());
        initialised(LOOP, 0);
        assertEquals(List.of(0x10, 0x01, 0x02, 0x03), seqs, "server exchanges are 0X and count on");
        assertEquals(List.of(new LdiNews.Authenticated(List.of(BARRIER, LOOP), 1), new LdiNews.Configured(new LdiMessage.B0ParametersSet(
                head(1), 0)), new LdiNews.Ready(BARRIER), new LdiNews.Ready(LOOP)), news);
    }

    @Test
    void authenticationIsRepeatedWithoutStartingAgain() {
        ready(LOOP);
        say(0x30, new LdiMessage.Authenticate0E(head(1), List.of(LOOP)));
        assertEquals(List.of(0x30), seqs);
        assertInstanceOf(LdiMessage.E0Authenticated.class, sent.getFirst());
        assertEquals(List.of(), news);
    }

    @Test
    void wrongLaneWrongCodeAndStrangeModulesAreRefused() {
        for (LdiMessage.Authenticate0E wrong : List.of(
                new LdiMessage.Authenticate0E(new LdiHead(1, Bytes.zeros(5), CODE), List.of(LOOP)),
                new LdiMessage.Authenticate0E(new LdiHead(1, LANE, Bytes.zeros(8)), List.of(LOOP)),
                new LdiMessage.Authenticate0E(head(1), List.of(new LdiModule(0xE2, 1))))) {
            forget();
            session.linkUp(nowNanos, this);
            say(0x10, wrong);
            LdiMessage.E0Authenticated no = (LdiMessage.E0Authenticated) sent.getFirst();
            assertEquals(1, no.errorCode());
            assertEquals(wrong.head().lane(), no.head().lane(), "a stranger is not told ours");
            assertInstanceOf(LdiNews.Refused.class, news.getFirst());
            forget();
            say(0x10, new LdiMessage.Authenticate0E(head(1), List.of(LOOP)));
            assertEquals(List.of(), sent, "deaf after a refusal");
        }
    }

    @Test
    void whoDoesNotAuthenticateIsRefusedAndNothingBeforeItCounts() {
        session.linkUp(nowNanos, this);
        monitor(LOOP, 0);
        say(0x10, new LdiMessage.Report1C(head(1), List.of(new LdiReport.Detected(LOOP, 1))));
        assertEquals(List.of("before authentication", "before authentication"), malformed);
        assertEquals(List.of(), sent);
        runFor(9_999);
        assertEquals(List.of(), news);
        runFor(1);
        assertEquals(List.of(new LdiNews.Refused("did not authenticate within 10000 ms")), news);
        assertEquals(Long.MAX_VALUE, session.nextDueNanos());
    }

    @Test
    void laterMessagesWithAnotherIdentityAreDropped() {
        ready(LOOP);
        say(0x20, new LdiMessage.Report1C(new LdiHead(1, LANE, Bytes.zeros(8)), List.of(new LdiReport.Detected(LOOP, 1))));
        say(0x20, new LdiMessage.Report1C(new LdiHead(1, Bytes.zeros(5), CODE), List.of(new LdiReport.Detected(LOOP, 1))));
        assertEquals(List.of(), sent);
        assertEquals(List.of(), news);
        assertEquals(2, malformed.size());
    }

    @Test
    void monitorIsAnsweredWithTheDevicesOwnVersionAndItsSilenceIsTheEnd() {
        ready(LOOP);
        monitor(LOOP, 0);
        LdiMessage.C0MonitorAnswer c0 = (LdiMessage.C0MonitorAnswer) sent.getFirst();
        assertEquals("e5303732312023060101", c0.modules().getFirst().version().hex());
        assertEquals(new LdiNews.State(LdiRig.state(LOOP, 0, 0)), news.getFirst());
        runFor(14_999);
        assertEquals(1, news.size());
        runFor(1);
        assertEquals(new LdiNews.Lost("no monitor report (0C) for 15000 ms"), news.getLast());
    }

    @Test
    void initialisationIsSentAgainThenRestsAndGoesOn() {
        authenticate(LOOP);
        forget();
        runFor(3000);
        assertEquals(2, sent.size());
        runFor(1500);
        assertEquals(List.of(new LdiNews.NotReady(LOOP, "no answer to initialisation after 3 sends")), news);
        runFor(5000);
        assertEquals(3, sent.size());
        assertEquals(List.of(1, 1, 2), seqs, "repetitions are the same frame, a new attempt is not");
        initialised(LOOP, 1);
        assertEquals(new LdiNews.NotReady(LOOP, "initialisation refused, state 1"), news.getLast());
    }

    @Test
    void fault02InitialisesAgain() {
        ready(LOOP);
        monitor(LOOP, Monitored.FAULT_INITIALISE_AGAIN);
        assertEquals(new LdiNews.NotReady(LOOP, "asks to be initialised again"), news.getFirst());
        assertInstanceOf(LdiMessage.Initialise1A.class, sent.getLast());
        monitor(LOOP, Monitored.FAULT_INITIALISE_AGAIN);
        assertEquals(1, sent.stream().filter(LdiMessage.Initialise1A.class::isInstance).count(), "one at a time");
    }

    @Test
    void aReportSentAgainIsAnsweredAgainAndToldOnce() {
        ready(LOOP);
        LdiMessage occupied = new LdiMessage.Report1C(head(5), List.of(new LdiReport.Detected(LOOP, 1)));
        say(0x20, occupied);
        say(0x20, occupied);
        assertEquals(2, sent.stream().filter(LdiMessage.C1Received.class::isInstance).count());
        assertEquals(List.of(new LdiNews.Reported(new LdiReport.Detected(LOOP, 1), 5)), news);
        say(0x30, new LdiMessage.Report1C(head(5), List.of(new LdiReport.Detected(LOOP, 0))));
        say(0x20, occupied);
        assertEquals(3, news.size(), "a device with a stuck clock and SEQ is still heard");
    }

    @Test
    void aModuleThatIsNotOursIsAnsweredAsFailed() {
        ready(LOOP);
        say(0x20, new LdiMessage.Report1C(head(5), List.of(new LdiReport.Detected(new LdiModule(0xE5, 7), 1))));
        assertEquals(1, ((LdiMessage.C1Received) sent.getFirst()).receipts().getFirst().status());
        assertEquals(List.of(), news);
    }

    @Test
    void aRaiseWaitsForTheMovementAndIsSentAgainUnchanged() {
        ready(BARRIER);
        order(RAISE);
        keepAlive(5999);
        assertEquals(1, orders());
        keepAlive(1);
        assertEquals(2, orders());
        answer(0x20, RAISE, 0, Bytes.fromHex("0000019A38645DE30000019A38645DF0"));
        LdiNews.Done done = (LdiNews.Done) news.stream().filter(LdiNews.Done.class::isInstance).findFirst().orElseThrow();
        assertEquals(1_761_882_693_104L, done.claimedFinishedMs().orElseThrow());
        keepAlive(30_000);
        assertEquals(2, orders());
    }

    private long orders() {
        return sent.stream().filter(LdiMessage.Control1B.class::isInstance).count();
    }

    private void keepAlive(long ms) {
        for (long left = ms; left > 0; left -= 4000) {
            monitor(BARRIER, 0);
            runFor(Math.min(left, 4000));
        }
    }

    @Test
    void aLowerIsNeverSentAgainByItselfAndSilenceInitialisesAgain() {
        ready(BARRIER);
        order(LOWER);
        keepAlive(6000);
        assertEquals(1, orders());
        assertTrue(news.contains(new LdiNews.Unanswered(LOWER, 1, false)), news::toString);
        say(seqs.getLast(), new LdiMessage.B0ParametersSet(head(1), 0));
        assertInstanceOf(LdiMessage.Initialise1A.class, sent.getLast());
        order(RAISE);
        assertTrue(news.contains(new LdiNews.NotSent(RAISE)));
    }

    @Test
    void aMovementReportedInPlaceNeedsNoSecondOrder() {
        ready(BARRIER);
        order(RAISE);
        inPlace(0x20, 1);
        keepAlive(6000);
        assertEquals(1, orders());
        assertTrue(news.contains(new LdiNews.Unanswered(RAISE, 1, true)), news::toString);
        assertTrue(news.stream().noneMatch(LdiNews.NotReady.class::isInstance));
    }

    @Test
    void aRaiseCutsOffALowerWhoseAnswerThenMeansNothing() {
        ready(BARRIER);
        order(LOWER);
        order(RAISE);
        assertEquals(2, orders());
        answer(seqs.get(0), LOWER, 1, Bytes.EMPTY);
        assertEquals(List.of(), news);
        assertEquals(1, malformed.size());
        answer(0x77, RAISE, 0, Bytes.EMPTY);
        assertInstanceOf(LdiNews.Done.class, news.getFirst(), "any other SEQ is a hint that is not followed");
        answer(seqs.get(1), RAISE, 0, Bytes.EMPTY);
        assertEquals(1, news.size(), "told once");
    }

    @Test
    void otherModulesTakeOneOrderAtATimeAndTheLatestWaits() {
        ready(LdiModule.of(LdiModuleType.ALARM, 1));
        LdiModule alarm = LdiModule.of(LdiModuleType.ALARM, 1);
        for (int mode = 1; mode <= 3; mode++) {
            order(new LdiControl.SoundAlarm(alarm, 1, mode, 0));
        }
        assertEquals(1, orders());
        answer(seqs.getFirst(), new LdiControl.SoundAlarm(alarm, 1, 1, 0), 0, Bytes.EMPTY);
        assertEquals(2, orders());
        assertEquals(List.of(new LdiControl.SoundAlarm(alarm, 1, 3, 0)), ((LdiMessage.Control1B) sent.getLast()).controls());
    }

    @Test
    void configurationOneByOneAndGivenUp() {
        ready(LOOP);
        session.command(nowNanos, new LdiOrder.ReadIp(), this);
        session.command(nowNanos, new LdiOrder.Reboot(List.of(LOOP)), this);
        session.command(nowNanos, new LdiOrder.ReadParameters(), this);
        assertEquals(List.of(0x1D), sent.stream().map(LdiMessage::command).toList());
        say(seqs.getLast(), new LdiMessage.A0IpSet(head(1), 0));
        assertEquals(List.of("A0 that nothing waits for"), malformed);
        LdiIpBlock ip = LdiIpBlock.of(LdiIpBlock.Address.NONE, Bytes.zeros(4), LdiIpBlock.Address.NONE, Bytes.zeros(4), Bytes.zeros(4));
        say(seqs.getLast(), new LdiMessage.D1Ip(head(1), 0, ip));
        assertEquals(List.of(new LdiNews.Configured(new LdiMessage.D1Ip(head(1), 0, ip))), news);
        runFor(6000);
        assertEquals(List.of(0x1D, 0x0D, 0x0D, 0x0D, 0x1E), sent.stream().map(LdiMessage::command).toList());
        assertEquals(new LdiNews.NotConfigured(new LdiOrder.Reboot(List.of(LOOP)), "no answer after 3 sends"), news.getLast());
        session.command(nowNanos, new LdiOrder.SetIp(ip), this);
        say(seqs.getLast(), new LdiMessage.E1Parameters(head(1), List.of()));
        assertEquals(0x0A, sent.getLast().command());
    }

    @Test
    void messagesOfTheLanesOwnSideAndUpgradesAreNotAnswered() {
        ready(LOOP);
        say(0x20, new LdiMessage.Initialise1A(head(1), List.of()));
        say(0x20, new LdiMessage.Upgrade0F(head(1), LOOP, Bytes.zeros(10)));
        say(0x20, new LdiMessage.Unknown(0x99, Bytes.EMPTY));
        assertEquals(List.of(), sent);
        assertEquals(3, malformed.size());
    }

    @Test
    void aBegunFrameThatStallsDoesNotHideTheNextOne() {
        ready(LOOP);
        byte[] begun = Bytes.fromHex("FFFF001000000800").toArray(); // promises 2048 bytes
        session.received(nowNanos, begun, begun.length, this);
        monitor(LOOP, 0);
        assertEquals(List.of(), news);
        runFor(1000);
        assertEquals(List.of(new LdiNews.State(LdiRig.state(LOOP, 0, 0))), news);
    }

    @Test
    void nothingIsKeptAcrossALinkDown() {
        ready(BARRIER);
        order(RAISE);
        session.received(nowNanos, new byte[] {-1, -1, 0}, 3, this);
        session.linkDown(nowNanos, "closed", this);
        assertEquals(Long.MAX_VALUE, session.nextDueNanos());
        forget();
        authenticate(BARRIER);
        assertEquals(List.of(0xE0, 0x0B), sent.stream().map(LdiMessage::command).toList());
    }
}
