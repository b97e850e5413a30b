package org.etclane.device.ldi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.etclane.device.Bytes;

/** The printed samples, and what tests read from files. */
final class LdiSamples {
    record Sample(String number, int command, int seq, byte[] frame) {
        Bytes data() {
            return Bytes.copyOf(frame, LdiFrame.DATA_AT, frame.length - LdiFrame.CRC_BYTES);
        }
    }

    static final String LANE_HEX = "2013145200";
    static final String CODE_HEX = "0123456789ABCDEF";

    private LdiSamples() {
    }

    static List<Sample> all() {
        return lines("samples.txt").stream().map(line -> line.split(" "))
                .map(word -> new Sample(word[0], Integer.parseInt(word[1], 16), Integer.parseInt(word[2], 16),
                        Bytes.fromHex(word[3]).toArray())).toList();
    }

    static Sample sample(String number) {
        return all().stream().filter(s -> s.number().equals(number)).findFirst().orElseThrow();
    }

    static LdiMessage message(String number) {
        return good(sample(number).data());
    }

    static LdiMessage good(Bytes data) {
        return switch (LdiCodec.decode(data)) {
            case LdiDecoded.Good(LdiMessage message) -> message;
            case LdiDecoded.Malformed(String reason) -> throw new AssertionError(reason + ": " + data);
        };
    }

    /** Without comments and empty lines. */
    static List<String> lines(String file) {
        try (InputStream in = LdiSamples.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .map(line -> line.replaceFirst("#.*", "").trim()).filter(line -> !line.isEmpty()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
