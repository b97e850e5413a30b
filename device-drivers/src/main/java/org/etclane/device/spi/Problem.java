package org.etclane.device.spi;

/**
 * One thing wrong in a configuration.
 *
 * @param key     dotted path, e.g. "devices.rsu.baud"; empty for the file as a whole
 * @param line    1-based line in the file, 0 when there is none
 * @param value   as written, "" when nothing is; secrets are masked
 * @param what    what is wrong
 * @param allowed what may stand there
 * @param advice  what to do, or what the key is for
 */
public record Problem(Kind kind, String key, int line, String value, Text what, Text allowed, Text advice) {

    public enum Kind {
        /** The file cannot be read. */
        UNREADABLE,
        /** Not YAML, or YAML that is not used here (aliases, several documents). */
        SYNTAX, DUPLICATE_KEY, UNKNOWN_KEY, MISSING, WRONG_TYPE, OUT_OF_RANGE, WRONG_FORM, NOT_ALLOWED, UNRESOLVED_VARIABLE,
        /** Right by itself, wrong beside another value. */
        CONTRADICTION,
        /** The value names a file that is not there or cannot be read. */
        FILE_MISSING,
        /** The file named is there, but not what it should be. */
        FILE_WRONG,
        /** A driver on the class path cannot be used, or fails on what its own description allows. */
        DRIVER_FAILED
    }

    /** One paragraph for a log or console. */
    public String in(Language language) {
        StringBuilder words = new StringBuilder();
        if (line > 0) {
            words.append(language == Language.ZH ? "第" + line + "行 " : "line " + line + " ");
        }
        if (!key.isEmpty()) {
            words.append(key).append(value.isEmpty() ? "" : " = " + value).append(": ");
        }
        words.append(what.in(language));
        append(words, language == Language.ZH ? "；允许：" : "; allowed: ", allowed.in(language));
        append(words, language == Language.ZH ? "；建议：" : "; advice: ", advice.in(language));
        return words.toString();
    }

    private static void append(StringBuilder words, String label, String text) {
        if (!text.isEmpty()) {
            words.append(label).append(text);
        }
    }
}
