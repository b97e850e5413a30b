/**
 * Versioned tables as immutable snapshots: the {@link org.etclane.lane.parameters.ParameterSet} that the core decides by. Pure
 * values; reading and checking of files is in {@code table} and {@code pack}, keeping and changing them in {@code store}. May import
 * the JDK and nothing of the lane.
 */
package org.etclane.lane.parameters;
