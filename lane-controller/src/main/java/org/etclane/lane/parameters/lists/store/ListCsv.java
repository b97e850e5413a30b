package org.etclane.lane.parameters.lists.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.etclane.lane.parameters.lists.ListKey;
import org.etclane.lane.parameters.lists.ListKind;
import org.etclane.lane.parameters.lists.ListReason;

/**
 * A status list as a text file, for closed networks and for people. UTF-8 lines, fields separated by commas; empty lines and lines that
 * begin with # mean nothing.
 *
 * <pre>
 * etclane-status-list,1
 * kind,card
 * version,2026-11-20
 * baseVersion,
 * effectiveAt,2026-11-20T00:00:00+08:00
 * number,reason,since
 * 37012000000000000001,lost,2026-03-01
 * 37012000000000000002,overdrawn,
 * </pre>
 *
 * Kind card (numbers of 20 digits, network and number) or obu (serials of 16). An increment names the version that it changes as base and
 * may hold the reason {@code -}: off the list. Reasons: the words of {@link ListReason}. Since: a day in China (+08:00), or
 * nothing. Any order; of equal numbers the last counts. Anything else refuses the whole file with the first {@value #SHOWN} problems.
 */
public final class ListCsv {
    static final int SHOWN = 50;
    static final String FIRST = "etclane-status-list,1";
    private static final String COLUMNS = "number,reason,since";
    private static final String OFF = "-";
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    private final LineReader lines;
    private final List<String> problems = new ArrayList<>();
    private long problemCount;

    private ListCsv(InputStream in) {
        lines = new LineReader(in);
    }

    /**
     * What a file says of itself, and its hash: reads all of it.
     *
     * @throws ListRefusedException when its head is wrong
     */
    public static ListDelivery describe(InputStream file) throws IOException {
        MessageDigest digest = StoreFiles.sha256();
        DigestInputStream in = new DigestInputStream(file, digest);
        ListCsv csv = new ListCsv(in);
        Head head = csv.head();
        in.transferTo(java.io.OutputStream.nullOutputStream());
        return new ListDelivery(head.kind, head.version, HexFormat.of().formatHex(digest.digest()), head.effectiveAtMillis, head.base);
    }

    /** @throws ListRefusedException when it is not the announced list, or a line is wrong */
    static void read(InputStream in, ListDelivery announced, EntrySink sink) throws IOException {
        ListCsv csv = new ListCsv(in);
        Head head = csv.head();
        Head expected = new Head(announced.kind(), announced.version(), announced.baseVersion(), announced.effectiveAtMillis());
        if (!head.equals(expected)) {
            throw new ListRefusedException("the file says " + head + ", announced is " + expected);
        }
        csv.entries(head, sink);
    }

    private record Head(ListKind kind, String version, Optional<String> base, long effectiveAtMillis) {
    }

