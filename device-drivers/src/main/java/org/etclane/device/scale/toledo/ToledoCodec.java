package org.etclane.device.scale.toledo;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;

/** Frames of the Toledo continuous output, both directions (weighing.md §2). Pure; decoding never throws. Bit 7 is ignored. */
public final class ToledoCodec {
    private static final int STX = 0x02;
    private static final int CR = 0x0D;
    private static final int LOW_SEVEN = 0x7F;
    private static final int WEIGHT_AT = 4;
    private static final int FIELD_BYTES = 6;

    private ToledoCodec() {
    }

    private static int crAt(boolean tareField) {
        return WEIGHT_AT + FIELD_BYTES + (tareField ? FIELD_BYTES : 0);
    }

    public static FrameScanner<ToledoFrame> scanner(boolean checksum, boolean tareField) {
        int length = crAt(tareField) + (checksum ? 2 : 1);
        return new FrameScanner<>(new FrameScanner.Shape<>() {
            @Override
            public int lengthAt(byte[] held, int at, int end) {
                return (held[at] & LOW_SEVEN) == STX ? length : NONE;
            }

            @Override
            public Scanned<ToledoFrame> read(Bytes candidate) {
                return decode(candidate, checksum, tareField).<Scanned<ToledoFrame>>map(f -> new Scanned.Frame<>(f, candidate))
                        .orElseGet(() -> new Scanned.Malformed<>(candidate, false, "checksum, end or digits wrong"));
            }
        });
    }

    private static Optional<ToledoFrame> decode(Bytes raw, boolean checksum, boolean tareField) {
        byte[] masked = raw.toArray();
        int sum = 0;
        for (int i = 0; i < masked.length; i++) {
            masked[i] &= LOW_SEVEN;
            sum += masked[i];
        }
        Bytes frame = Bytes.copyOf(masked);
        Optional<Integer> weight = digits(frame, WEIGHT_AT);
        Optional<Integer> tare = tareField ? digits(frame, WEIGHT_AT + FIELD_BYTES) : Optional.empty();
        boolean good = frame.u8(crAt(tareField)) == CR && (!checksum || (sum & LOW_SEVEN) == 0) && weight.isPresent()
                && tare.isPresent() == tareField;
        return good ? Optional.of(new ToledoFrame(frame.u8(1), frame.u8(2), frame.u8(3), weight.get(), tare)) : Optional.empty();
    }

    /** Leading zeros may be spaces. */
    private static Optional<Integer> digits(Bytes frame, int at) {
        String text = new String(frame.slice(at, at + FIELD_BYTES).toArray(), StandardCharsets.US_ASCII);
        return text.matches(" *[0-9]+") ? Optional.of(Integer.parseInt(text.strip())) : Optional.empty();
    }

    public static byte[] wire(ToledoFrame frame, boolean checksum) {
        ByteWriter out = new ByteWriter().u8(STX).u8(frame.statusA()).u8(frame.statusB()).u8(frame.statusC()).bytes(field(frame.weight()));
        frame.tare().ifPresent(tare -> out.bytes(field(tare)));
        out.u8(CR);
        Bytes content = out.toBytes();
        int sum = 0;
        for (int i = 0; i < content.size(); i++) {
            sum += content.u8(i) & LOW_SEVEN;
        }
        return (checksum ? out.u8(-sum & LOW_SEVEN).toBytes() : content).toArray();
    }

    private static Bytes field(int digits) {
        return Bytes.copyOf("%6d".formatted(digits).getBytes(StandardCharsets.US_ASCII));
    }
}
