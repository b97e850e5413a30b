package org.etclane.device.spi;

/** The same words in both languages. */
public record Text(String english, String chinese) {
    public static final Text NONE = new Text("", "");

    public String in(Language language) {
        return switch (language) {
            case EN -> english;
            case ZH -> chinese;
        };
    }
}
