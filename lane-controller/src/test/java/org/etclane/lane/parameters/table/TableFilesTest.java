package org.etclane.lane.parameters.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.etclane.device.spi.Language;
import org.etclane.device.spi.Problem;
import org.etclane.lane.parameters.Handling;
import org.etclane.lane.parameters.HolidayCalendar;
import org.etclane.lane.parameters.StationKey;
import org.etclane.lane.parameters.StationTable;
import org.etclane.lane.parameters.StationTable.LaneType;
import org.etclane.lane.parameters.Thresholds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables as files: what is right comes back, and everything that is wrong is named with its line. */
class TableFilesTest {
    private static final String STATIONS = """
            etclane-stations,1
            # comment
            network,station,id,name,lane,laneType

            3701,12,G0001370010010,测试东站,1,exit
            3701,12,G0001370010010,测试东站,2,entry
            37aB,65535,,测试西站,,
            """;
    private static final String EVENTS = "etclane-special-events,1\ncode,laneKind,handling\n1,entry,pass\n1,exit,pass-and-flag\n999,exit,stop\n";
    private static final String THRESHOLDS = "etclane-thresholds,1\nname,value\ntripMaxHours,24\nfeeOverMinimumPermille,2000\n";
    private static final String HOLIDAYS = "etclane-holidays,1\nname,from,until,vehicleClasses\n"
            + "国庆节,2027-10-01T00:00,2027-10-08T00:00,1\n春节,2027-02-05T00:00,2027-02-12T00:00,1 2\n";
    private static final Map<String, BiFunction<byte[], Findings, Object>> READERS = Map.of(STATIONS, StationTableFile::read,
            EVENTS, SpecialEventTableFile::read, THRESHOLDS, ThresholdsFile::read, HOLIDAYS, HolidayCalendarFile::read);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T good(BiFunction<byte[], Findings, T> reader, String text) {
        Findings findings = new Findings();
        T read = reader.apply(bytes(text), findings);
        assertEquals(List.of(), findings.all());
        return read;
    }

    private static List<Problem> bad(String good, String text) {
        Findings findings = new Findings();
        findings.in("t.csv");
        READERS.get(good).apply(bytes(text), findings);
        assertTrue(!findings.none(), text);
        return findings.all();
    }

    @Test
    void whatIsRightComesBack() {
        StationTable stations = good(StationTableFile::read, STATIONS);
        StationTable.Station east = stations.station(new StationKey("3701", 12)).orElseThrow();
        assertEquals("测试东站", east.name());
        assertEquals("G0001370010010", east.id());
        assertEquals(Map.of(1, LaneType.EXIT, 2, LaneType.ENTRY), east.lanes());
        assertEquals(Map.of(), stations.station(new StationKey("37ab", 65535)).orElseThrow().lanes());
        assertEquals(Handling.PASS, good(SpecialEventTableFile::read, EVENTS).of(1, false));
        assertEquals(Handling.PASS_AND_FLAG, good(SpecialEventTableFile::read, EVENTS).of(1, true));
        Thresholds thresholds = good(ThresholdsFile::read, THRESHOLDS);
        assertEquals(24, thresholds.get(Thresholds.Name.TRIP_MAX_HOURS));
        assertEquals(2000, thresholds.get(Thresholds.Name.FEE_OVER_MINIMUM_PERMILLE));
        assertEquals(1050, thresholds.get(Thresholds.Name.OVERLOAD_TOLERANCE_PERMILLE), "not named, so as by default");
        HolidayCalendar holidays = good(HolidayCalendarFile::read, HOLIDAYS);
        assertEquals("春节", holidays.periods().getFirst().name());
        assertEquals(Set.of(1, 2), holidays.periods().getFirst().vehicleClasses());
        assertEquals(LocalDateTime.of(2027, 10, 8, 0, 0), holidays.periods().get(1).until());
    }

