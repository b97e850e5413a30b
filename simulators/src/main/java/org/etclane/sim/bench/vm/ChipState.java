package org.etclane.sim.bench.vm;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who holds which lines of a chip, as the kernel lists them in {@code /sys/kernel/debug/gpio}. Pure.
 *
 * @param base  number of the chip's first line among all lines
 * @param lines that are held, by their number on the chip
 */
record ChipState(int base, Map<Integer, Line> lines) {
    private static final Pattern CHIP = Pattern.compile("gpiochip\\d+: GPIOs (\\d+)-(\\d+),.*");
    private static final Pattern LINE = Pattern.compile(" gpio-(\\d+)\\s*\\([^|]*\\|([^)]*)\\) (in|out)\\s+(hi|lo).*");

    record Line(String consumer, boolean output, boolean high) {
    }

    ChipState {
        lines = Collections.unmodifiableMap(new TreeMap<>(lines));
    }

    /**
     * @param label of the chip
     * @throws IllegalArgumentException when there is no such chip
     */
    static ChipState parse(String text, String label) {
        int base = -1;
        boolean ours = false;
        Map<Integer, Line> lines = new TreeMap<>();
        for (String line : text.lines().toList()) {
            Matcher chip = CHIP.matcher(line);
            Matcher held = LINE.matcher(line);
            if (chip.matches()) {
                ours = line.contains(", " + label + ",") || line.contains(", " + label + ":");
                base = ours ? Integer.parseInt(chip.group(1)) : base;
            } else if (ours && held.matches()) {
                lines.put(Integer.parseInt(held.group(1)) - base, new Line(held.group(2).strip(), held.group(3).equals("out"),
                        held.group(4).equals("hi")));
            }
        }
        if (base < 0) {
            throw new IllegalArgumentException("no chip " + label + " in:\n" + text);
        }
        return new ChipState(base, lines);
    }

    long heldBy(String consumerBegin) {
        return lines.values().stream().filter(line -> line.consumer().startsWith(consumerBegin)).count();
    }
}
