package org.etclane.device.ldi;

import java.util.LinkedHashMap;
import java.util.Map;
import org.etclane.device.DeviceEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.link.Endpoint.Sink;

/**
 * Reports refused callers without letting them fill anybody's records: the same kind of refusal of one address at most once in
 * {@code reportEveryMs}, with a count, and at most {@value #REPORTS} reports in that time whoever calls. Part of {@link LdiHub}.
 */
final class LdiWatch {
    static final int REPORTS = 20;
    private static final int REMEMBERED = 64;

    private static final class Seen {
        long toldNanos;
        long since;
    }

    private final String name;
    private final long everyNanos;
    private final Map<String, Seen> seen = new LinkedHashMap<>();
    private long windowNanos;
    private int reports;
    private long suppressed;

    LdiWatch(LdiSettings settings) {
        this.name = settings.name();
        this.everyNanos = settings.limits().reportEveryMs() * LdiSession.NANOS_PER_MS;
    }

    /** @param kind the same for the same sort of refusal; @param detail may differ each time */
    void refused(long nowNanos, String address, String kind, String detail, Sink<DeviceEvent> sink) {
        Seen before = seen.get(address + kind);
        if (before != null && nowNanos - before.toldNanos < everyNanos) {
            before.since++;
            return;
        }
        if (nowNanos - windowNanos >= everyNanos) {
            windowNanos = nowNanos;
            reports = 0;
        }
        if (reports >= REPORTS) {
            suppressed++;
            return;
        }
        reports++;
        String more = before == null || before.since == 0 ? "" : " (and " + before.since + " times more since the last report)";
        String others = suppressed == 0 ? "" : " (and " + suppressed + " refusals of others were not reported)";
        suppressed = 0;
        Seen now = new Seen();
        now.toldNanos = nowNanos;
        seen.remove(address + kind);
        seen.put(address + kind, now);
        if (seen.size() > REMEMBERED) {
            seen.remove(seen.keySet().iterator().next());
        }
        sink.emit(new SecurityEvent(name, nowNanos, address + ": " + detail + more + others));
    }
}
