package org.etclane.device.display.brace;

import org.etclane.device.display.PolledDisplayDriver;

/**
 * The lane's side of one display of the brace family (fee-displays.md). Answering profiles are asked with '1', Shandong, when
 * told so, with its version command. See {@link PolledDisplayDriver} for what it does when.
 */
public final class BraceDriver extends PolledDisplayDriver {

    public BraceDriver(BraceSettings settings) {
        super(settings.name(), settings.timing(), new BraceDialect(settings));
    }
}
