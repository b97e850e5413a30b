package org.etclane.device.wim.wanji;

import org.etclane.device.Bytes;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.frame.Crc16Xmodem;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;

/** Frames of the new Wanji protocol, both directions (weighing.md §5.1). Pure; decoding never throws. */
public final class WanjiCodec {
    private static final int LEAST_COMMAND = 0x80;

    private WanjiCodec() {
    }

    public static FrameScanner<WanjiFrame> scanner() {
        return new FrameScanner<>(new FrameScanner.Shape<>() {
            @Override
            public int lengthAt(byte[] held, int at, int end) {
                int here = Math.min(end - at, WanjiFrame.HEAD_BYTES);
                for (int i = 0; i < Math.min(here, 3); i++) {
                    if ((held[at + i] & 0xFF) != (i < 2 ? 0xFF : 0)) {
                        return NONE;
                    }
                }
                if (here > 3 && (held[at + 3] & 0xFF) < LEAST_COMMAND) {
                    return NONE;
                }
                if (here < WanjiFrame.HEAD_BYTES) {
                    return MORE;
                }
                int length = (held[at + 5] & 0xFF) << 8 | held[at + 6] & 0xFF;
                return length < WanjiFrame.OVERHEAD_BYTES || length > WanjiFrame.LONGEST_BYTES ? NONE : length;
            }

            @Override
            public Scanned<WanjiFrame> read(Bytes candidate) {
                return Crc16Xmodem.of(candidate) != 0 ? new Scanned.Malformed<>(candidate, false, "CRC wrong")
                        : new Scanned.Frame<>(new WanjiFrame(candidate.u8(3), candidate.u8(4),
                                candidate.slice(WanjiFrame.HEAD_BYTES, candidate.size() - 2)), candidate);
            }
        });
    }

    public static byte[] wire(WanjiFrame frame) {
        Bytes content = new ByteWriter().u16(0xFFFF).u8(0).u8(frame.command()).u8(frame.sub())
                .u16(frame.data().size() + WanjiFrame.OVERHEAD_BYTES).bytes(frame.data()).toBytes();
        return new ByteWriter().bytes(content).u16(Crc16Xmodem.of(content)).toBytes().toArray();
    }
}
