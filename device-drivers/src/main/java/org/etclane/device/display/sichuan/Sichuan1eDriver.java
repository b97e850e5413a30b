package org.etclane.device.display.sichuan;

import org.etclane.device.display.PolledDisplayDriver;

/**
 * The lane's side of one display of Sichuan's MTC protocol "1E" (fee-displays.md), asked with {@code 0A 46 0A}. See
 * {@link PolledDisplayDriver} for what it does when.
 */
public final class Sichuan1eDriver extends PolledDisplayDriver {

    public Sichuan1eDriver(Sichuan1eSettings settings) {
        super(settings.name(), settings.timing(), new Sichuan1eDialect(settings));
    }
}
