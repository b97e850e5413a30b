/**
 * Static scales (整车静态秤): an indicator shows what lies on the platform and knows of no vehicles. What the indicators share is here:
 * when a weight is at rest, when a load came and went, when zero may be set ({@link org.etclane.device.scale.StaticScale}). The
 * protocols are {@code scale.yaohua} and {@code scale.toledo}. Imports {@code org.etclane.device}, {@code device.wim} and the
 * endpoint shape, and {@code conformance} for what is asked of an indicator. No thread, no clock.
 *
 * <p>A vehicle's record is made when its load has left, and holds the highest weight that was at rest meanwhile: an indicator cannot
 * tell a vehicle that stands with its front axle on the platform from a light one, so nothing is a record before it is over. What
 * is needed earlier comes as {@code LiveWeight}. Two vehicles between which the platform is never empty are one load: the lane sees
 * it by its count of vehicles. An indicator keeps no records, so {@code Taken} sends nothing.
 */
package org.etclane.device.scale;
