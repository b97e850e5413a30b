package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;
import org.etclane.device.frame.Bcc;
import org.etclane.device.frame.Escape;

/** From a frame's content to the bytes on the line (rsu-serial.md §1). */
final class RsuWire {
    private static final Bytes FF = Bytes.of(0xFF);

    private RsuWire() {
    }

    /**
     * @param content  RSCTL … last DATA byte, without BCC
     * @param stxBytes 1 or 2: how many FF begin the frame
     */
    static byte[] wrap(Bytes content, int stxBytes) {
        Bytes checked = Bytes.concat(content, Bytes.of(Bcc.of(content)));
        Bytes stx = stxBytes == 1 ? FF : Bytes.concat(FF, FF);
        return Bytes.concat(stx, Escape.escape(checked), FF).toArray();
    }
}
