/**
 * Conformance (符合性测试): whether a device keeps its protocol, and in what it differs. A driver's provider that also is a
 * {@link org.etclane.device.conformance.ConformanceProvider} offers a {@link org.etclane.device.conformance.Suite}: exercises that
 * put questions on the line, and judges that look at what came. {@link org.etclane.device.conformance.SuiteRun} runs it as an
 * {@link org.etclane.device.link.Endpoint}: in memory against a simulator, or by a
 * {@link org.etclane.device.link.DeviceAgent} on a real line. What it told is collected as a
 * {@link org.etclane.device.conformance.ConformanceReport}.
 *
 * <p>The device must not be in use by a lane. No suite ever asks for a debit of more than 0 fen; what moves the arm or writes to a
 * card is asked only when {@link org.etclane.device.conformance.Permissions} allow it.
 *
 * <p>Pure: no thread, no clock, no I/O. Imports {@code org.etclane.device}, its {@code link} and {@code spi} packages; knows no
 * protocol.
 */
package org.etclane.device.conformance;
