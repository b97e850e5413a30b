package org.etclane.device.spi;

import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * What a driver may need that is not a setting of its own. Made by the lane; later versions may hold more, so drivers only read it.
 *
 * @param direction  of the lane
 * @param zone       time zone of the lane, for local times on the wire
 * @param wallMillis milliseconds since 1970; for labels on the wire only, never to measure with. Any thread
 */
public record DriverContext(LaneDirection direction, ZoneId zone, LongSupplier wallMillis) {
}
