/**
 * {@code lanectl conformance}: runs a driver's conformance suite on one real or simulated device, and writes down what was found.
 * {@link org.etclane.lane.workbench.conformance.ConformanceSitting} runs it on its caller's thread,
 * {@link org.etclane.lane.workbench.conformance.MarkdownReport} and {@link org.etclane.lane.workbench.conformance.JsonReport} are pure.
 * Knows devices by their suites only, and nothing of a lane.
 */
package org.etclane.lane.workbench.conformance;
