/**
 * What runs the core: the lane loop (one thread, highest priority, owner of all lane state), the effect runner that carries
 * decisions out to devices, journal and display, and the wiring of a whole lane from its configuration. The only place that
 * knows which protocol package stands behind a configured device.
 */
package org.etclane.lane.runtime;
