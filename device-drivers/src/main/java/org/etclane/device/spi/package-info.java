/**
 * What a driver has to offer so that a lane finds it by the {@code type} in its configuration
 * ({@link org.etclane.device.spi.DriverProvider}, found by {@link org.etclane.device.spi.DriverRegistry} through
 * {@code META-INF/services}), and how settings are described ({@link org.etclane.device.spi.Key},
 * {@link org.etclane.device.spi.Checked}; the lane describes its own settings with the same). May import
 * {@link org.etclane.device} and its {@code link} and {@code trace} packages, and knows no protocol. No thread: called at start by
 * the main thread and by {@code lanectl}. How a driver is added is told in device-drivers/README.md.
 */
package org.etclane.device.spi;
