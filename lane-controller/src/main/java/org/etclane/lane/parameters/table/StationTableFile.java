package org.etclane.lane.parameters.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;
import org.etclane.lane.parameters.StationKey;
import org.etclane.lane.parameters.StationTable;
import org.etclane.lane.parameters.StationTable.LaneType;
import org.etclane.lane.parameters.StationTable.Station;

/**
 * {@link StationTable} as rows: one for each lane of a station, or one without lane for a station whose lanes are not told.
 *
 * <pre>
 * etclane-stations,1
 * network,station,id,name,lane,laneType
 * 3701,12,G0001370010010,测试东站,1,exit
 * 3701,13,,测试西站,,
 * </pre>
 *
 * Networks 4 hexadecimal digits; stations 0–65535; id empty or 14 characters (lane-rules.md §10); name 1–40 characters; lanes 1–255, each
 * once; laneType entry, exit or open. Rows of one station agree in id and name.
 */
public final class StationTableFile {
    static final String FIRST = "etclane-stations,1";
    static final List<String> COLUMNS = List.of("network", "station", "id", "name", "lane", "laneType");
    private static final Pattern NETWORK = Pattern.compile("[0-9A-Fa-f]{4}");
    private static final Pattern ID = Pattern.compile("|[0-9A-Z]{14}");
    private static final Pattern NAME = Pattern.compile("[^\"]{1,40}");
    private static final Map<String, LaneType> TYPES = Stream.of(LaneType.values())
            .collect(Collectors.toMap(type -> type.name().toLowerCase(Locale.ROOT), type -> type));
    private static final Text TYPE_NAMES = new Text("entry, exit, open", "entry（入口）、exit（出口）、open（开放式）");

    private StationTableFile() {
    }

    /** What could be read; worth nothing when there are findings. */
    public static StationTable read(byte[] file, Findings findings) {
        Map<StationKey, Station> stations = new HashMap<>();
        CsvRows rows = CsvRows.read(file, FIRST, COLUMNS, findings);
        rows.rows.forEach(row -> station(row, stations));
        if (rows.rows.isEmpty()) {
            findings.add(Problem.Kind.FILE_WRONG, "", 0, "", new Text("holds no station", "没有收费站"), new Text("at least this lane's own station",
                    "至少包含本站"), Text.NONE);
        }
        return new StationTable(stations);
    }

    private static void station(CsvRows.Row row, Map<StationKey, Station> stations) {
        boolean good = row.matches("network", NETWORK, new Text("4 hexadecimal digits", "4位十六进制数"));
        OptionalLong number = row.number("station", 0, 0xFFFF);
        good &= row.matches("id", ID, new Text("empty, or 14 digits and capital letters", "空，或14位数字、大写字母"));
        good &= row.matches("name", NAME, new Text("1–40 characters", "1–40个字符"));
        List<Integer> lane = new ArrayList<>();
        if (!row.text("lane").isEmpty() || !row.text("laneType").isEmpty()) {
            OptionalLong laneNumber = row.number("lane", 1, 255);
            laneNumber.ifPresent(value -> lane.add((int) value));
            good &= laneNumber.isPresent();
            if (!TYPES.containsKey(row.text("laneType"))) {
                row.wrong(Problem.Kind.NOT_ALLOWED, "laneType", new Text("is none of the types", "未知的车道类型"), TYPE_NAMES);
                good = false;
            }
        }
        if (good && number.isPresent()) {
            StationKey key = new StationKey(row.text("network").toLowerCase(Locale.ROOT), (int) number.getAsLong());
            merge(row, new Station(key, row.text("id"), row.text("name"), lane.isEmpty() ? Map.of()
                    : Map.of(lane.getFirst(), TYPES.get(row.text("laneType")))), stations);
        }
    }

    private static void merge(CsvRows.Row row, Station one, Map<StationKey, Station> stations) {
        Station before = stations.putIfAbsent(one.key(), one);
        if (before == null) {
            return;
        }
        if (one.lanes().isEmpty() || before.lanes().isEmpty() || before.lanes().keySet().stream().anyMatch(one.lanes()::containsKey)) {
            row.twice(one.lanes().isEmpty() ? "station" : "lane", new Text("stands here a second time", "重复"));
        } else if (!before.name().equals(one.name()) || !before.id().equals(one.id())) {
            row.wrong(Problem.Kind.CONTRADICTION, "name", new Text("differs from another row of the station", "与该站其他行不一致"),
                    new Text(before.id() + "," + before.name(), before.id() + "," + before.name()));
        } else {
            Map<Integer, LaneType> lanes = new HashMap<>(before.lanes());
            lanes.putAll(one.lanes());
            stations.put(one.key(), new Station(one.key(), one.id(), one.name(), lanes));
        }
    }
}
