/**
 * The files behind status lists: reading a delivered list in any order with bounded memory, the sorted mapped file, the folder in which a
 * swap is all or nothing. Imports java.nio and java.lang.foreign; nothing of core, rules or runtime. {@link
 * org.etclane.lane.parameters.lists.store.StatusListStore} belongs to one background thread; the snapshots that it hands out are asked by
 * any.
 *
 * <p>Memory: nothing here makes an object per entry. Sorting buffers, filters and indexes lie outside the heap, in arenas that are closed,
 * so a list of any size leaves the heap as it was.
 */
package org.etclane.lane.parameters.lists.store;
