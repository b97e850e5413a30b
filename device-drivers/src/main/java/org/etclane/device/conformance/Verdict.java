package org.etclane.device.conformance;

import org.etclane.device.spi.Text;

/** What one check came to. */
public sealed interface Verdict {

    /** As the protocol says. */
    record Passed() implements Verdict {
    }

    /**
     * Not as the protocol says, and no setting of the driver makes it good.
     *
     * @param came what came instead: hex, codes, counts; needs no translation
     */
    record Failed(Text expected, String came) implements Verdict {
    }

    /**
     * Not as the protocol says, or one of the ways that it leaves open, and the lane can live with it.
     *
     * @param name    of the quirk, as unchanging as a check's id: "count-zero"
     * @param meaning what the device does
     * @param setting which setting covers it, or why none is needed
     */
    record Quirk(String name, Text meaning, Text setting) implements Verdict {
    }

    /** Cannot be told: not allowed, nobody there to help, or nothing came that it could be told from. */
    record NotAsked(Text why) implements Verdict {
    }
}
