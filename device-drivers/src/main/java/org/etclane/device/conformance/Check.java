package org.etclane.device.conformance;

import org.etclane.device.spi.Text;

/**
 * One thing that a protocol says of its device.
 *
 * @param id     unique in its suite, lower case words with dots and hyphens, never changed later: "b0.answer-time"
 * @param source where it is said: "rsu-serial.md §5"
 */
public record Check(String id, Text title, String source, Moves moves) {
    private static final String FORM = "[a-z0-9]+([.-][a-z0-9]+)*";

    public Check {
        if (!id.matches(FORM)) {
            throw new IllegalArgumentException("id of a check is \"" + id + "\", allowed: lower case words joined by dots and hyphens");
        }
    }

    /** One that moves nothing. */
    public static Check of(String id, String english, String chinese, String source) {
        return new Check(id, new Text(english, chinese), source, Moves.NOTHING);
    }

    public Check moving(Moves newMoves) {
        return new Check(id, title, source, newMoves);
    }
}
