package org.etclane.device.display.brace;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.etclane.device.Bytes;

/** How the amount to be spoken is written; each has one source. An amount that does not fit is not said: never a wrong one. */
public enum AmountVoice {
    /** Yuan with two decimals, "30.40". Guizhou, Yunnan. */
    DECIMAL_YUAN {
        @Override
        Optional<Bytes> encode(long fen) {
            return fen < 0 || fen > 99_999_999_99L ? Optional.empty() : Optional.of(ascii(yuan(fen)));
        }

        @Override
        public Optional<Long> decode(Bytes amount) {
            String text = new String(amount.toArray(), StandardCharsets.US_ASCII);
            if (!text.matches("\\d{1,10}(\\.\\d{1,2})?")) {
                return Optional.empty();
            }
            int point = text.indexOf('.');
            String whole = point < 0 ? text : text.substring(0, point);
            String part = point < 0 ? "00" : (text.substring(point + 1) + "0").substring(0, 2);
            return Optional.of(Long.parseLong(whole) * 100 + Long.parseLong(part));
        }
    },
    /** A character '0' and five digits of fen, "003040": up to 999.99 yuan. Qinghai. */
    KIND_AND_FIVE_DIGITS_FEN {
        @Override
        Optional<Bytes> encode(long fen) {
            return fen < 0 || fen > 99_999 ? Optional.empty() : Optional.of(ascii("0%05d".formatted(fen)));
        }

        @Override
        public Optional<Long> decode(Bytes amount) {
            String text = new String(amount.toArray(), StandardCharsets.US_ASCII);
            return text.matches("\\d{6}") ? Optional.of(Long.parseLong(text.substring(1))) : Optional.empty();
        }
    };

    abstract Optional<Bytes> encode(long fen);

    /** Fen; empty when the text has another form. */
    public abstract Optional<Long> decode(Bytes amount);

    /** "30.40" from 3040 fen, 0 or more. */
    static String yuan(long fen) {
        return fen / 100 + "." + "%02d".formatted(fen % 100);
    }

    private static Bytes ascii(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.US_ASCII));
    }
}
