package org.etclane.lane.parameters.pack;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;
import org.etclane.lane.parameters.HolidayCalendar;
import org.etclane.lane.parameters.ParameterSet;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.parameters.RateTableFile;
import org.etclane.lane.parameters.SetId;
import org.etclane.lane.parameters.SetVersion;
import org.etclane.lane.parameters.SpecialEventTable;
import org.etclane.lane.parameters.StationTable;
import org.etclane.lane.parameters.TableKind;
import org.etclane.lane.parameters.TableVersion;
import org.etclane.lane.parameters.Thresholds;
import org.etclane.lane.parameters.table.Findings;
import org.etclane.lane.parameters.table.HolidayCalendarFile;
import org.etclane.lane.parameters.table.SpecialEventTableFile;
import org.etclane.lane.parameters.table.StationTableFile;
import org.etclane.lane.parameters.table.ThresholdsFile;

/** The tables of a verified package as a set, or everything that is wrong with them and with their fitting this lane. */
public final class SetReader {
    private static final long DAY_MS = 86_400_000L;
    /** Before this there was no such network. */
    private static final long EARLIEST_MILLIS = Instant.parse("2010-01-01T00:00:00Z").toEpochMilli();
    private static final Text CHECK_SOURCE = new Text("have the issuer check it", "请核对数据来源");

    private final VerifiedPackage pack;
    private final Findings findings;
    private Optional<RateTable> rates = Optional.empty();
    private StationTable stations = StationTable.NONE;
    private SpecialEventTable specialEvents = SpecialEventTable.DEFAULT;
    private Thresholds thresholds = Thresholds.DEFAULT;
    private HolidayCalendar holidays = HolidayCalendar.NONE;

    private SetReader(VerifiedPackage pack, Findings findings) {
        this.pack = pack;
        this.findings = findings;
    }

    /** Empty when anything is wrong; then it is in the findings. Which time it is matters to nothing but {@link #aheadOf}. */
    public static Optional<ParameterSet> read(VerifiedPackage pack, LaneFit fit, String source, long receivedAtMillis, Findings findings) {
        return new SetReader(pack, findings).read(Optional.of(fit), source, receivedAtMillis);
    }

    /** A set that was accepted once: its sense was judged then, by limits that guard deliveries and may have been changed since. */
    public static Optional<ParameterSet> readAccepted(VerifiedPackage pack, String source, long receivedAtMillis, Findings findings) {
        return new SetReader(pack, findings).read(Optional.empty(), source, receivedAtMillis);
    }

    /** A new package that would come into force in a time that nobody means. */
    public static void aheadOf(long nowMillis, PackageManifest manifest, LaneFit fit, Findings findings) {
        boolean far = manifest.effectiveAtMillis() > nowMillis + fit.maxAheadDays() * DAY_MS || manifest.effectiveAtMillis() < EARLIEST_MILLIS;
        if (far) {
            findings.in(PackageReader.MANIFEST);
            findings.add(Problem.Kind.OUT_OF_RANGE, "effectiveAt", 0, Instant.ofEpochMilli(manifest.effectiveAtMillis()).toString(),
                    new Text("is far off", "生效时间不合理"), new Text("from 2010 to " + fit.maxAheadDays() + " days from now",
                            "2010年起，至今后" + fit.maxAheadDays() + "天内"), new Text("correct it, or the lane's clock, or parameters.maxAheadDays",
                            "改正该时间、车道时钟或parameters.maxAheadDays"));
            findings.in("");
        }
    }

    private Optional<ParameterSet> read(Optional<LaneFit> fit, String source, long receivedAtMillis) {
        List<TableVersion> versions = new ArrayList<>();
        Map<TableKind, String> files = new EnumMap<>(TableKind.class);
        for (VerifiedPackage.Section section : pack.sections()) {
            PackageManifest.Table t = section.table();
            files.put(t.kind(), t.file());
            versions.add(new TableVersion(t.kind().key(), t.version(), t.sha256(), t.effectiveAtMillis(), source, receivedAtMillis));
            findings.in(t.file());
            try {
                table(t, pack.bytes(section));
            } catch (IOException unreadable) {
                findings.add(Problem.Kind.UNREADABLE, "", 0, "", new Text("cannot be read: " + unreadable.getMessage(),
                        "无法读取：" + unreadable.getMessage()), Text.NONE, Text.NONE);
            }
        }
        findings.in(files.getOrDefault(TableKind.RATES, PackageReader.MANIFEST));
        if (!files.containsKey(TableKind.RATES)) {
            findings.add(Problem.Kind.MISSING, "tables", 0, "", new Text("hold no rate table", "缺少费率表"), new Text("a table of kind rates",
                    "一张kind为rates的表"), Text.NONE);
        }
        fit.ifPresent(limits -> {
            rates.ifPresent(table -> fitRates(table, limits));
            findings.in(files.getOrDefault(TableKind.STATIONS, ""));
            fitStations(limits);
        });
        findings.in("");
        if (!findings.none() || rates.isEmpty()) {
            return Optional.empty();
        }
        PackageManifest m = pack.manifest();
        SetVersion version = new SetVersion(new SetId(m.version(), pack.manifestSha256()), m.number(), m.effectiveAtMillis(), pack.signedBy(),
                source, receivedAtMillis);
        return Optional.of(new ParameterSet(version, versions, rates.get(), stations, specialEvents, thresholds, holidays));
    }

