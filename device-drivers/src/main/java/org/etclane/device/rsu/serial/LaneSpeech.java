package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.RsuCommand;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.rsu.serial.LaneFrame.C6Debit;

import java.util.Optional;

/**
 * Which frame says what the lane wants, in the configured profile. Without state: any thread.
 *
 * <p>Nothing is written to EF04 yet, because no command of the lane carries its content: C6 of {@code ef04} is "purchase only"
 * at exit and entry, and the flow's optional C9 after B5 is left out, which that firmware tolerates (rsu-serial.md §3).
 */
final class LaneSpeech {
    private static final Bytes NO_FACTOR = Bytes.zeros(8);

    private final RsuSerialSettings settings;
    private final Profile profile;

    LaneSpeech(RsuSerialSettings settings) {
        this.settings = settings;
        this.profile = settings.profile();
    }

    byte[] wire(LaneFrame frame) {
        return RsuWire.wrap(LaneFrameCodec.content(profile, frame), settings.options().stxBytes());
    }

    LaneFrame initialise(int rsctl, long wallMillis) {
        int byte17 = switch (profile) {
            case CLASSIC -> settings.transMode();
            case YUNNAN -> settings.options().sendFlagInfo();
            case JIANGSU, EF04 -> -1;
        };
        return new LaneFrame.C0Initialise(rsctl, settings.wireSeconds(wallMillis), settings.localTime(wallMillis),
                settings.laneMode(), settings.waitTimeS(), settings.txPower(), settings.pllChannel(), byte17,
                Optional.of(settings.options().ef04()));
    }

    LaneFrame search(int rsctl) {
        return new LaneFrame.C1Continue(rsctl, ObuId.NONE, NO_FACTOR);
    }

    LaneFrame frame(int rsctl, RsuCommand command) {
        return switch (command) {
            case RsuCommand.ReadOn go -> new LaneFrame.C1Continue(rsctl, go.obu(), go.factor());
            case RsuCommand.Release done -> new LaneFrame.C1Continue(rsctl, done.obu(), done.factor());
            case RsuCommand.Abandon abandon -> new LaneFrame.C2Stop(rsctl, abandon.obu(), LaneFrame.STOP_SEARCH_AGAIN);
            case RsuCommand.Repeat repeat -> new LaneFrame.C2Stop(rsctl, repeat.obu(), LaneFrame.STOP_RESEND);
            case RsuCommand.Acknowledge _ -> new LaneFrame.Empty(rsctl);
            case RsuCommand.SwitchAntenna antenna -> new LaneFrame.Antenna4C(rsctl, antenna.on() ? 1 : 0);
            case RsuCommand.Debit debit -> purchase(rsctl, debit);
            case RsuCommand.WriteEntry entry -> switch (profile.entry()) {
                case WRITE -> new LaneFrame.C3WriteEntry(rsctl, entry.obu(), entry.factor(), 0, entry.purchaseTime(),
                        station(entry.transit()));
                case PURCHASE_OF_NOTHING -> purchase(rsctl, new RsuCommand.Debit(entry.obu(), entry.factor(), 0,
                        entry.purchaseTime(), entry.transit()));
            };
            case RsuCommand.FetchTac fetch -> switch (profile.proof()) {
                case TAC -> tac(rsctl, fetch);
                case PURSE_RECORDS -> new LaneFrame.C7ReadRecords(rsctl, fetch.obu(), settings.options().purseRecords());
                case TAC_AGAIN -> new LaneFrame.C8FetchTacAgain(rsctl, fetch.obu(), 0, Ef04.Part.NONE);
            };
        };
    }

    private LaneFrame purchase(int rsctl, RsuCommand.Debit debit) {
        return new C6Debit(rsctl, debit.obu(), debit.factor(), 0, debit.amountFen(), debit.purchaseTime(),
                station(debit.transit()), C6Debit.PURCHASE_ONLY, Optional.of(Ef04.Part.NONE));
    }

    private LaneFrame tac(int rsctl, RsuCommand.FetchTac fetch) {
        return switch (settings.tacCommand()) {
            case C7 -> new LaneFrame.C7FetchTac(rsctl, fetch.obu(), fetch.factor(), 0, fetch.purchaseTime(),
                    station(fetch.transit()));
            case C8 -> new LaneFrame.C8FetchTac(rsctl, fetch.obu(), Math.max(0, fetch.cardSerial()));
        };
    }

    private Bytes station(Bytes transit) {
        return new ByteWriter().fixed(transit, settings.stationLength()).toBytes();
    }
}
