package org.etclane.lane.parameters.pack;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;
import org.etclane.lane.parameters.TableKind;
import org.etclane.lane.parameters.pack.PackageManifest.Contents;
import org.etclane.lane.parameters.table.Findings;

/** The manifest as JSON, read strictly: a field that this lane does not know might be the one that mattered. Pure. */
final class ManifestReader {
    static final String FORMAT = "etclane-parameters";
    static final int VERSION = 1;
    private static final long MAX_NUMBER = (1L << 53) - 1;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern FILE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,79}");
    private static final Pattern TEXT = Pattern.compile("\\P{Cntrl}{1,80}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Text NAME_FORM = new Text("1–64 of A-Z a-z 0-9 . _ -", "1–64个字符：A-Z a-z 0-9 . _ -");
    private static final List<String> FIELDS = List.of("format", "formatVersion", "contents", "version", "number", "issuer", "issuedAt",
            "effectiveAt", "tables");
    private static final List<String> TABLE_FIELDS = List.of("kind", "file", "version", "effectiveAt", "size", "sha256");
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(4).build()).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final Findings findings;

    private ManifestReader(Findings findings) {
        this.findings = findings;
    }

    /** Empty when anything is wrong. */
    static Optional<PackageManifest> read(byte[] json, Findings findings) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (IOException notJson) {
            findings.add(Problem.Kind.SYNTAX, "", 0, "", new Text("is not JSON: " + firstLine(notJson), "不是JSON：" + firstLine(notJson)),
                    Text.NONE, Text.NONE);
            return Optional.empty();
        }
        return new ManifestReader(findings).manifest(root);
    }

    private static String firstLine(IOException broken) {
        return String.valueOf(broken.getMessage()).lines().findFirst().orElse("");
    }

    private Optional<PackageManifest> manifest(JsonNode root) {
        if (!(root instanceof ObjectNode)) {
            wrong(Problem.Kind.SYNTAX, "", "", new Text("is no JSON object", "不是JSON对象"), Text.NONE);
            return Optional.empty();
        }
        known(root, "", FIELDS);
        text(root, "", "format", Pattern.compile(FORMAT), new Text(FORMAT, FORMAT));
        number(root, "", "formatVersion", VERSION, VERSION);
        Contents contents = contents(text(root, "", "contents", Pattern.compile("set|status-lists"), new Text("set, status-lists",
                "set、status-lists")));
        String version = text(root, "", "version", NAME, NAME_FORM);
        long number = number(root, "", "number", 1, MAX_NUMBER);
        String issuer = text(root, "", "issuer", TEXT, new Text("1–80 characters", "1–80个字符"));
        long issuedAt = time(root, "", "issuedAt");
        long effectiveAt = time(root, "", "effectiveAt");
        List<PackageManifest.Table> tables = tables(root.path("tables"), contents, effectiveAt);
        return findings.none() ? Optional.of(new PackageManifest(contents, version, number, issuer, issuedAt, effectiveAt, tables))
                : Optional.empty();
    }

    private static Contents contents(String written) {
        return written.equals("status-lists") ? Contents.STATUS_LISTS : Contents.SET;
    }

    private List<PackageManifest.Table> tables(JsonNode array, Contents contents, long setEffectiveAt) {
        if (!array.isArray() || array.isEmpty()) {
            wrong(Problem.Kind.MISSING, "tables", "", new Text("is no list of tables", "不是参数表列表"), new Text("at least one table", "至少一张表"));
            return List.of();
        }
        List<PackageManifest.Table> tables = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            String path = "tables[" + i + "].";
            JsonNode node = array.get(i);
            if (!(node instanceof ObjectNode)) {
                wrong(Problem.Kind.WRONG_TYPE, "tables[" + i + "]", node.toString(), new Text("is no JSON object", "不是JSON对象"), Text.NONE);
                continue;
            }
            known(node, path, TABLE_FIELDS);
            Optional<TableKind> kind = kind(node, path, contents);
            String file = text(node, path, "file", FILE, new Text("1–80 of a-z 0-9 . _ -", "1–80个字符：a-z 0-9 . _ -"));
            String version = text(node, path, "version", NAME, NAME_FORM);
            long effectiveAt = time(node, path, "effectiveAt");
            long size = number(node, path, "size", 1, kind.map(TableKind::maxBytes).orElse(Long.MAX_VALUE));
            String sha256 = text(node, path, "sha256", SHA256, new Text("64 lower-case hexadecimal digits", "64位小写十六进制数"));
            if (effectiveAt > setEffectiveAt) {
                wrong(Problem.Kind.CONTRADICTION, path + "effectiveAt", node.path("effectiveAt").asText(), new Text("is later than the set's own",
                        "晚于参数集的生效时间"), new Text("at most effectiveAt of the set", "不晚于参数集的effectiveAt"));
            }
            kind.ifPresent(known -> {
                if (!seen.add(known.key())) {
                    wrong(Problem.Kind.DUPLICATE_KEY, path + "kind", known.key(), new Text("is in the package twice", "重复"), new Text("each kind once",
                            "每种一次"));
                }
                tables.add(new PackageManifest.Table(known, file, version, effectiveAt, size, sha256));
            });
        }
        return tables;
    }

    private Optional<TableKind> kind(JsonNode node, String path, Contents contents) {
        String written = node.path("kind").asText();
        Optional<TableKind> kind = TableKind.of(written).filter(k -> k.isStatusList() == (contents == Contents.STATUS_LISTS));
        if (kind.isEmpty()) {
            String allowed = Arrays.stream(TableKind.values()).filter(k -> k.isStatusList() == (contents == Contents.STATUS_LISTS))
                    .map(TableKind::key).collect(Collectors.joining(", "));
            wrong(Problem.Kind.NOT_ALLOWED, path + "kind", written, new Text("is no table that this lane knows in such a package", "此类参数包中未知的表"),
                    new Text(allowed, allowed));
        }
        return kind;
    }

    private void known(JsonNode node, String path, List<String> fields) {
        node.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                wrong(Problem.Kind.UNKNOWN_KEY, path + name, "", new Text("is not a known field", "未知的字段"),
                        new Text(String.join(", ", fields), String.join("、", fields)));
            }
        });
    }

    private String text(JsonNode node, String path, String field, Pattern form, Text allowed) {
        JsonNode value = node.path(field);
        if (!value.isTextual() || !form.matcher(value.textValue()).matches()) {
            wrong(value.isMissingNode() ? Problem.Kind.MISSING : Problem.Kind.WRONG_FORM, path + field, value.asText(),
                    value.isMissingNode() ? new Text("is missing", "缺失") : new Text("is of a wrong form", "格式不正确"), allowed);
            return "";
        }
        return value.textValue();
    }

    private long number(JsonNode node, String path, String field, long min, long max) {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < min || value.longValue() > max) {
            wrong(value.isMissingNode() ? Problem.Kind.MISSING : Problem.Kind.OUT_OF_RANGE, path + field, value.asText(),
                    new Text("is not such a number", "不是允许的数值"), new Text("a whole number " + min + "–" + max, min + "–" + max + "的整数"));
            return 0;
        }
        return value.longValue();
    }

    private long time(JsonNode node, String path, String field) {
        String written = node.path(field).asText();
        try {
            return OffsetDateTime.parse(written).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException notATime) {
            wrong(Problem.Kind.WRONG_FORM, path + field, written, new Text("is not a time with its offset", "不是带时区的时间"),
                    new Text("like 2026-12-01T00:00:00+08:00", "形如2026-12-01T00:00:00+08:00"));
            return 0;
        }
    }

    private void wrong(Problem.Kind kind, String key, String value, Text what, Text allowed) {
        findings.add(kind, key, 0, value, what, allowed, Text.NONE);
    }
}
