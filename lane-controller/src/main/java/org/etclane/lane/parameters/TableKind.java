package org.etclane.lane.parameters;

import java.util.Arrays;
import java.util.Optional;

/** The tables that a package can hold, by the name that stands in its manifest. */
public enum TableKind {
    /** 费率表: {@link RateTable}. The only one that every set must hold. */
    RATES("rates", 64L << 20),
    /** 收费站与车道: {@link StationTable}. */
    STATIONS("stations", 8L << 20),
    /** 特情处置: {@link SpecialEventTable}. */
    SPECIAL_EVENTS("special-events", 1L << 20),
    /** 阈值: {@link Thresholds}. */
    THRESHOLDS("thresholds", 1L << 20),
    /** 节假日免费日历: {@link HolidayCalendar}. */
    HOLIDAYS("holidays", 1L << 20),
    /** 卡状态名单. No part of a set: handed over as a stream. */
    CARD_STATUS("card-status", 4L << 30),
    /** 标签状态名单. As {@link #CARD_STATUS}. */
    OBU_STATUS("obu-status", 4L << 30);

    private final String key;
    private final long maxBytes;

    TableKind(String key, long maxBytes) {
        this.key = key;
        this.maxBytes = maxBytes;
    }

    public String key() {
        return key;
    }

    public long maxBytes() {
        return maxBytes;
    }

    /** A list of media (cards or OBUs) with millions of entries, not a table of the set. */
    public boolean isStatusList() {
        return this == CARD_STATUS || this == OBU_STATUS;
    }

    public static Optional<TableKind> of(String key) {
        return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
    }
}
