/**
 * The lane's configuration: a tree of records, read from YAML with every problem reported at once, described in one place from
 * which binding, JSON Schema, the printed effective configuration and the messages all follow. Also the wording of the display.
 * Imports the settings types of the core, {@code org.etclane.device.spi} and Jackson, and no driver: what may stand in a device's
 * section is described by the driver that its {@code type} names; used at start by the main thread and by
 * {@code lanectl}. Only {@link org.etclane.lane.config.LaneConfigLoader} touches files.
 */
package org.etclane.lane.config;
