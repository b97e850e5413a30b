/**
 * Lines to devices ({@link org.etclane.device.link.ByteLink}) and what runs a protocol on one
 * ({@link org.etclane.device.link.Endpoint}). Knows jSerialComm and Netty; knows no protocol.
 */
package org.etclane.device.link;
