package org.etclane.lane.parameters.table;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/**
 * A table as text: UTF-8 without a byte order mark, lines ended by LF or CRLF; empty lines and lines that begin with # mean nothing.
 * The first line names format and version, the second the columns, every other one is a row with that many fields. Fields are
 * separated by commas and hold neither comma nor quote: any database and spreadsheet can write it, and a difference between two
 * versions can be read.
 */
final class CsvRows {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}");

    private final Findings findings;
    private final List<String> columns;
    final List<Row> rows = new ArrayList<>();

    private CsvRows(List<String> columns, Findings findings) {
        this.columns = columns;
        this.findings = findings;
    }

    /** One row; the readers of its fields report what is wrong and return nothing. */
    final class Row {
        final int line;
        private final String[] fields;

        private Row(int line, String[] fields) {
            this.line = line;
            this.fields = fields;
        }

        String text(String column) {
            return fields[columns.indexOf(column)];
        }

        OptionalLong number(String column, long min, long max) {
            String text = text(column);
            OptionalLong value = NUMBER.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
            if (value.isEmpty() || value.getAsLong() < min || value.getAsLong() > max) {
                wrong(Problem.Kind.OUT_OF_RANGE, column, new Text("is not such a number", "不是允许的数值"),
                        new Text("a whole number " + min + "–" + max, min + "–" + max + "的整数"));
                return OptionalLong.empty();
            }
            return value;
        }

        Optional<LocalDateTime> time(String column) {
            try {
                return Optional.of(LocalDateTime.parse(text(column)));
            } catch (DateTimeException notATime) {
                wrong(Problem.Kind.WRONG_FORM, column, new Text("is not a local time", "不是本地时间"),
                        new Text("like 2027-02-16T00:00", "形如2027-02-16T00:00"));
                return Optional.empty();
            }
        }

        boolean matches(String column, Pattern form, Text allowed) {
            if (form.matcher(text(column)).matches()) {
                return true;
            }
            wrong(Problem.Kind.WRONG_FORM, column, new Text("is of a wrong form", "格式不正确"), allowed);
            return false;
        }

        void wrong(Problem.Kind kind, String column, Text what, Text allowed) {
            findings.add(kind, column, line, text(column), what, allowed, Text.NONE);
        }

        void twice(String column, Text what) {
            findings.add(Problem.Kind.DUPLICATE_KEY, column, line, text(column), what, new Text("each once", "每项一次"),
                    new Text("delete one of the two rows", "删除其中一行"));
        }
    }

    /** Rows of the right number of fields; everything else is reported. */
    static CsvRows read(byte[] file, String first, List<String> columns, Findings findings) {
        CsvRows read = new CsvRows(columns, findings);
        try {
            read.lines(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString(), first);
        } catch (CharacterCodingException notText) {
            findings.add(Problem.Kind.FILE_WRONG, "", 0, "", new Text("is not UTF-8 text", "不是UTF-8文本"), Text.NONE, Text.NONE);
        }
        return read;
    }

    private void lines(String text, String first) {
        String[] all = text.split("\\r?\\n", -1);
        String head = String.join(",", columns);
        int kept = 0;
        for (int i = 0; i < all.length; i++) {
            String line = all[i];
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            kept++;
            if (kept <= 2) {
                String wanted = kept == 1 ? first : head;
                if (!line.equals(wanted)) {
                    findings.add(Problem.Kind.FILE_WRONG, "", i + 1, line, new Text("is not what stands here", "此行内容不正确"),
                            new Text(wanted, wanted), Text.NONE);
                    return;
                }
            } else {
                row(i + 1, line);
            }
        }
        if (kept < 2) {
            findings.add(Problem.Kind.FILE_WRONG, "", 0, "", new Text("has no head", "缺少文件头"), new Text(first + ", then " + head,
                    first + "，然后" + head), Text.NONE);
        }
    }

    private void row(int number, String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != columns.size()) {
            findings.add(Problem.Kind.WRONG_FORM, "", number, line, new Text("has " + fields.length + " fields", "有" + fields.length + "个字段"),
                    new Text(columns.size() + ": " + String.join(",", columns), columns.size() + "个：" + String.join(",", columns)), Text.NONE);
        } else {
            rows.add(new Row(number, fields));
        }
    }
}
