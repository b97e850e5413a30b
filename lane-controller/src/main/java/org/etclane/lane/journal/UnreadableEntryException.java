package org.etclane.lane.journal;

/** A stored entry that this program cannot read: an unknown kind or version, or a body of another shape. Never guessed at. */
public final class UnreadableEntryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableEntryException(String message, Throwable cause) {
        super(message, cause);
    }
}
