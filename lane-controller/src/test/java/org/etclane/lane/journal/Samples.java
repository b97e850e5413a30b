package org.etclane.lane.journal;

import java.time.LocalDateTime;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.ObuStatus;
import org.etclane.device.Plate;
import org.etclane.device.TransactionResult;
import org.etclane.device.VehicleFile;
import org.etclane.device.VehicleWeight;
import org.etclane.device.card.IssueFile;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.Moment;
import org.etclane.lane.core.Timeline;
import org.etclane.lane.core.TransactionFacts;
import org.etclane.lane.core.WeighQueue;
import org.etclane.lane.parameters.SetId;
import org.etclane.lane.parameters.StationKey;
import org.etclane.lane.rules.FeeDecision;
import org.etclane.lane.rules.SpecialEvent;

/** Made-up entries for the tests. */
final class Samples {
    static final long WALL = 1_790_000_000_000L;
    static final SetId SET = new SetId("2026-11-01.3", "ab".repeat(32));
    private static final String LANE = "G002237010010020X0101";

    private Samples() {
    }

    /** 37 characters. */
    static String id(int serial) {
        return id("2026112008", serial);
    }

    static String id(String batch, int serial) {
        return LANE + batch + "%06d".formatted(serial);
    }

    /** 36 characters. */
    static String passage(int number) {
        return "01" + "3701" + "%016d".formatted(number) + "20261120081500";
    }

    static JournalEntry.Intended intended(int serial) {
        return new JournalEntry.Intended(facts(id(serial), passage(serial), LaneKind.EXIT, serial, WALL + serial));
    }

    static JournalEntry.Settled settled(int serial) {
        return settled(id(serial), WALL + serial + 100);
    }

    static JournalEntry.Settled settled(String id, long wallMillis) {
        return new JournalEntry.Settled(id, LaneKind.EXIT, 1995, JournalEntry.How.ANSWERED, result(), Bytes.fromHex("b5 00 01"),
                timeline(), wallMillis);
    }

    static JournalEntry.PassageEnded ended(int serial) {
        return new JournalEntry.PassageEnded(serial, Optional.of(id(serial)), JournalEntry.PassageEnded.Exit.PASSED,
                Optional.empty(), WALL + serial, WALL + serial + 4000);
    }

    static JournalEntry.ArmMoved arm(long wallMillis) {
        return new JournalEntry.ArmMoved(true, "paid " + wallMillis, wallMillis);
    }

    static TransactionResult result() {
        return new TransactionResult(1_790_000_000L, "013700000001", "20261120081500", 9, "1a2b3c4d", 17, 4_000_000_001L, 8005);
    }

    static Timeline timeline() {
        return Timeline.EMPTY.with(Timeline.Stage.FOUND, new Moment(1_000_000_007L, WALL))
                .with(Timeline.Stage.CARD_READ, new Moment(1_060_000_000L, WALL + 60));
    }

    static TransactionFacts facts(String id, String passage, LaneKind kind, long vehicleNumber, long wallMillis) {
        return facts(id, passage, kind, vehicleNumber, wallMillis, Optional.empty());
    }

    private static TransactionFacts facts(String id, String passage, LaneKind kind, long vehicleNumber, long wallMillis,
            Optional<SetId> parameters) {
        ObuInfo obu = new ObuInfo(new ObuId(0x8A00_0001), Bytes.fromHex("bdf0d2fdbdf0d2fd"), 1, 2, "3701000000000001", 20200101,
                20300101, "37010000000000000001", 0x10, ObuStatus.decode(0, 1));
        VehicleFile vehicle = new VehicleFile(new Plate("测A12345", 0), 1, 0,
                Optional.of(new VehicleFile.Dimensions(45, 18, 15, 4, 2, 27, 5)));
        IssueFile issue = new IssueFile(Bytes.fromHex("bdf0d2fdbdf0d2fd"), IssueFile.STORED_VALUE, 0x40, "3701",
                "0000000000000001", 20200101, 20300101, new Plate("测A12345", 0), 0, 1);
        CardFile card = new CardFile(false, 0, 16, 4_294_967_295L, -5, Bytes.zeros(43), Bytes.fromHex("aa29000000"));
        Optional<FeeDecision> fee = kind == LaneKind.ENTRY ? Optional.empty()
                : Optional.of(new FeeDecision(new StationKey("3701", 1), new StationKey("3701", 2), 1, 2100, 50, 105, 1995,
                        "2026-11-01", "00ff"));
        return new TransactionFacts(id, passage, kind, vehicleNumber, obu, vehicle, card, issue, fee,
                kind == LaneKind.ENTRY ? 0 : 1995, LocalDateTime.of(2026, 11, 20, 8, 15, 0), Bytes.zeros(40),
                List.of(Bytes.fromHex("b2 01"), Bytes.fromHex("b3 02"), Bytes.fromHex("b4 03")), timeline(), wallMillis,
                parameters);
    }

