/**
 * The tables of a package as files: bytes to snapshot, or everything that is wrong with them. Rows of text with one fact each; each
 * class gives the columns of its table. Pure, any thread; imports the snapshots and the words of problems.
 */
package org.etclane.lane.parameters.table;
