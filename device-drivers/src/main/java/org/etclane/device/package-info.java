/**
 * The ports of the house: what devices say ({@link org.etclane.device.DeviceEvent}) and are told
 * ({@link org.etclane.device.DeviceCommand}), with no protocol in it. Values only: no thread, no clock, no I/O. Every protocol
 * package translates between these types and its bytes; the lane knows nothing else of a device.
 */
package org.etclane.device;
