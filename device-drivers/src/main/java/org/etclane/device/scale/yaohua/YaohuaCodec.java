package org.etclane.device.scale.yaohua;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.frame.Bcc;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;
import org.etclane.device.scale.yaohua.YaohuaFrame.Displayed;

/** Frames of the XK3190, both directions (weighing.md §1). Pure; decoding never throws. */
public final class YaohuaCodec {
    private static final int STX = 0x02;
    private static final int ETX = 0x03;
    private static final int CONTINUOUS_BYTES = 12;
    private static final int EQUALS_BYTES = 9;
    private static final int BRIEF_BYTES = 6;
    private static final int DATA_BYTES = 8;
    private static final int LONG_BYTES = BRIEF_BYTES + DATA_BYTES;
    private static final int MOST_DECIMALS = 4;

    private YaohuaCodec() {
    }

    /** Reads the frames of one mode; in command mode those of both directions. */
    public static FrameScanner<YaohuaFrame> scanner(YaohuaSettings.Mode mode) {
        return new FrameScanner<>(new FrameScanner.Shape<>() {
            @Override
            public int lengthAt(byte[] held, int at, int end) {
                return switch (mode) {
                    case CONTINUOUS_0 -> held[at] == STX ? CONTINUOUS_BYTES : NONE;
                    case EQUALS_LOW_FIRST, EQUALS_HIGH_FIRST -> held[at] == '=' ? EQUALS_BYTES : NONE;
                    case COMMANDS -> held[at] != STX ? NONE : at + BRIEF_BYTES > end ? MORE
                            : held[at + BRIEF_BYTES - 1] == ETX ? BRIEF_BYTES : LONG_BYTES;
                };
            }

            @Override
            public Scanned<YaohuaFrame> read(Bytes candidate) {
                Optional<YaohuaFrame> frame = switch (mode) {
                    case CONTINUOUS_0 -> continuous(candidate);
                    case EQUALS_LOW_FIRST -> lowFirst(candidate);
                    case EQUALS_HIGH_FIRST -> highFirst(candidate);
                    case COMMANDS -> command(candidate);
                };
                return frame.<Scanned<YaohuaFrame>>map(f -> new Scanned.Frame<>(f, candidate))
                        .orElseGet(() -> new Scanned.Malformed<>(candidate, false, "check, end or digits wrong"));
            }
        });
    }

    public static byte[] wire(YaohuaFrame frame) {
        return switch (frame) {
            case YaohuaFrame.Continuous0(Displayed w) -> framed(sign(w) + "%06d%d".formatted(w.digits(), w.decimals()));
            case YaohuaFrame.LowFirst(Displayed w) ->
                    ascii("=" + new StringBuilder(withPoint(w)).reverse() + (w.negative() ? "-" : "0"));
            case YaohuaFrame.HighFirst(Displayed w) -> ascii("=" + (w.negative() ? "-" : "0") + withPoint(w));
            case YaohuaFrame.Command c -> framed("" + c.address() + c.command() + c.weight().map(w -> c.pointInside()
                    ? sign(w) + withPoint(w) : sign(w) + "%06d%d".formatted(w.digits(), w.decimals())).orElse(""));
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String sign(Displayed weight) {
        return weight.negative() ? "-" : "+";
    }

    /** Seven characters: seven digits, or six with the point among them. */
    private static String withPoint(Displayed weight) {
        if (weight.decimals() == 0) {
            return "%07d".formatted(weight.digits());
        }
        StringBuilder text = new StringBuilder("%06d".formatted(weight.digits()));
        return text.insert(text.length() - weight.decimals(), '.').toString();
    }

    private static byte[] framed(String content) {
        Bytes inner = Bytes.copyOf(ascii(content));
        int check = Bcc.of(inner);
        return new ByteWriter().u8(STX).bytes(inner).u8(hex(check >>> 4)).u8(hex(check & 0x0F)).u8(ETX).toBytes().toArray();
    }

    private static int hex(int nibble) {
        return nibble <= 9 ? nibble + 0x30 : nibble + 0x37;
    }

    /** Model A22 writes A as 3AH, the others as 41H. */
    private static boolean isHex(int nibble, int octet) {
        return octet == hex(nibble) || octet == nibble + 0x30;
    }

    private static boolean checked(Bytes frame) {
        int end = frame.size() - 1;
        int check = Bcc.of(frame.slice(1, end - 2));
        return frame.u8(end) == ETX && isHex(check >>> 4, frame.u8(end - 2)) && isHex(check & 0x0F, frame.u8(end - 1));
    }

    private static Optional<YaohuaFrame> continuous(Bytes frame) {
        return checked(frame) ? sixDigits(frame.slice(1, 9)).map(YaohuaFrame.Continuous0::new) : Optional.empty();
    }

    private static Optional<YaohuaFrame> command(Bytes frame) {
        char address = (char) frame.u8(1);
        char command = (char) frame.u8(2);
        if (!checked(frame) || address < 'A' || address > 'Z') {
            return Optional.empty();
        }
        if (frame.size() == BRIEF_BYTES) {
            return Optional.of(YaohuaFrame.Command.request(address, command));
        }
        Bytes data = frame.slice(3, 3 + DATA_BYTES);
        boolean point = text(data).indexOf('.') >= 0;
        Optional<Displayed> weight = point ? pointed(data.u8(0), text(data.slice(1, DATA_BYTES))) : sixDigits(data);
        return weight.map(w -> new YaohuaFrame.Command(address, command, Optional.of(w), point));
    }

    private static Optional<YaohuaFrame> lowFirst(Bytes frame) {
        String digits = new StringBuilder(text(frame.slice(1, 8))).reverse().toString();
        return equalsForm(frame.u8(8), digits).map(YaohuaFrame.LowFirst::new);
    }

    private static Optional<YaohuaFrame> highFirst(Bytes frame) {
        return equalsForm(frame.u8(1), text(frame.slice(2, 9))).map(YaohuaFrame.HighFirst::new);
    }

    private static Optional<Displayed> equalsForm(int sign, String digits) {
        return sign == '0' || sign == '-' ? pointed(sign == '-' ? '-' : '+', digits) : Optional.empty();
    }

    private static String text(Bytes ascii) {
        return new String(ascii.toArray(), StandardCharsets.ISO_8859_1);
    }

    /** Sign, six digits, number of decimals. */
    private static Optional<Displayed> sixDigits(Bytes field) {
        String digits = text(field.slice(1, 7));
        int decimals = field.u8(7) - '0';
        boolean good = isSign(field.u8(0)) && digits.matches("[0-9]{6}") && decimals >= 0 && decimals <= MOST_DECIMALS;
        return good ? Optional.of(new Displayed(field.u8(0) == '-', Long.parseLong(digits), decimals)) : Optional.empty();
    }

    private static Optional<Displayed> pointed(int sign, String text) {
        if (!isSign(sign) || !text.matches("[0-9]+(\\.[0-9]+)?")) {
            return Optional.empty();
        }
        int point = text.indexOf('.');
        return Optional.of(new Displayed(sign == '-', Long.parseLong(text.replace(".", "")), point < 0 ? 0 : text.length() - point - 1));
    }

    private static boolean isSign(int octet) {
        return octet == '+' || octet == '-';
    }
}
