package org.etclane.lane.parameters.store;

import java.util.List;
import java.util.stream.Collectors;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;
import org.etclane.lane.parameters.pack.VerifiedPackage;

/**
 * Where the status lists of a package go. They have millions of entries and change every few minutes, so they are no part of a set:
 * whoever keeps them reads them as streams from the verified file and sees to versions and swaps by itself.
 */
@FunctionalInterface
public interface StatusListTaker {
    /** Of a lane that keeps no status lists: says so instead of losing them silently. */
    StatusListTaker NONE = pack -> List.of(new Problem(Problem.Kind.NOT_ALLOWED, "manifest.json/contents", 0, "status-lists",
            new Text("cannot be taken: this lane keeps no status lists (" + pack.sections().stream().map(s -> s.table().kind().key())
                    .collect(Collectors.joining(", ")) + ")", "本车道不保存状态名单"), new Text("set", "set"), Text.NONE));

    /**
     * Reads what it wants with {@link VerifiedPackage#open}; the file is gone after this returns.
     *
     * @return why they are not taken; empty when they are kept durably. On the store's thread
     */
    List<Problem> take(VerifiedPackage pack);
}