    @Test
    void linesMayEndLikeWindows() {
        READERS.forEach((text, reader) -> good(reader, text.replace("\n", "\r\n")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            3701,12,G0001370010010,测试东站,1,exit   | 37,12,,测试东站,1,exit                | t.csv/network  | 5
            3701,12,G0001370010010,测试东站,1,exit   | 3701,65536,,测试东站,1,exit           | t.csv/station  | 5
            3701,12,G0001370010010,测试东站,1,exit   | 3701,12,G1,测试东站,1,exit            | t.csv/id       | 5
            3701,12,G0001370010010,测试东站,1,exit   | 3701,12,,,1,exit                      | t.csv/name     | 5
            3701,12,G0001370010010,测试东站,1,exit   | 3701,12,,测试东站,0,exit              | t.csv/lane     | 5
            3701,12,G0001370010010,测试东站,1,exit   | 3701,12,,测试东站,1,both              | t.csv/laneType | 5
            3701,12,G0001370010010,测试东站,1,exit   | 3701,12,,测试东站,1                   | t.csv          | 5
            3701,12,G0001370010010,测试东站,2,entry  | 3701,12,G0001370010010,测试东站,1,entry | t.csv/lane   | 6
            3701,12,G0001370010010,测试东站,2,entry  | 3701,12,G0001370010010,测试南站,2,entry | t.csv/name   | 6
            37aB,65535,,测试西站,,                   | 3701,12,G0001370010010,测试东站,,     | t.csv/station  | 7
            """)
    void aWrongStationIsNamedWithLineAndColumn(String right, String wrong, String key, int line) {
        Problem problem = bad(STATIONS, STATIONS.replace(right, wrong)).getFirst();
        assertEquals(key, problem.key());
        assertEquals(line, problem.line());
        assertTrue(!problem.allowed().english().isEmpty() && !problem.allowed().chinese().isEmpty(), problem.toString());
    }

    @Test
    void wrongRowsOfTheOtherTablesAreNamed() {
        assertEquals(List.of("t.csv/code", "t.csv/laneKind", "t.csv/handling"), keys(bad(EVENTS, EVENTS.replace("1,entry,pass\n", "0,open,wave\n"))));
        assertEquals(List.of("t.csv/code"), keys(bad(EVENTS, EVENTS + "999,exit,pass\n")));
        assertEquals(List.of("t.csv/name"), keys(bad(THRESHOLDS, THRESHOLDS + "tripMaxHour,1\n")));
        assertEquals(List.of("t.csv/value"), keys(bad(THRESHOLDS, THRESHOLDS.replace(",24", ",8761"))));
        assertEquals(List.of("t.csv/name"), keys(bad(THRESHOLDS, THRESHOLDS + "tripMaxHours,25\n")));
        assertEquals(List.of("t.csv/from", "t.csv/until", "t.csv/vehicleClasses"),
                keys(bad(HOLIDAYS, HOLIDAYS.replace("2027-10-01T00:00,2027-10-08T00:00,1\n", "2027-10-01,2027-10-32T00:00,1;2\n"))));
        assertEquals(List.of("t.csv/vehicleClasses"), keys(bad(HOLIDAYS, HOLIDAYS.replace(",1 2", ",1 5"))));
        assertEquals(List.of("t.csv/until"), keys(bad(HOLIDAYS, HOLIDAYS.replace("2027-10-08", "2027-10-01"))), "no time at all");
        assertEquals(List.of("t.csv/until"), keys(bad(HOLIDAYS, HOLIDAYS.replace("2027-10-08", "2028-10-08"))), "a year of holidays");
        assertEquals(List.of("t.csv/from"), keys(bad(HOLIDAYS, HOLIDAYS + "春节二,2027-02-11T00:00,2027-02-13T00:00,1\n")), "twice free");
    }

    private static List<String> keys(List<Problem> problems) {
        return problems.stream().map(Problem::key).toList();
    }

    @Test
    void aHeadThatIsNotTheirsAndAnEmptyTableAreRefused() {
        READERS.forEach((good, reader) -> {
            Stream.of("", "# only a comment\n", good.replace(",1\n", ",2\n"), good.replaceFirst("\n([a-z]+),", "\nx$1,"),
                    good.substring(0, good.indexOf('\n') + 1), "\uFEFF" + good).forEach(text -> bad(good, text));
        });
        bad(STATIONS, "etclane-stations,1\nnetwork,station,id,name,lane,laneType\n");
        Findings notText = new Findings();
        StationTableFile.read(new byte[] {(byte) 0xC0, 0}, notText);
        assertTrue(!notText.none());
    }

    @Test
    void manyProblemsAreCountedAndTheFirstAreShownInBothLanguages() {
        List<Problem> many = bad(EVENTS, EVENTS + "x,y,z\n".repeat(100));
        assertEquals(Findings.SHOWN + 1, many.size());
        assertEquals("and 250 more", many.getLast().what().in(Language.EN));
        assertEquals("另有250处", many.getLast().what().in(Language.ZH));
    }

    @Test
    void noiseIsRefusedAndNeverThrown() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (Map.Entry<String, BiFunction<byte[], Findings, Object>> table : READERS.entrySet()) {
            for (int i = 0; i < 300; i++) {
                byte[] file = bytes(table.getKey());
                file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
                table.getValue().apply(i % 2 == 0 ? file : java.util.Arrays.copyOf(file, random.nextInt(file.length)), new Findings());
            }
            byte[] noise = new byte[4096];
            random.nextBytes(noise);
            Findings findings = new Findings();
            table.getValue().apply(noise, findings);
            assertTrue(!findings.none(), "new Random(" + seed + "L)");
        }
    }
}
