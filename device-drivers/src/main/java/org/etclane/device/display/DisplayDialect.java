package org.etclane.device.display;

import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand;

/** How one protocol says what the lane wants. Pure. */
public interface DisplayDialect {

    /** Frames in sending order, within the display's limits; none when it cannot do this. */
    List<Bytes> frames(DisplayCommand command);

    /** As {@link #frames}, for a repetition: nothing that speaks. */
    List<Bytes> repeated(DisplayCommand command);

    /** The frame that asks the display how it is. */
    Bytes query();

    FrameScanner.Shape<DisplayAnswer> answers();
}
