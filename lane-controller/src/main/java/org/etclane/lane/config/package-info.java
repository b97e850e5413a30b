/**
 * The lane's configuration: a tree of records, read from YAML with every problem reported at once, described in one place from
 * which binding, JSON Schema, the printed effective configuration and the messages all follow. Also the wording of the display.
 * Imports the settings types of the core and of the drivers, and Jackson; used at start by the main thread and by
 * {@code lanectl}. Only {@link org.etclane.lane.config.LaneConfigLoader} touches files.
 */
package org.etclane.lane.config;
