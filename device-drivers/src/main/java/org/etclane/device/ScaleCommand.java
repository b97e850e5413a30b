package org.etclane.device;

import java.time.LocalDateTime;

/** What the lane asks of a scale. Which device can do what is its driver's business; it says so when it cannot. */
public sealed interface ScaleCommand extends DeviceCommand {

    /**
     * The lane holds the weight of this record: the device may forget it now. Idempotent; an unknown id means nothing. A record
     * without this stays in the device, and those behind it wait.
     */
    record Taken(long recordId) implements ScaleCommand {
    }

    /** Set the scale to zero. Refused by the driver unless it knows that nothing lies on the scale, and unless configured. */
    record Zero() implements ScaleCommand {
    }

    /** Set the device's clock, which dates its records. Refused unless configured where the command is doubtful. */
    record SetClock(LocalDateTime time) implements ScaleCommand {
    }
}
