package org.etclane.lane.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.TripFile;
import org.etclane.device.VehicleWeight;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.Timeline;
import org.etclane.lane.core.TransactionFacts;
import org.etclane.lane.core.WeighQueue;
import org.etclane.lane.rules.SpecialEvent;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The stored shape. A deliberate change: run with {@code -Dgolden.write=DIR} to write new files, read the difference, and give
 * the old shape a reader of its own before replacing it, because files of the old shape lie in every lane.
 */
class JournalEntryJsonTest {

    @TestFactory
    Stream<DynamicTest> everyKindComesBackAsItWas() {
        return Samples.everyKind().entrySet().stream().map(sample -> DynamicTest.dynamicTest(sample.getKey(),
                () -> assertEquals(sample.getValue(), JournalEntryJson.read(JournalEntryJson.write(sample.getValue())))));
    }

    @TestFactory
    Stream<DynamicTest> everyKindIsStoredAsItsGoldenFileSays() {
        return Samples.everyKind().entrySet().stream().map(sample -> DynamicTest.dynamicTest(sample.getKey(), () -> {
            String written = JournalEntryJson.write(sample.getValue());
            String golden = golden("entry-" + sample.getKey() + ".json", written);
            assertEquals(golden, written);
            assertEquals(sample.getValue(), JournalEntryJson.read(golden));
        }));
    }

    @Test
    void everyKindHasASample() {
        Set<EntryKind> sampled = Samples.everyKind().values().stream().map(EntryKind::of).collect(Collectors.toSet());
        assertEquals(Set.of(EntryKind.values()), sampled);
        Set<Class<?>> permitted = leaves(JournalEntry.class).collect(Collectors.toSet());
        assertEquals(permitted, Arrays.stream(EntryKind.values()).map(EntryKind::type).collect(Collectors.toSet()));
    }

    /** Constants that stand in stored files by name may be added to, never renamed. */
    @Test
    void storedNamesOfEnumerationsAreStillThere() throws IOException {
        List<Enum<?>[]> stored = List.of(SpecialEvent.values(), LaneAlarm.values(), LaneKind.values(), Timeline.Stage.values(),
                JournalEntry.How.values(), JournalEntry.PassageEnded.Exit.values(), VehicleWeight.Doubt.values(),
                VehicleWeight.Tyres.values(), WeighQueue.Mismatch.values());
        String now = stored.stream().flatMap(Arrays::stream)
                .map(constant -> constant.getDeclaringClass().getSimpleName() + "." + constant.name())
                .collect(Collectors.joining("\n"));
        Set<String> known = now.lines().collect(Collectors.toSet());
        List<String> gone = golden("enumerations.txt", now).lines().filter(name -> !known.contains(name)).toList();
        assertEquals(List.of(), gone);
    }

    /** Entries older than the trip file lack the field and mean a card without one; a card with one is stored with it. */
    @Test
    void aTripFileIsStoredOnlyWhereThereIsOne() {
        TransactionFacts plain = ((JournalEntry.Intended) Samples.intended(1)).facts();
        CardFile card = plain.card();
        TripFile trip = TripFile.of(Bytes.fromHex("00".repeat(61) + "000ed8" + "000e1a" + "00".repeat(24)));
        JournalEntry withTrip = new JournalEntry.Intended(new TransactionFacts(plain.transactionId(), plain.passageId(),
                plain.kind(), plain.vehicleNumber(), plain.obu(), plain.vehicle(), new CardFile(card.localCard(),
                card.physicalType(), card.transType(), card.balanceFen(), card.uid(), card.issueFile(), card.transitFile(),
                Optional.of(trip)), plain.issue(), plain.fee(), plain.amountFen(), plain.purchaseTime(), plain.transit(),
                plain.rawFrames(), plain.timeline(), plain.wallMillis(), plain.parameters()));
        String written = JournalEntryJson.write(withTrip);
        assertTrue(written.contains("\"receivableFen\":3800,\"actualFen\":3610"), written);
        assertEquals(withTrip, JournalEntryJson.read(written));
        assertTrue(!JournalEntryJson.write(Samples.intended(1)).contains("trip"));
        assertThrows(UnreadableEntryException.class,
                () -> JournalEntryJson.read(written.replace("\"actualFen\":3610", "\"actualFen\":null")));
    }

    @Test
    void whatIsNotUnderstoodIsRefusedAndNeverGuessed() {
        String good = JournalEntryJson.write(Samples.arm(1));
        for (String bad : List.of("", "[]", "null", "{}", "{", good + "x", good.replace("arm-moved", "arm-flew"),
                good.replace("\"v\":1", "\"v\":2"), good.replace("\"up\":true,", ""), good.replace("\"up\":true", "\"up\":null"),
                good.replace("\"up\"", "\"down\":true,\"up\""), good.replace(":1}", ":\"1\"}"), good.replace(":1}", ":1.5}"))) {
            assertThrows(UnreadableEntryException.class, () -> JournalEntryJson.read(bad), bad);
        }
    }

    @Test
    void everyTruncationIsRefused() {
        String good = JournalEntryJson.write(Samples.intended(1));
        for (int length = 0; length < good.length(); length++) {
            String cut = good.substring(0, length);
            assertThrows(UnreadableEntryException.class, () -> JournalEntryJson.read(cut), cut);
        }
    }

    @Test
    void theSameEntryIsAlwaysStoredAsTheSameText() {
        for (Map.Entry<String, JournalEntry> sample : Samples.everyKind().entrySet()) {
            String once = JournalEntryJson.write(sample.getValue());
            assertEquals(once, JournalEntryJson.write(JournalEntryJson.read(once)));
            assertTrue(once.indexOf('\n') < 0, once);
        }
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()).flatMap(JournalEntryJsonTest::leaves)
                : Stream.of(type);
    }

    private static String golden(String name, String written) throws IOException {
        String writeTo = System.getProperty("golden.write");
        if (writeTo != null) {
            Files.createDirectories(Path.of(writeTo));
            Files.writeString(Path.of(writeTo, name), written + "\n");
        }
        try (InputStream in = JournalEntryJsonTest.class.getResourceAsStream(name)) {
            return in == null ? "no golden file " + name : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
