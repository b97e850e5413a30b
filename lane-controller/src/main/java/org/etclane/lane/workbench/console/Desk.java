package org.etclane.lane.workbench.console;

import org.etclane.device.DeviceCommand;
import org.etclane.device.link.LinkStatistics;
import org.etclane.device.spi.Text;

/** What a console does: tells the device, tells the engineer, ends the verb that is open. Valid during the call only. */
interface Desk {
    /** To the device. When its queue is full the open verb fails. */
    void tell(DeviceCommand command);

    /** Takes the device's line down and up again. */
    void restart(String cause);

    /** An answer to what was typed. */
    void say(Text line);

    /** Something that happened, with the time at which it did. */
    void live(long atNanos, Text line);

    /** The open verb has ended well. */
    void done();

    /** The open verb has ended otherwise; without one it is only said. */
    void failed(Text why);

    /**
     * The open verb is over when the device has not complained for a moment: then {@link BenchConsole#settled} is called. For commands
     * that have no answer of their own.
     */
    void settle();

    /** Whether {@code confirm WORD} was typed in this session. */
    boolean confirmed(String word);

    LinkStatistics statistics();
}
