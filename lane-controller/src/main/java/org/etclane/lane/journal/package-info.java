/**
 * The durable record of the lane: {@link org.etclane.lane.journal.Journal} is the contract, the H2 implementation keeps it.
 * One writer thread ("journal"); readers open their own connections. The same table is the outbox to the station.
 */
package org.etclane.lane.journal;
