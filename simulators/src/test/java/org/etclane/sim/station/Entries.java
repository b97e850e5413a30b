package org.etclane.sim.station;

import java.time.LocalDateTime;
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
import org.etclane.device.TripFile;
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
import org.etclane.sim.psam.Diversification;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.psam.Tac;

/** Journal entries as a lane makes them, with real TACs of the test keys. */
final class Entries {
    static final String LANE = "G00203700100010110010";
    static final long WALL = 1_790_000_000_000L;
    private static final Bytes ISSUER = Bytes.fromHex("C9BDB6ABC9BDB6AB");
    private static final Bytes CARD_NUMBER = Bytes.fromHex("1601233233444455");
    private static final String TERMINAL = "0137010203aa";
    private static final String TIME = "20260501101530";
    private static final long BALANCE_FEN = 50_000;

    private static final SetId SET = new SetId("2026-04.1", "ab".repeat(32));

    private Entries() {
    }

    static String transactionId(int number) {
        return LANE + "2026050110" + "%06d".formatted(number);
    }

    static Timeline timeline() {
        return Timeline.EMPTY.with(Timeline.Stage.FOUND, new Moment(-5, WALL))
                .with(Timeline.Stage.ANSWERED, new Moment(200, WALL + 1));
    }

    static TransactionFacts facts(int number, LaneKind kind, long amountFen) {
        StationKey here = new StationKey("3701", 12);
        return new TransactionFacts(transactionId(number), "01370116012332334444552026050109%04d".formatted(number), kind, number,
                new ObuInfo(new ObuId(0x81000000 + number), ISSUER, 1, -1, "3701160123323344", 20250101, -1, "", 0x40,
                        ObuStatus.decode(0x01, 1)),
                new VehicleFile(new Plate("测A12345", 0), 1, 0, Optional.of(new VehicleFile.Dimensions(48, 18, 15, 4, 2, 27, 5))),
                new CardFile(false, 0, 16, BALANCE_FEN, -7, Bytes.zeros(43), Bytes.zeros(43), kind == LaneKind.EXIT
                        ? Optional.of(TripFile.of(Bytes.fromHex("3a".repeat(TripFile.LENGTH)))) : Optional.empty()),
                new IssueFile(ISSUER, 22, 0x40, "3701", CARD_NUMBER.hex(), 20250101, -1, new Plate("测A12345", 0), 0, 1),
                kind == LaneKind.EXIT ? Optional.of(new FeeDecision(new StationKey("3702", 3), here, 1, amountFen, 0, 0,
                        amountFen, "2026-04", "ab".repeat(32))) : Optional.empty(),
                amountFen, LocalDateTime.of(2026, 5, 1, 10, 15, 30), Bytes.zeros(40),
                List.of(Bytes.of(0xB2), Bytes.of(0xB3), Bytes.of(0xB4)), timeline(), WALL + number,
                kind == LaneKind.EXIT ? Optional.of(SET) : Optional.empty());
    }

    static JournalEntry.Intended intended(int number, LaneKind kind, long amountFen) {
        return new JournalEntry.Intended(facts(number, kind, amountFen));
    }

    static JournalEntry.Settled settled(int number, LaneKind kind, long amountFen) {
        String tac = Tac.compute(PurseKeys.TEST.cardDtk(Diversification.factorOf(ISSUER), CARD_NUMBER), amountFen, Tac.TYPE_CAPP,
                Bytes.fromHex(TERMINAL), 1000 + number, Bytes.fromHex(TIME)).hex();
        return settled(number, kind, amountFen, tac);
    }

    static JournalEntry.Settled settled(int number, LaneKind kind, long amountFen, String tac) {
        return new JournalEntry.Settled(transactionId(number), kind, amountFen, JournalEntry.How.ANSWERED,
                new TransactionResult(1_777_000_000L, TERMINAL, TIME, Tac.TYPE_CAPP, tac, number, 1000 + number,
                        BALANCE_FEN - amountFen),
                Bytes.of(0xB5, number & 0xFF), timeline(), WALL + number);
    }

    static JournalEntry.NotDebited notDebited(int number) {
        return new JournalEntry.NotDebited(transactionId(number), SpecialEvent.DEBIT_FAILED, "card said no", timeline(), WALL);
    }

    static JournalEntry.OutcomeUnknown unknown(int number) {
        return new JournalEntry.OutcomeUnknown(transactionId(number), "no answer", timeline(), WALL);
    }

    static JournalEntry.Reconciliation reconciliation(int number, long amountFen) {
        return new JournalEntry.Reconciliation(transactionId(number), amountFen, BALANCE_FEN, OptionalLong.empty(), "nothing",
                WALL);
    }

    static JournalEntry.Refused refused(int number) {
        return new JournalEntry.Refused("R" + number, number,
                SpecialEvent.PLATE_DIFFERS, Optional.of(new ObuId(-2)), "测A12345", 1,
                Map.of("obuPlate", "测A12345", "cardPlate", "测A54321", "colour", "0"),
                List.of(Bytes.of(0xB2, 1)), timeline(), WALL, Optional.of(SET));
    }

    private static VehicleWeight weight() {
        return new VehicleWeight(2, Optional.of(LocalDateTime.of(2026, 5, 12, 10, 30)), 11_300, 2,
                List.of(new VehicleWeight.Axle(5300, VehicleWeight.Tyres.SINGLE, 182), new VehicleWeight.Axle(6000, VehicleWeight.Tyres.DUAL, -1)),
                List.of(new VehicleWeight.AxleGroup(1, 5300), new VehicleWeight.AxleGroup(2, -1)), List.of(380), -1, true,
                Set.of(VehicleWeight.Doubt.METER_FAULT));
    }

    /** Nothing of a transaction: every kind once. */
    static List<JournalEntry> others(int number) {
        return List.of(refused(number),
                new JournalEntry.PassageEnded(number, Optional.of(transactionId(number)), JournalEntry.PassageEnded.Exit.PASSED,
                        Optional.empty(), WALL, WALL + 5),
                new JournalEntry.PassageEnded(number + 1, Optional.empty(), JournalEntry.PassageEnded.Exit.RAN_THROUGH,
                        Optional.of(SpecialEvent.RUN_THROUGH), WALL, WALL + 5),
                new JournalEntry.PassageEnded(number + 2, Optional.empty(), JournalEntry.PassageEnded.Exit.PASSED, Optional.empty(), WALL,
                        Optional.of(weight()), WALL + 5),
                new JournalEntry.WeightUnpaired(weight(), SpecialEvent.REVERSED, WeighQueue.Mismatch.REVERSED, WALL),
                new JournalEntry.ArmMoved(true, "transaction settled", WALL),
                new JournalEntry.AlarmChanged(LaneAlarm.RSU_DOWN, true, "no frame", WALL),
                new JournalEntry.ParametersActivated(SET, 3, WALL - 1, "province-2026", "start", WALL),
                new JournalEntry.LaneModeChanged("OPEN", "shift", "station", WALL));
    }

    /** Intents and outcomes of {@code count} exit transactions, with a refusal after every seventh. */
    static void traffic(MemoryJournal journal, int first, int count) {
        for (int number = first; number < first + count; number++) {
            journal.append(0, intended(number, LaneKind.EXIT, 100 + number));
            journal.append(0, settled(number, LaneKind.EXIT, 100 + number));
            if (number % 7 == 0) {
                journal.append(0, refused(number));
            }
        }
    }
}
