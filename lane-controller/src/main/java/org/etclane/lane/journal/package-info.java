/**
 * The durable record of the lane: {@link org.etclane.lane.journal.Journal} is the contract,
 * {@link org.etclane.lane.journal.H2Journal} keeps it in an embedded H2 file, {@link org.etclane.lane.journal.JournalOpener} opens
 * that file or says why not. The same table is the outbox to the station.
 *
 * <p>In the data directory: {@code journal.mv.db} the database; {@code journal.mark} what was durable last, since H2 opens a file
 * whose end is missing without a word; {@code journal.lock} held by the running lane; {@code set-aside-*} damaged files;
 * {@code NEEDS-ATTENTION.json} until somebody has acknowledged those; {@code journal-schema*.mv.db} the file before a migration.
 * To go back to a backup, remove the mark with the database that it belongs to, and expect the station to ask about the ledger.
 *
 * <p>Threads: "journal" alone writes and calls the listener; readers open their own connections on any thread but the lane loop.
 * May import the entries of the core, JDBC, H2, Flyway, Jackson; nothing of devices' wires or the station link.
 */
package org.etclane.lane.journal;
