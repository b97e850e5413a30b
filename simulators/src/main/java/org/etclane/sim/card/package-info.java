/**
 * The user card (用户卡) with its files, its purse and its keys, answering command APDUs as a card would
 * (card-and-obu-files.md §1, §4), and the ledger of what cards really lost. Imports {@code org.etclane.device} values and the
 * purse arithmetic of {@code org.etclane.sim.psam}. Runs on the simulation's thread only.
 */
package org.etclane.sim.card;
