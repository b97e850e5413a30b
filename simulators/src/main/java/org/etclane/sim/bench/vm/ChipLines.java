package org.etclane.sim.bench.vm;

import java.io.IOException;

/** The far side of a simulated chip's lines: what is wired to them. */
interface ChipLines {
    /**
     * The level of the line now, whoever drives it.
     *
     * @throws IOException while the chip is not there
     */
    boolean high(int line) throws IOException;

    /**
     * What is wired to the line pulls it up or down from now on; it has no effect on the level while the lane drives it.
     *
     * @throws IOException while the chip is not there
     */
    void pull(int line, boolean up) throws IOException;
}
