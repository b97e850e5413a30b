package org.etclane.device.ldi;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a session learnt from its device. Times named {@code claimed} are the device's own clock: kept for the record, never compared
 * with anything (§12 row 14).
 */
public sealed interface LdiNews {

    /** 0E was accepted. @param modules those of the device that the lane expects, in the device's order */
    record Authenticated(List<LdiModule> modules, long claimedUnixS) implements LdiNews {
        public Authenticated {
            modules = List.copyOf(modules);
        }
    }

    /** The peer is not, or does not behave as, a device of this lane: to be cut off and reported. */
    record Refused(String reason) implements LdiNews {
    }

    /** The device has gone silent: to be cut off, it will call again. */
    record Lost(String reason) implements LdiNews {
    }

    /** A1 said ok. */
    record Ready(LdiModule module) implements LdiNews {
    }

    /** Initialisation failed, or the device asked for it again. It goes on by itself. */
    record NotReady(LdiModule module, String cause) implements LdiNews {
    }

    /** From 0C. */
    record State(LdiMessage.Monitored monitored) implements LdiNews {
    }

    /** From 1C, once each. */
    record Reported(LdiReport report, long claimedUnixMs) implements LdiNews {
    }

    /** B1. @param claimedReceivedMs, claimedFinishedMs empty when the answer carries none */
    record Done(LdiControl control, int status, OptionalLong claimedReceivedMs, OptionalLong claimedFinishedMs) implements LdiNews {
    }

    /**
     * No B1 after all sends.
     *
     * @param confirmed the movement was reported in place all the same
     */
    record Unanswered(LdiControl control, int sends, boolean confirmed) implements LdiNews {
    }

    /** The module was not ready, so nothing was sent. */
    record NotSent(LdiControl control) implements LdiNews {
    }

    /** A0, B0, D0, D1 or E1. */
    record Configured(LdiMessage answer) implements LdiNews {
    }

    record NotConfigured(LdiOrder order, String cause) implements LdiNews {
    }
}
