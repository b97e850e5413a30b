package org.etclane.lane.core;

/**
 * When something reached the lane loop. Two clocks that are never mixed.
 *
 * @param nanos      monotonic; orders, measures and times out
 * @param wallMillis wall clock, milliseconds since 1970 UTC; labels only, may jump either way without harm
 */
public record Moment(long nanos, long wallMillis) {
}
