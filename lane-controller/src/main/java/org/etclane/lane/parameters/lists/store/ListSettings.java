package org.etclane.lane.parameters.lists.store;

/**
 * @param reserveBytes         of the disk that a list never takes, so that records can be written; a build that would is given up
 * @param mergeAfterIncrements so many increments on top of a full list are merged into it
 * @param mergeAfterPermille   increments are merged when they hold so many thousandths of the full list's entries
 */
public record ListSettings(long reserveBytes, int mergeAfterIncrements, int mergeAfterPermille) {
    public ListSettings {
        if (reserveBytes < 0 || mergeAfterIncrements < 1 || mergeAfterPermille < 1) {
            throw new IllegalArgumentException("reserveBytes " + reserveBytes + " from 0, mergeAfterIncrements " + mergeAfterIncrements
                    + " from 1, mergeAfterPermille " + mergeAfterPermille + " from 1");
        }
    }

    /** 1 GiB, 24 increments (four hours of one each ten minutes, lane-rules.md §11 ⚠ general knowledge), an eighth. */
    public static ListSettings defaults() {
        return new ListSettings(1L << 30, 24, 125);
    }
}
