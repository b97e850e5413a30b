package org.etclane.lane.journal;

/** The record store could not be read or reopened. The message says what failed; nothing was changed. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
