package org.etclane.device.trace;

import org.etclane.device.Bytes;
import org.etclane.device.link.LinkTrace.Direction;

/**
 * One packet of a trace file.
 *
 * @param wallNanos nanoseconds since 1970-01-01 00:00 UTC
 * @param direction NOTE when no bytes went anywhere
 * @param bytes     as read or written; a frame may lie in several packets
 * @param comment   words for people, may be empty
 */
public record TracedBytes(long wallNanos, Direction direction, Bytes bytes, String comment) {
}
