package org.etclane.lane.parameters.lists.store;

import java.util.List;
import org.etclane.lane.parameters.lists.ListAnswer;
import org.etclane.lane.parameters.lists.ListKey;
import org.etclane.lane.parameters.lists.ListSize;
import org.etclane.lane.parameters.lists.ListVersion;
import org.etclane.lane.parameters.lists.StatusList;

/** A full list and the increments on top of it: the newest that says something about a key counts. */
final class ChainedList implements StatusList {
    private static final ListAnswer NOT_LISTED = new ListAnswer.NotListed();

    private final List<StatusListFile> newestFirst;
    private final ListVersion version;
    private final ListSize size;

    /** @param newestFirst at least one; the last is the full list */
    ChainedList(List<StatusListFile> newestFirst, ListVersion version) {
        this.newestFirst = List.copyOf(newestFirst);
        this.version = version;
        List<StatusListFile> increments = newestFirst.subList(0, newestFirst.size() - 1);
        long removed = increments.stream().mapToLong(f -> f.header().body().removals()).sum();
        long all = increments.stream().mapToLong(f -> f.header().body().entries()).sum();
        size = new ListSize(newestFirst.getLast().header().body().entries(), all - removed, removed);
    }

    @Override
    public ListAnswer find(ListKey key) {
        if (key.kind() != version.kind()) {
            throw new IllegalArgumentException("a key for " + key.kind() + " asked of the list for " + version.kind());
        }
        try {
            for (int i = 0; i < newestFirst.size(); i++) {
                long rest = newestFirst.get(i).find(key.number(), key.network());
                if (rest != StatusListFile.ABSENT) {
                    return ListRecord.reason(rest) == ListRecord.REMOVED ? NOT_LISTED : new ListAnswer.Listed(ListRecord.listing(rest));
                }
            }
            return NOT_LISTED;
        } catch (DamagedListException damaged) {
            return new ListAnswer.Unreadable(damaged.getMessage());
        } catch (IllegalStateException closed) {
            return new ListAnswer.Unreadable("this version was taken out of force: " + closed.getMessage());
        } catch (InternalError unreadable) {
            // what the JVM makes of a mapped page that the disk does not give; it must not end the thread that guards the arm
            return new ListAnswer.Unreadable("the disk does not give a page of the list: " + unreadable.getMessage());
        }
    }

    @Override
    public ListVersion version() {
        return version;
    }

    @Override
    public ListSize size() {
        return size;
    }
}
