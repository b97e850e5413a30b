package org.etclane.lane.station;

import io.netty.handler.codec.DecoderException;
import org.etclane.lane.station.v1.ErrorCode;

/** The other side broke a rule of station.proto. Carries what the answering {@code Error} frame says. Ends the connection. */
public final class ProtocolViolation extends DecoderException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    public ProtocolViolation(ErrorCode code, String detail) {
        super(detail);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
