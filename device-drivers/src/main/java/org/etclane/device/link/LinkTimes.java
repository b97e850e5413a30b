package org.etclane.device.link;

/** Hears how long bytes and commands were under way inside this process. Any thread; must not block. */
@FunctionalInterface
public interface LinkTimes {
    LinkTimes NONE = (leg, nanos) -> { };

    enum Leg {
        /** From the return of the read until the device's thread takes the bytes. */
        READ,
        /** From there until the last event that they made has been handed on; bytes that make no event do not count. */
        DECODE,
        /** From the offer of a command until its frame has been handed to the line. */
        SEND,
        /** From there until the write has returned, when the link can tell. */
        WRITE
    }

    void took(Leg leg, long nanos);
}
