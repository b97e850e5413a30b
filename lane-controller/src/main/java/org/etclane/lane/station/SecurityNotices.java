package org.etclane.lane.station;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.etclane.lane.station.v1.SecurityNotice;

/**
 * Security events that the station has not been told of yet. Equal ones collapse into a count, so that a wrong certificate
 * that is met at every attempt for a week is one line. At most {@value #KEPT} different ones; more are counted under one heading.
 * One thread.
 */
final class SecurityNotices {
    static final int KEPT = 32;
    static final String OTHERS = "further security events";

    private final Map<String, SecurityNotice> waiting = new LinkedHashMap<>();

    /** True when nothing like it was waiting: worth a line in the log and an alarm. */
    boolean add(String detail, long wallMillis) {
        String key = waiting.containsKey(detail) || waiting.size() < KEPT ? detail : OTHERS;
        SecurityNotice known = waiting.get(key);
        if (known == null) {
            waiting.put(key, SecurityNotice.newBuilder().setWallMillis(wallMillis).setDetail(key).setCount(1).build());
            return true;
        }
        waiting.put(key, known.toBuilder().setCount(known.getCount() + 1).build());
        return false;
    }

    /** Everything that waits, oldest first; nothing waits afterwards. */
    List<SecurityNotice> take() {
        List<SecurityNotice> all = new ArrayList<>(waiting.values());
        waiting.clear();
        return all;
    }
}