    private Head head() throws IOException {
        if (!line().equals(FIRST)) {
            throw new ListRefusedException("the first line is not \"" + FIRST + "\"");
        }
        ListKind kind = switch (value("kind")) {
            case "card" -> ListKind.CARD;
            case "obu" -> ListKind.OBU;
            case String other -> throw wrong("kind \"" + other + "\" is neither card nor obu");
        };
        String version = value("version");
        String base = value("baseVersion");
        if (!ListDelivery.isVersion(version) || !base.isEmpty() && !ListDelivery.isVersion(base)) {
            throw wrong("version \"" + version + "\" and base \"" + base + "\" must be 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        String effective = value("effectiveAt");
        if (!line().equals(COLUMNS)) {
            throw wrong("the columns must be " + COLUMNS);
        }
        try {
            return new Head(kind, version, Optional.of(base).filter(b -> !b.isEmpty()), OffsetDateTime.parse(effective).toInstant().toEpochMilli());
        } catch (DateTimeException | ArithmeticException notATime) {
            throw new ListRefusedException("effectiveAt \"" + effective + "\" is not like 2026-11-20T00:00:00+08:00");
        }
    }

    private String value(String key) throws IOException {
        String line = line();
        if (!line.startsWith(key + ",")) {
            throw wrong("must begin with \"" + key + ",\"");
        }
        return line.substring(key.length() + 1);
    }

    private String line() throws IOException {
        return lines.next() ? lines.text() : "";
    }

    private ListRefusedException wrong(String what) {
        return new ListRefusedException("line " + lines.number() + ": " + what);
    }

    private void entries(Head head, EntrySink sink) throws IOException {
        boolean increment = head.base.isPresent();
        while (lines.next()) {
            String[] fields = lines.text().split(",", -1);
            if (fields.length != 3) {
                problem(fields.length + " fields instead of 3");
                continue;
            }
            Optional<ListKey> key = head.kind == ListKind.CARD ? ListKey.card(fields[0]) : ListKey.obu(fields[0]);
            int reason = reason(fields[1], increment);
            long since = since(fields[2]);
            if (key.isEmpty()) {
                problem("number \"" + fields[0] + "\" is not " + (head.kind == ListKind.CARD ? "20" : "16") + " digits");
            } else if (problemCount == 0) {
                sink.put(key.get().number(), ListRecord.rest(key.get().network(), reason, since));
            }
        }
        if (problemCount > problems.size()) {
            problems.add("and " + (problemCount - problems.size()) + " more");
        }
        if (!problems.isEmpty()) {
            throw new ListRefusedException(String.join("; ", problems));
        }
    }

    private int reason(String word, boolean increment) {
        for (ListReason reason : ListReason.values()) {
            if (reason.word().equals(word)) {
                return reason.code();
            }
        }
        if (!increment || !word.equals(OFF)) {
            problem("reason \"" + word + "\" is none of the known words"
                    + (word.equals(OFF) ? ": taking off belongs in an increment, which names a baseVersion" : ""));
        }
        return ListRecord.REMOVED;
    }

    private long since(String day) {
        if (day.isEmpty()) {
            return 0;
        }
        try {
            long seconds = LocalDate.parse(day).atStartOfDay(CHINA).toEpochSecond();
            if (seconds >= 1 && seconds <= ListRecord.MAX_SINCE) {
                return seconds;
            }
        } catch (DateTimeException notADay) {
            // told below, like a day out of range
        }
        problem("since \"" + day + "\" is not a day like 2026-03-01, from 1970-01-02 to 2106");
        return 0;
    }

    private void problem(String what) {
        problemCount++;
        if (problems.size() < SHOWN) {
            problems.add("line " + lines.number() + ": " + what);
        }
    }

    /** Lines of at most {@value #LONGEST} bytes, those that mean nothing left out. */
    private static final class LineReader {
        private static final int LONGEST = 256;
        private static final int BUFFER = 1 << 16;

        private final InputStream in;
        private final byte[] buffer = new byte[BUFFER];
        private final byte[] line = new byte[LONGEST];
        private int at;
        private int filled;
        private int length;
        private long number;

        LineReader(InputStream in) {
            this.in = in;
        }

        boolean next() throws IOException {
            while (read()) {
                if (length > 0 && line[0] != '#') {
                    return true;
                }
            }
            return false;
        }

        private boolean read() throws IOException {
            length = 0;
            int c = take();
            if (c < 0) {
                return false;
            }
            number++;
            for (; c >= 0 && c != '\n'; c = take()) {
                if (length == LONGEST) {
                    throw new ListRefusedException("line " + number + " is longer than " + LONGEST + " bytes");
                }
                line[length++] = (byte) c;
            }
            length -= length > 0 && line[length - 1] == '\r' ? 1 : 0;
            return true;
        }

        private int take() throws IOException {
            if (at == filled) {
                filled = in.read(buffer, 0, BUFFER);
                at = 0;
                if (filled <= 0) {
                    filled = 0;
                    return -1;
                }
            }
            return buffer[at++] & 0xFF;
        }

        /** Of the line that {@link #next} went to; what is not UTF-8 becomes a sign that fits no field. */
        String text() {
            return new String(line, 0, length, StandardCharsets.UTF_8);
        }

        long number() {
            return number;
        }
    }
}
