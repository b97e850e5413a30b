package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;
import org.etclane.device.frame.Bcc;
import org.etclane.device.frame.Escape;

/** From a frame's content to the bytes on the line (rsu-serial.md §1). */
final class RsuWire {
    private static final Bytes STX = Bytes.of(0xFF, 0xFF);
    private static final Bytes ETX = Bytes.of(0xFF);

    private RsuWire() {
    }

    /** @param content RSCTL … last DATA byte, without BCC */
    static byte[] wrap(Bytes content) {
        Bytes checked = Bytes.concat(content, Bytes.of(Bcc.of(content)));
        return Bytes.concat(STX, Escape.escape(checked), ETX).toArray();
    }
}
