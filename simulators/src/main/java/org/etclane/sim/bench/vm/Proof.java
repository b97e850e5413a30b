package org.etclane.sim.bench.vm;

/**
 * One thing that the machine was to show.
 *
 * @param area  "serial", "gpio", "provider"
 * @param what  in a few words, as it ought to be
 * @param holds whether it was so
 * @param seen  figures or words of the machine
 */
public record Proof(String area, String what, boolean holds, String seen) {
}
