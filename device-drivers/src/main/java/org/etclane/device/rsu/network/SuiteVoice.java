package org.etclane.device.rsu.network;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Say;
import org.etclane.device.conformance.Transcript;

/** What a conformance suite says to an RSU of variant B. Without state: SEQ follows from what was said in the run. */
final class SuiteVoice {
    static final String C0 = "C0 initialise";
    static final String RESEND = "C2 send again";
    static final String PROOF = "C8 ask for the TAC";
    private static final String STOP = "C2 stop, search again";
    private static final int SEQ_AT = 3;

    private final RsuNetworkSettings settings;
    private final LongSupplier wallMillis;

    SuiteVoice(RsuNetworkSettings settings, LongSupplier wallMillis) {
        this.settings = settings;
        this.wallMillis = wallMillis;
    }

    long wallMillis() {
        return wallMillis.getAsLong();
    }

    Say say(String what, Transcript<UnitFrame> seen, LaneFrame frame) {
        return Say.of(what, LaneFrameCodec.wire(seq(seen), frame));
    }

    private static int seq(Transcript<UnitFrame> seen) {
        return Seq.nextOfLane(seen.wholeRun().sent().reversed().stream().map(sent -> sent.said().wire()).filter(wire ->
                wire.size() > SEQ_AT)
                .findFirst().map(wire -> wire.u8(SEQ_AT)).orElse(Seq.NONE));
    }

    Say initialise(Transcript<UnitFrame> seen) {
        RsuNetworkSettings.Radio radio = settings.radio();
        return say(C0, seen, new LaneFrame.C0Initialise(settings.seconds(wallMillis()), settings.localTime(wallMillis()), radio.laneMode(),
                radio.bstIntervalMs(), radio.txPower(), radio.pllChannel(), radio.transMode(), radio.flagId(), Bytes.of(radio.gantryRow(),
                0)));
    }

    Say wrongCheck(Transcript<UnitFrame> seen) {
        byte[] wire = initialise(seen).wire().toArray();
        wire[wire.length - 1] ^= 0x10;
        return Say.of("damaged: CRC wrong", wire);
    }

    /** Rubbish, and the first half of a C0. */
    Say half(Transcript<UnitFrame> seen) {
        Bytes wire = initialise(seen).wire();
        return new Say("half a frame", wire.slice(0, wire.size() / 2));
    }

    Say antenna(Transcript<UnitFrame> seen, boolean open) {
        return say(open ? "C4 open" : "C4 close", seen, new LaneFrame.C4Antenna(open ? 1 : 0));
    }

    Say goOn(Transcript<UnitFrame> seen, ObuId obu, Bytes factor) {
        return say("C1 go on", seen, new LaneFrame.C1Continue(obu, factor));
    }

    Say stop(Transcript<UnitFrame> seen, ObuId obu, int stopType) {
        Optional<Long> seconds = settings.forms().stopWithTime() ? Optional.of(settings.seconds(wallMillis())) : Optional.empty();
        return say(stopType == LaneFrame.STOP_RESEND ? RESEND : STOP, seen, new LaneFrame.C2Stop(obu, stopType, seconds));
    }

    private Optional<Say> letGo(Transcript<UnitFrame> seen, ObuId obu) {
        return Optional.of(stop(seen, obu, LaneFrame.STOP_SEARCH_AGAIN));
    }

    /** What every frame of an RSU is owed (rsu-network.md §1); whoever is found is let go. */
    Optional<Say> obligations(Transcript<UnitFrame> seen, Entry.Came<UnitFrame> came) {
        return switch (came.frame()) {
            case UnitFrame.B0Status _, UnitFrame.BAPsamInfo _, UnitFrame.BBPsamResult _ -> Optional.empty();
            case UnitFrame.B1Heartbeat _ -> switch (settings.forms().heartbeatAnswer()) {
                case NONE -> Optional.empty();
                case CF -> Optional.of(acknowledge(seen));
            };
            case UnitFrame.B2ObuInfo b2 -> letGo(seen, b2.obu().id());
            case UnitFrame.B4CardInfo b4 -> letGo(seen, b4.obu());
            case UnitFrame.B4CpcInfo b4 -> letGo(seen, b4.obu());
            case UnitFrame.B5Result b5 -> letGo(seen, b5.obu());
            case UnitFrame.B5CpcResult b5 -> letGo(seen, b5.obu());
            case UnitFrame.B8TacInfo b8 -> letGo(seen, b8.obu());
            case UnitFrame.StepError error -> letGo(seen, error.obu());
            case UnitFrame.Unknown unknown -> unknown.command() >>> 4 == 0xB ? Optional.of(acknowledge(seen)) : Optional.empty();
        };
    }

    private Say acknowledge(Transcript<UnitFrame> seen) {
        return say("CF acknowledge", seen, new LaneFrame.CFAcknowledge(0));
    }
}
