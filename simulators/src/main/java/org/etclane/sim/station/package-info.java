/**
 * The reference station: the other end of station.proto, with a database, and the certificates for a test bench. Shows a station
 * developer what the protocol asks for and gives the bench the third ledger. May import Netty, JDBC, Protobuf, Bouncy Castle and
 * the lane's protocol classes. Threads: event loop "station-server" and "station-store", the only one that writes the database.
 */
package org.etclane.sim.station;
