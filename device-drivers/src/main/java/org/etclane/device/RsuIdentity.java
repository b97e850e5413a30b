package org.etclane.device;

import java.util.List;

/**
 * Who the RSU says it is.
 *
 * @param terminals     12 hexadecimal digits per PSAM
 * @param manufacturer  code, e.g. 08 Wanji
 * @param rsuId         hexadecimal
 */
public record RsuIdentity(List<String> terminals, int manufacturer, String rsuId, int version) {
    public RsuIdentity {
        terminals = List.copyOf(terminals);
    }
}
