package org.etclane.lane.parameters;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The rate table (费率表) as a file: UTF-8 lines, fields separated by commas; empty lines and lines that begin with # mean
 * nothing.
 *
 * <pre>
 * etclane-rate-table,1
 * version,2026-04
 * effectiveAt,2026-04-01T00:00:00+08:00
 * etcDiscountPermille,50
 * entryNetwork,entryStation,exitNetwork,exitStation,vehicleClass,feeFen
 * 3701,12,3702,3,1,1250
 * </pre>
 *
 * Version 1–64 of {@code A-Z a-z 0-9 . _ -}; discount 0–1000; networks 4 hexadecimal digits (kept in lower case, as the card
 * files have them); stations 0–65535; classes 1–4, 11–16, 21–26; fees 0–4,294,967,295 fen, before the discount. At least one
 * fee, each trip once. Anything else refuses the whole table with every problem named (the first {@value #SHOWN} of them).
 * Pure; any thread.
 */
public final class RateTableFile {
    static final int SHOWN = 50;

    private static final long MAX_FEE_FEN = 0xFFFFFFFFL;
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern NETWORK = Pattern.compile("[0-9A-Fa-f]{4}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final String FIRST = "etclane-rate-table,1";
    private static final String COLUMNS = "entryNetwork,entryStation,exitNetwork,exitStation,vehicleClass,feeFen";

    private final List<String> problems = new ArrayList<>();
    private final Map<RateTable.Trip, Long> fees = new HashMap<>();
    private int problemCount;

    private RateTableFile() {
    }

    /** What reading a file gives. */
    public sealed interface Result {
        record Good(RateTable table) implements Result {
        }

        /** @param problems at least one; each names its line */
        record Bad(List<String> problems) implements Result {
            public Bad {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Reads and checks a whole file. */
    public static Result parse(byte[] file) {
        return new RateTableFile().read(file);
    }

    /** As {@link #parse}, and the file must be the one that was announced. */
    public static Result parse(byte[] file, String version, String sha256, long effectiveAtMillis) {
        String actual = sha256(file);
        if (!actual.equals(sha256)) {
            return new Result.Bad(List.of("hash is " + actual + ", announced " + sha256));
        }
        return switch (parse(file)) {
            case Result.Bad bad -> bad;
            case Result.Good good -> {
                List<String> differences = new ArrayList<>();
                if (!good.table().version().equals(version)) {
                    differences.add("version is " + good.table().version() + ", announced " + version);
                }
                if (good.table().effectiveAtMillis() != effectiveAtMillis) {
                    differences.add("effective at " + good.table().effectiveAtMillis() + " ms, announced " + effectiveAtMillis);
                }
                yield differences.isEmpty() ? good : new Result.Bad(differences);
            }
        };
    }

    /** The file of a table; its own hash field is not part of it. Trips in a fixed order: equal tables give equal bytes. */
    public static byte[] encode(RateTable table) {
        StringBuilder out = new StringBuilder(FIRST).append('\n').append("version,").append(table.version()).append('\n')
                .append("effectiveAt,").append(Instant.ofEpochMilli(table.effectiveAtMillis()).atOffset(ZoneOffset.ofHours(8)))
                .append('\n').append("etcDiscountPermille,").append(table.etcDiscountPermille()).append('\n')
                .append(COLUMNS).append('\n');
        table.feeFenByTrip().entrySet().stream().map(RateTableFile::line).sorted(Comparator.naturalOrder())
                .forEach(line -> out.append(line).append('\n'));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Lower-case hexadecimal. */
    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    public static boolean isSha256(String text) {
        return SHA256.matcher(text).matches();
    }

    private static String line(Map.Entry<RateTable.Trip, Long> fee) {
        RateTable.Trip trip = fee.getKey();
        return trip.entry().network() + ',' + trip.entry().station() + ',' + trip.exit().network() + ',' + trip.exit().station()
                + ',' + trip.vehicleClass() + ',' + fee.getValue();
    }

    private record Line(int number, String text) {
    }

    private Result read(byte[] file) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
        } catch (CharacterCodingException notText) {
            return new Result.Bad(List.of("not UTF-8 text"));
        }
        List<Line> lines = lines(text);
        if (lines.isEmpty() || !lines.getFirst().text().equals(FIRST)) {
            return new Result.Bad(List.of("first line is not \"" + FIRST + "\""));
        }
        if (lines.size() < 5) {
            return new Result.Bad(List.of("only " + lines.size() + " lines: version, effectiveAt, etcDiscountPermille and "
                    + "columns must follow the first"));
        }
        String version = valueOf(lines.get(1), "version");
        if (!VERSION.matcher(version).matches()) {
            problem(lines.get(1), "version must be 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        long effectiveAtMillis = effectiveAt(lines.get(2));
        int discountPermille = (int) number(lines.get(3), "etcDiscountPermille", valueOf(lines.get(3), "etcDiscountPermille"),
                1000);
        if (!lines.get(4).text().equals(COLUMNS)) {
            problem(lines.get(4), "columns must be " + COLUMNS);
        }
        lines.subList(5, lines.size()).forEach(this::fee);
        if (lines.size() == 5) {
            problems.add("the table is empty: no fee at all");
            problemCount++;
        }
        if (problemCount > problems.size()) {
            problems.add("and " + (problemCount - problems.size()) + " more");
        }
        return problems.isEmpty()
                ? new Result.Good(new RateTable(version, sha256(file), effectiveAtMillis, discountPermille, fees))
                : new Result.Bad(problems);
    }

    private static List<Line> lines(String text) {
        List<Line> kept = new ArrayList<>();
        String[] all = text.split("\\r?\\n", -1);
        for (int i = 0; i < all.length; i++) {
            if (!all[i].isEmpty() && !all[i].startsWith("#")) {
                kept.add(new Line(i + 1, all[i]));
            }
        }
        return kept;
    }

    private void fee(Line line) {
        String[] fields = line.text().split(",", -1);
        if (fields.length != 6) {
            problem(line, fields.length + " fields instead of 6");
            return;
        }
        int before = problemCount;
        StationKey entry = station(line, "entry", fields[0], fields[1]);
        StationKey exit = station(line, "exit", fields[2], fields[3]);
        int vehicleClass = (int) number(line, "vehicleClass", fields[4], 26);
        if (problemCount == before && !VehicleClasses.isOne(vehicleClass)) {
            problem(line, "vehicleClass " + vehicleClass + " is none of " + VehicleClasses.ALLOWED);
        }
        long feeFen = number(line, "feeFen", fields[5], MAX_FEE_FEN);
        if (problemCount == before && fees.putIfAbsent(new RateTable.Trip(entry, exit, vehicleClass), feeFen) != null) {
            problem(line, "trip " + entry + " to " + exit + " class " + vehicleClass + " stands here a second time");
        }
    }

    private StationKey station(Line line, String which, String network, String station) {
        if (!NETWORK.matcher(network).matches()) {
            problem(line, which + "Network \"" + network + "\" is not 4 hexadecimal digits");
        }
        return new StationKey(network.toLowerCase(Locale.ROOT), (int) number(line, which + "Station", station, 0xFFFF));
    }

    private String valueOf(Line line, String key) {
        if (!line.text().startsWith(key + ",")) {
            problem(line, "must begin with \"" + key + ",\"");
            return "";
        }
        return line.text().substring(key.length() + 1);
    }

    private long effectiveAt(Line line) {
        String value = valueOf(line, "effectiveAt");
        try {
            return OffsetDateTime.parse(value).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException notATime) {
            problem(line, "effectiveAt \"" + value + "\" is not like 2026-04-01T00:00:00+08:00");
            return 0;
        }
    }

    private long number(Line line, String name, String text, long max) {
        OptionalLong value = NUMBER.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        if (value.isEmpty() || value.getAsLong() > max) {
            problem(line, name + " \"" + text + "\" is not a whole number from 0 to " + max);
            return 0;
        }
        return value.getAsLong();
    }

    private void problem(Line line, String what) {
        problemCount++;
        if (problems.size() < SHOWN) {
            problems.add("line " + line.number() + ": " + what);
        }
    }
}
