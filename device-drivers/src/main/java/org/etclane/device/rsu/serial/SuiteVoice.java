package org.etclane.device.rsu.serial;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.RsuCommand;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Say;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.frame.Bcc;
import org.etclane.device.frame.Escape;

/** What a conformance suite says to an RSU, in the layouts of its settings. Without state; the wall clock is read for C0 and C6. */
final class SuiteVoice {
    static final String C0 = "C0 initialise";
    static final String RESEND = "C2 send again";
    static final String PROOF = "ask for the proof";
    private static final String STOP = "C2 stop, search again";
    private static final Bytes FF = Bytes.of(0xFF);
    private static final long INIT_ANSWER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final RsuSerialSettings settings;
    private final LaneSpeech speech;
    private final LongSupplier wallMillis;

    SuiteVoice(RsuSerialSettings settings, LongSupplier wallMillis) {
        this.settings = settings;
        this.speech = new LaneSpeech(settings);
        this.wallMillis = wallMillis;
    }

    long wallMillis() {
        return wallMillis.getAsLong();
    }

    /** For a frame that the lane sends by itself: the answer to the last one that may be answered. */
    int rsctl(Transcript<UnitFrame> seen) {
        return seen.frames().reversed().stream().map(Entry.Came::frame).filter(frame -> !(frame instanceof UnitFrame.B2Heartbeat))
                .findFirst().map(frame -> LaneFrame.answerTo(frame.rsctl())).orElse(settings.firstRsctl());
    }

    Say initialise(Transcript<UnitFrame> seen) {
        return say(C0, speech.initialise(rsctl(seen), wallMillis()));
    }

    /** C0 with other seconds: its bytes before BCC. */
    private Bytes initialise(int rsctl, long seconds) {
        LaneFrame.C0Initialise usual = (LaneFrame.C0Initialise) speech.initialise(rsctl, wallMillis());
        return LaneFrameCodec.content(settings.profile(), new LaneFrame.C0Initialise(usual.rsctl(), seconds, usual.local(),
                usual.laneMode(),
                usual.waitTimeS(), usual.txPower(), usual.pllChannel(), usual.transMode(), usual.ef04()));
    }

    /** Its seconds hold FF and FE, escaped as they must be. */
    Say escapedInitialise(Transcript<UnitFrame> seen) {
        return new Say("C0 with FF and FE in it", framed(Escape.escape(checked(initialise(rsctl(seen), hard())))));
    }

    /** Right but for its BCC. */
    Say wrongCheck(Transcript<UnitFrame> seen) {
        Bytes content = initialise(rsctl(seen), settings.wireSeconds(wallMillis()));
        return new Say("damaged: BCC wrong", framed(Escape.escape(Bytes.concat(content, Bytes.of(Bcc.of(content) ^ 0x10)))));
    }

    /** FE 05 stands in it as it is, and its BCC is that of these bytes: who takes it does not look at the escape. */
    Say wrongEscape(Transcript<UnitFrame> seen) {
        Bytes checked = checked(initialise(rsctl(seen), settings.wireSeconds(wallMillis()) & 0xFF00_0000L | 0xFE_05_01L));
        ByteScan scan = new ByteScan(checked);
        return new Say("damaged: FE not escaped", framed(Bytes.concat(Escape.escape(scan.before()), Bytes.of(0xFE),
                Escape.escape(scan.after()))));
    }

    /** Its first half, without an end. */
    Say half(Transcript<UnitFrame> seen) {
        Bytes wire = initialise(seen).wire();
        return new Say("half a frame", Bytes.concat(Bytes.of(0x12, 0x34), wire.slice(0, wire.size() / 2)));
    }

    private record ByteScan(Bytes all) {
        private int at() {
            int at = 0;
            while (all.u8(at) != 0xFE) {
                at++;
            }
            return at;
        }

        Bytes before() {
            return all.slice(0, at());
        }

        Bytes after() {
            return all.slice(at() + 1, all.size());
        }
    }

    private long hard() {
        return settings.wireSeconds(wallMillis()) & 0xFF00_0000L | 0xFF_FE_00L;
    }

    private static Bytes checked(Bytes content) {
        return Bytes.concat(content, Bytes.of(Bcc.of(content)));
    }

    private Bytes framed(Bytes stuffed) {
        return Bytes.concat(settings.options().stxBytes() == 1 ? FF : Bytes.concat(FF, FF), stuffed, FF);
    }

    // ---- answers

    Say answer(String what, UnitFrame to, RsuCommand command) {
        return say(what, speech.frame(LaneFrame.answerTo(to.rsctl()), command));
    }

    Say unasked(String what, Transcript<UnitFrame> seen, RsuCommand command) {
        return say(what, speech.frame(rsctl(seen), command));
    }

    Say readOn(UnitFrame to, ObuId obu, Bytes factor) {
        return answer("C1 go on", to, new RsuCommand.ReadOn(obu, factor));
    }

    Say stop(UnitFrame to, ObuId obu) {
        return answer(STOP, to, new RsuCommand.Abandon(obu));
    }

    private Say acknowledge(UnitFrame to) {
        return answer("acknowledge", to, new RsuCommand.Acknowledge());
    }

    private Say say(String what, LaneFrame frame) {
        return Say.of(what, speech.wire(frame));
    }

    /** What every frame of an RSU is owed (rsu-serial.md §2); whoever is found is let go. */
    Optional<Say> obligations(Transcript<UnitFrame> seen, Entry.Came<UnitFrame> came) {
        UnitFrame frame = came.frame();
        return switch (frame) {
            case UnitFrame.B0Status b0 when b0.isPowerUp() -> initialising(seen, came) ? Optional.empty()
                    : Optional.of(say(C0, speech.initialise(LaneFrame.answerTo(b0.rsctl()), wallMillis())));
            case UnitFrame.B0Status b0 -> Optional.of(initialising(seen, came)
                    ? say("C1 search", speech.search(LaneFrame.answerTo(b0.rsctl()))) : acknowledge(b0));
            case UnitFrame.B1LoopStatus b1 -> Optional.of(acknowledge(b1));
            case UnitFrame.B2Heartbeat beat -> settings.options().answerHeartbeats() ? Optional.of(stop(beat, ObuId.NONE))
                    : Optional.empty();
            case UnitFrame.Empty _ -> Optional.empty();
            case UnitFrame.B2ObuInfo b2 -> Optional.of(stop(b2, b2.obu().id()));
            case UnitFrame.B3VehicleInfo b3 -> Optional.of(stop(b3, b3.obu()));
            case UnitFrame.B4CardInfo b4 -> Optional.of(stop(b4, b4.obu()));
            case UnitFrame.B5Result b5 -> Optional.of(stop(b5, b5.obu()));
            case UnitFrame.B7PurseRecords b7 -> Optional.of(stop(b7, b7.obu()));
            case UnitFrame.B9Answer b9 -> Optional.of(stop(b9, b9.obu()));
            case UnitFrame.StepError error -> Optional.of(stop(error, error.obu()));
            case UnitFrame.Unknown unknown -> unknown.command() >>> 4 == 0xB ? Optional.of(acknowledge(unknown)) : Optional.empty();
        };
    }

    /** Whether the last thing said was a C0, and not long ago. */
    private static boolean initialising(Transcript<UnitFrame> seen, Entry.Came<UnitFrame> came) {
        return !seen.sent().isEmpty() && seen.sent().getLast().said().what().startsWith("C0")
                && came.atNanos() - seen.sent().getLast().atNanos() <= INIT_ANSWER_NANOS;
    }
}
