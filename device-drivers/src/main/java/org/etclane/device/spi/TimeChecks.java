package org.etclane.device.spi;

import java.util.Optional;

/** Checks of times against each other that sections of several protocols have. Pure; a key that is wrong by itself is not judged. */
public final class TimeChecks {
    private static final int BITS_PER_BYTE = 10;
    private static final long BIT_MS = 1000;

    private TimeChecks() {
    }

    /** {@code silentMs} is at least the pause between two questions and the wait for an answer, both keys in ms. */
    public static void silence(Checked.Values values, Checked.Report report, String pauseKey, String answerKey) {
        values.get(pauseKey, Integer.class).ifPresent(pause -> values.get(answerKey, Integer.class).ifPresent(answer ->
                atLeast(values, report, "silentMs", pause + answer,
                        new Text("is less than " + pauseKey + " + " + answerKey, "小于" + pauseKey + "与" + answerKey + "之和"),
                        new Text("otherwise a working device counts as lost", "否则正常的设备也会判为失联"))));
    }

    /**
     * On a serial port (keys {@code port} and {@code baud}) the longest exchange fits into the wait for an answer. A converter's own
     * line is not known here.
     *
     * @param bytes of question and longest answer together
     */
    public static void longestAnswer(Checked.Values values, Checked.Report report, String answerKey, int bytes) {
        Optional<Integer> serial = values.get("port", String.class).filter(port -> !port.startsWith(LinkChoice.TCP))
                .flatMap(port -> values.get("baud", Integer.class));
        serial.ifPresent(baud -> atLeast(values, report, answerKey, lineMs(bytes, baud),
                new Text("is less than " + bytes + " bytes take at " + baud + " baud", "小于" + baud + "波特下" + bytes + "字节的传输时间"),
                new Text("a faster line, or a longer wait", "提高波特率，或延长等待时间")));
    }

    /** A key in ms that must not be less than others make it. */
    public static void atLeast(Checked.Values values, Checked.Report report, String key, long leastMs, Text what, Text advice) {
        values.get(key, Integer.class).filter(ms -> ms < leastMs).ifPresent(ms -> report.problem(Problem.Kind.CONTRADICTION, key, what,
                new Text("at least " + leastMs, "至少" + leastMs), advice));
    }

    private static long lineMs(int bytes, int baud) {
        return Math.ceilDiv(bytes * BITS_PER_BYTE * BIT_MS, (long) baud);
    }
}
