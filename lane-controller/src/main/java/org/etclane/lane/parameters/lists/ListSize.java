package org.etclane.lane.parameters.lists;

/**
 * How many entries. Exact while {@code added} and {@code removed} are 0; increments that are not merged yet may name cards that the
 * full list below them has (or has not) anyway, so {@code entries + added} and {@code entries − removed} are bounds.
 *
 * @param entries of the full list
 * @param added   entries of increments on top of it
 * @param removed removals of increments on top of it
 */
public record ListSize(long entries, long added, long removed) {
}