    private void table(PackageManifest.Table table, byte[] bytes) {
        switch (table.kind()) {
            case RATES -> rates(table, bytes);
            case STATIONS -> stations = StationTableFile.read(bytes, findings);
            case SPECIAL_EVENTS -> specialEvents = SpecialEventTableFile.read(bytes, findings);
            case THRESHOLDS -> thresholds = ThresholdsFile.read(bytes, findings);
            case HOLIDAYS -> holidays = HolidayCalendarFile.read(bytes, findings);
            case CARD_STATUS, OBU_STATUS -> throw new IllegalStateException("a manifest of a set names no status list");
        }
    }

    private void rates(PackageManifest.Table table, byte[] bytes) {
        switch (RateTableFile.parse(bytes, table.version(), table.sha256(), table.effectiveAtMillis())) {
            case RateTableFile.Result.Good(RateTable good) -> rates = Optional.of(good);
            case RateTableFile.Result.Bad bad -> bad.problems().forEach(problem -> findings.add(Problem.Kind.FILE_WRONG, "", 0, "",
                    new Text(problem, problem), Text.NONE, CHECK_SOURCE));
        }
    }

    private void fitRates(RateTable table, LaneFit fit) {
        if (fit.charges() && table.feeFenByTrip().keySet().stream().noneMatch(trip -> trip.exit().equals(fit.station()))) {
            findings.add(Problem.Kind.CONTRADICTION, "exit", 0, fit.station().toString(), new Text("knows no trip to this lane's station",
                    "没有到本站的费率"), new Text("at least one trip to " + fit.station(), "至少一条到" + fit.station() + "的费率"), CHECK_SOURCE);
        }
        table.feeFenByTrip().forEach((trip, fen) -> {
            if (fen > fit.maxFeeFen()) {
                findings.add(Problem.Kind.OUT_OF_RANGE, "feeFen", 0, Long.toString(fen), new Text("is absurd for " + trip.entry() + " to "
                        + trip.exit() + " class " + trip.vehicleClass(), trip.entry() + "至" + trip.exit() + "，车型" + trip.vehicleClass()
                        + "：费额不合理"), new Text("at most " + fit.maxFeeFen() + " fen (parameters.maxFeeFen)", "不超过" + fit.maxFeeFen()
                        + "分（parameters.maxFeeFen）"), CHECK_SOURCE);
            }
        });
        if (table.etcDiscountPermille() > fit.maxDiscountPermille()) {
            findings.add(Problem.Kind.OUT_OF_RANGE, "etcDiscountPermille", 0, Integer.toString(table.etcDiscountPermille()),
                    new Text("is absurd", "折扣不合理"), new Text("at most " + fit.maxDiscountPermille() + " (parameters.maxDiscountPermille)",
                            "不超过" + fit.maxDiscountPermille() + "（parameters.maxDiscountPermille）"), CHECK_SOURCE);
        }
    }

    private void fitStations(LaneFit fit) {
        if (stations.stations().isEmpty()) {
            return;
        }
        Optional<StationTable.Station> own = stations.station(fit.station());
        if (own.isEmpty()) {
            findings.add(Problem.Kind.CONTRADICTION, "station", 0, fit.station().toString(), new Text("is this lane's station and not in the table",
                    "本站不在表中"), new Text("a row for " + fit.station(), "包含" + fit.station() + "的行"), CHECK_SOURCE);
            return;
        }
        Map<Integer, StationTable.LaneType> lanes = own.get().lanes();
        StationTable.LaneType type = lanes.get(fit.laneNumber());
        if (!lanes.isEmpty() && (type == null || (type == StationTable.LaneType.ENTRY) == fit.charges())) {
            findings.add(Problem.Kind.CONTRADICTION, "lane", 0, Integer.toString(fit.laneNumber()), new Text(type == null
                    ? "is this lane and not in the table" : "is not what this lane is", type == null ? "本车道不在表中" : "与本车道类型不符"),
                    fit.charges() ? new Text("a lane of type exit or open", "类型为exit或open的车道") : new Text("a lane of type entry", "类型为entry的车道"),
                    new Text("correct the table, or lane.laneNumber and lane.kind of this lane", "改正该表，或本车道的lane.laneNumber与lane.kind"));
        }
    }
}