    static VehicleWeight weight() {
        return new VehicleWeight(2, Optional.of(LocalDateTime.of(2026, 11, 20, 8, 14, 58)), 17_300, 3,
                List.of(new VehicleWeight.Axle(5300, VehicleWeight.Tyres.SINGLE, 182), new VehicleWeight.Axle(6000, VehicleWeight.Tyres.DUAL, -1),
                        new VehicleWeight.Axle(6000, VehicleWeight.Tyres.UNKNOWN, -1)),
                List.of(new VehicleWeight.AxleGroup(1, 5300), new VehicleWeight.AxleGroup(5, -1)), List.of(380, 135), 185, true,
                EnumSet.of(VehicleWeight.Doubt.METER_FAULT, VehicleWeight.Doubt.AXLES_CUT));
    }

    /** At least one of every kind, by the name of its golden file. */
    static Map<String, JournalEntry> everyKind() {
        Map<String, JournalEntry> all = new LinkedHashMap<>();
        all.put("intended-exit", intended(1));
        all.put("intended-entry", new JournalEntry.Intended(facts(id(2), passage(2), LaneKind.ENTRY, 2, WALL)));
        all.put("settled", settled(1));
        all.put("not-debited", new JournalEntry.NotDebited(id(3), SpecialEvent.DEBIT_FAILED, "card error 16H", timeline(), WALL));
        all.put("outcome-unknown", new JournalEntry.OutcomeUnknown(id(4), "no answer within 2500 ms", timeline(), WALL));
        all.put("reconciliation-balance", new JournalEntry.Reconciliation(id(4), 1995, 10000, OptionalLong.of(8005), "seen", WALL));
        all.put("reconciliation-blind", new JournalEntry.Reconciliation(id(5), 1995, 10000, OptionalLong.empty(), "", WALL));
        all.put("refused", new JournalEntry.Refused("R-1", 7, SpecialEvent.OBU_TAMPERED, Optional.of(new ObuId(1)), "测A12345", 11,
                Map.of("tamperBit", "1", "issuer", "a\"b\\c\nd", "tamperByte", "0"), List.of(Bytes.of(0xB2)), timeline(), WALL,
                Optional.empty()));
        all.put("refused-no-obu", new JournalEntry.Refused("R-2", 8, SpecialEvent.NO_OBU, Optional.empty(), "", 0, Map.of(),
                List.of(), Timeline.EMPTY, WALL, Optional.empty()));
        all.put("refused-parameters", new JournalEntry.Refused("R-3", 9, SpecialEvent.NO_OBU, Optional.empty(), "", 0, Map.of(),
                List.of(), Timeline.EMPTY, WALL, Optional.of(SET)));
        all.put("passage-ended", ended(1));
        all.put("passage-run-through", new JournalEntry.PassageEnded(9, Optional.empty(),
                JournalEntry.PassageEnded.Exit.RAN_THROUGH, Optional.of(SpecialEvent.RUN_THROUGH), WALL, WALL + 1));
        all.put("passage-weighed", new JournalEntry.PassageEnded(10, Optional.of(id(10)), JournalEntry.PassageEnded.Exit.PASSED,
                Optional.empty(), WALL, Optional.of(weight()), WALL + 1));
        all.put("weight-unpaired", new JournalEntry.WeightUnpaired(new VehicleWeight(3, Optional.empty(), 12_450, 0, List.of(), List.of(),
                List.of(), -1, false, Set.of()), SpecialEvent.QUEUE_ABNORMAL, WeighQueue.Mismatch.NO_VEHICLE, WALL));
        all.put("arm-moved", arm(WALL));
        all.put("alarm-changed", new JournalEntry.AlarmChanged(LaneAlarm.RSU_DOWN, true, "heartbeat lost", WALL));
        all.put("intended-exit-parameters", new JournalEntry.Intended(facts(id(6), passage(6), LaneKind.EXIT, 6, WALL, Optional.of(SET))));
        all.put("parameters-activated", new JournalEntry.ParametersActivated(SET, 17, WALL - 1, "province-2026", "effective time", WALL));
        all.put("lane-mode-changed", new JournalEntry.LaneModeChanged("CLOSED", "shift end", "lanectl", WALL));
        return all;
    }
}
