package org.etclane.lane.parameters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateTableFileTest {
    private static final String GOOD = """
            etclane-rate-table,1
            # made for a test
            version,2026-04
            effectiveAt,2026-04-01T00:00:00+08:00
            etcDiscountPermille,50

            entryNetwork,entryStation,exitNetwork,exitStation,vehicleClass,feeFen
            3701,12,3702,3,1,1250
            3701,12,37AB,65535,16,4294967295
            """;
    private static final long EFFECTIVE = 1_774_972_800_000L;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> problems(String text) {
        return assertInstanceOf(RateTableFile.Result.Bad.class, RateTableFile.parse(bytes(text))).problems();
    }

    private static void assertProblem(String text, String expected) {
        List<String> problems = problems(text);
        assertTrue(problems.stream().anyMatch(problem -> problem.contains(expected)), problems.toString());
    }

    @Test
    void aGoodFileIsReadWhole() {
        RateTable table = assertInstanceOf(RateTableFile.Result.Good.class, RateTableFile.parse(bytes(GOOD))).table();
        assertEquals("2026-04", table.version());
        assertEquals(EFFECTIVE, table.effectiveAtMillis());
        assertEquals(50, table.etcDiscountPermille());
        assertEquals(Map.of(new RateTable.Trip(new StationKey("3701", 12), new StationKey("3702", 3), 1), 1250L,
                new RateTable.Trip(new StationKey("3701", 12), new StationKey("37ab", 65535), 16), 4294967295L),
                table.feeFenByTrip());
        assertEquals(RateTableFile.sha256(bytes(GOOD)), table.sha256());
        assertEquals(table.feeFenByTrip(), assertInstanceOf(RateTableFile.Result.Good.class,
                RateTableFile.parse(bytes(GOOD.replace("\n", "\r\n")))).table().feeFenByTrip());
    }

    @Test
    void whatIsWrittenIsReadEqual() {
        RateTable table = assertInstanceOf(RateTableFile.Result.Good.class, RateTableFile.parse(bytes(GOOD))).table();
        byte[] written = RateTableFile.encode(table);
        RateTable again = assertInstanceOf(RateTableFile.Result.Good.class, RateTableFile.parse(written, "2026-04",
                RateTableFile.sha256(written), EFFECTIVE)).table();
        assertEquals(table.feeFenByTrip(), again.feeFenByTrip());
        assertEquals(table.etcDiscountPermille(), again.etcDiscountPermille());
        assertEquals(table.effectiveAtMillis(), again.effectiveAtMillis());
    }

    @Test
    void everyRuleIsHeld() {
        assertProblem(GOOD.replace("1250", "-1"), "line 8: feeFen \"-1\"");
        assertProblem(GOOD.replace("1250", "4294967296"), "feeFen");
        assertProblem(GOOD.replace("1250", "12.5"), "feeFen");
        assertProblem(GOOD.replace(",1,1250", ",5,1250"), "vehicleClass 5");
        assertProblem(GOOD.replace("3701,12,3702", "370,12,3702"), "entryNetwork");
        assertProblem(GOOD.replace("65535", "65536"), "exitStation");
        assertProblem(GOOD.replace("Permille,50", "Permille,1001"), "etcDiscountPermille");
        assertProblem(GOOD.replace("version,2026-04", "version,a b"), "version");
        assertProblem(GOOD.replace("+08:00", ""), "effectiveAt");
        assertProblem(GOOD.replace("2026-04-01T", "+999999999-04-01T"), "effectiveAt");
        assertProblem(GOOD.replace("feeFen", "feeYuan"), "columns");
        assertProblem(GOOD.replace("table,1", "table,2"), "first line");
        assertProblem(GOOD + "3701,12,3702,3,1,9\n", "a second time");
        assertProblem(GOOD + "3701,12,3702\n", "3 fields");
        assertProblem(GOOD.substring(0, GOOD.indexOf("3701")), "empty");
        assertProblem("", "first line");
        assertProblem("etclane-rate-table,1\n", "only 1 lines");
        assertInstanceOf(RateTableFile.Result.Bad.class, RateTableFile.parse(new byte[] {(byte) 0xC0, 0}));
    }

    @Test
    void allProblemsAreNamedAtOnceUpToALimit() {
        assertEquals(3, problems(GOOD.replace("1250", "x").replace("Permille,50", "Permille,-1").replace("65535", "y")).size());
        List<String> many = problems(GOOD + "bad\n".repeat(1000));
        assertEquals(RateTableFile.SHOWN + 1, many.size());
        assertEquals("and 950 more", many.getLast());
    }

    @Test
    void whatWasAnnouncedMustArrive() {
        String hash = RateTableFile.sha256(bytes(GOOD));
        assertInstanceOf(RateTableFile.Result.Good.class, RateTableFile.parse(bytes(GOOD), "2026-04", hash, EFFECTIVE));
        assertInstanceOf(RateTableFile.Result.Bad.class, RateTableFile.parse(bytes(GOOD), "2026-05", hash, EFFECTIVE));
        assertInstanceOf(RateTableFile.Result.Bad.class, RateTableFile.parse(bytes(GOOD), "2026-04", hash, EFFECTIVE + 1));
        assertInstanceOf(RateTableFile.Result.Bad.class, RateTableFile.parse(bytes(GOOD + " "), "2026-04", hash, EFFECTIVE));
    }

    @Test
    void damagedFilesNeverThrow() {
        byte[] good = bytes(GOOD);
        String hash = RateTableFile.sha256(good);
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] flipped = good.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            RateTableFile.parse(flipped);
            assertInstanceOf(RateTableFile.Result.Bad.class, RateTableFile.parse(flipped, "2026-04", hash, EFFECTIVE));
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            byte[] noise = new byte[random.nextInt(4096)];
            random.nextBytes(noise);
            assertInstanceOf(RateTableFile.Result.Bad.class, RateTableFile.parse(noise), "new Random(" + seed + "L)");
        }
    }
}
