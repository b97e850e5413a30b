package org.etclane.device.spi;

/** A driver that cannot be found or used. The message names it, says why, and what to do. */
public final class DriverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DriverException(String message) {
        super(message);
    }

    public DriverException(String message, Throwable cause) {
        super(message, cause);
    }
}
