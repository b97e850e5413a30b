/**
 * Versioned tables, delivered by the station or from a file, as immutable snapshots. The snapshot types are pure; loading and
 * checking happen at the edge.
 */
package org.etclane.lane.parameters;
