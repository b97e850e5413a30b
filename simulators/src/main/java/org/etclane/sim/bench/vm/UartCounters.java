package org.etclane.sim.bench.vm;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The serial driver's own counters, {@code /proc/tty/driver/serial}. Pure. */
final class UartCounters {
    private static final Pattern LINE = Pattern.compile("\\s*(\\d+): uart:(\\S+) port:\\S+ irq:\\d+ tx:(\\d+) rx:(\\d+)(.*)");
    private static final Pattern ERROR = Pattern.compile("\\b(fe|pe|brk|oe):(\\d+)");

    private UartCounters() {
    }

    /** @param errors framing, parity, break, overrun: what there is of "fe:1 oe:2", empty when none */
    record Port(String uart, long sentBytes, long receivedBytes, String errors) {
        /** A break is no error of the line. */
        boolean clean() {
            return !errors.matches(".*\\b(fe|pe|oe):.*");
        }

        @Override
        public String toString() {
            return uart + " sent " + sentBytes + ", received " + receivedBytes + " bytes" + (errors.isEmpty() ? "" : ", " + errors);
        }
    }

    /** By the number in ttySn. */
    static Map<Integer, Port> parse(String text) {
        Map<Integer, Port> ports = new TreeMap<>();
        text.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
            StringBuilder errors = new StringBuilder();
            Matcher error = ERROR.matcher(line.group(5));
            while (error.find()) {
                errors.append(errors.isEmpty() ? "" : " ").append(error.group());
            }
            ports.put(Integer.parseInt(line.group(1)), new Port(line.group(2), Long.parseLong(line.group(3)),
                    Long.parseLong(line.group(4)), errors.toString()));
        });
        return ports;
    }
}
