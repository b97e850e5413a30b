package org.etclane.device.spi;

import org.etclane.device.RsuEvent;

/** The device's side of an RSU protocol, as far as a starting lane needs it to rehearse: what its driver makes an event of. Pure. */
@FunctionalInterface
public interface RsuRehearsal {
    /**
     * The bytes from which the driver makes this event, delimiters and all.
     *
     * @param event its {@code raw} is not looked at
     */
    byte[] wire(RsuEvent event);
}
