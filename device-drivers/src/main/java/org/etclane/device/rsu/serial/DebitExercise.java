package org.etclane.device.rsu.serial;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.RsuCommand;
import org.etclane.device.TransactionResult;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Measured;
import org.etclane.device.conformance.Moves;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Say;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.rsu.serial.UnitFrame.B2ObuInfo;
import org.etclane.device.rsu.serial.UnitFrame.B3VehicleInfo;
import org.etclane.device.rsu.serial.UnitFrame.B4CardInfo;
import org.etclane.device.rsu.serial.UnitFrame.B5Result;
import org.etclane.device.rsu.serial.UnitFrame.B7PurseRecords;
import org.etclane.device.rsu.serial.UnitFrame.StepError;
import org.etclane.device.spi.Text;

/**
 * A debit of 0 fen in an exit lane, an entry write in an entry lane, with the record that stands on the card, so that the card is
 * afterwards as it was; then the proof of it is asked for (rsu-serial.md §3–§6). Asked once for each time that the exercise runs,
 * whatever comes twice.
 */
final class DebitExercise {
    /** Purchase initialise and debit: two exchanges of 50 attempts of 15 ms. */
    private static final long RESULT_MS = 1_500;
    private static final long LATE_MS = 6_000;
    private static final int STATION_BYTES = 40;
    private static final int HEAD_BYTES = 3;
    private static final String ASKED = "0 fen";
    private static final String PROOF = SuiteVoice.PROOF;
    private static final String B5 = "rsu-serial.md §5 B5";
    private static final DateTimeFormatter DIGITS = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private final RsuSerialSettings settings;
    private final SuiteVoice voice;
    private final boolean entry;

    DebitExercise(RsuSerialSettings settings, SuiteVoice voice) {
        this.settings = settings;
        this.voice = voice;
        this.entry = settings.laneMode() == RsuSerialSettings.ENTRY;
    }

    Exercise<UnitFrame> exercise() {
        return new Exercise<>("zero-debit", entry ? new Text("Write the card's own record back", "原样写回过站信息")
                : new Text("Debit 0 fen", "扣款0分"), List.of(
                card("b5.result", "the result is good", "交易成功", this::result),
                card("b5.answer-time", "the result comes in time", "结果及时", this::answerTime),
                card("b5.form", "B5 has the usual length of its profile", "B5长度符合版本", this::form),
                card("b5.balance", "the purse is as it was", "余额不变", this::balance),
                card("b5.time", "the result names the purchase time that was asked", "结果中的交易时间与指令一致", this::time),
                card("b5.proof", "the proof can be asked for again", "可重取交易凭证", this::proof),
                new Judge<>(ReadExercises.once("debit.once").check().moving(Moves.CARD), ReadExercises.once("debit.once").verdict())),
                List.of(ReadExercises.hold(), ReadExercises.await(B3VehicleInfo.class), ReadExercises.await(B4CardInfo.class),
                        new Step.Await<>(LATE_MS, true, seen -> !seen.frames(B5Result.class).isEmpty() || failed(seen)),
                        // a result that comes twice comes before the RSU's patience ends
                        new Step.Listen<>(ReadExercises.REPEAT_MS), new Step.Send<>(seen -> seen.first(B5Result.class).map(b5 -> entry
                                ? voice.readOn(b5.frame(), b5.frame().obu(), ReadExercises.obuFactor(seen))
                                : fetch(b5.frame(), b5.frame().obu(), seen))),
                        new Step.Await<>(ReadExercises.STEP_MS, false, DebitExercise::proofCame),
                        new Step.Listen<>(ReadExercises.AFTERWARDS_MS)),
                this::answer);
    }

    private Judge<UnitFrame> card(String id, String english, String chinese, Function<Transcript<UnitFrame>, Outcome> judge) {
        return new Judge<>(Check.of(id, english, chinese, B5).moving(Moves.CARD), judge);
    }

    // ---- the dialogue

    private Optional<Say> answer(Transcript<UnitFrame> seen, Entry.Came<UnitFrame> came) {
        return switch (came.frame()) {
            case B2ObuInfo b2 when !asked(seen) -> Optional.of(voice.readOn(b2, b2.obu().id(), ReadExercises.obuFactor(seen)));
            case B3VehicleInfo b3 when !asked(seen) -> Optional.of(voice.readOn(b3, b3.obu(), ReadExercises.obuFactor(seen)));
            case B4CardInfo b4 when !asked(seen) && b4.cardWasRead() -> Optional.of(transact(b4));
            case B5Result _ when sent(seen, PROOF).isEmpty() -> Optional.empty();
            case B5Result b5 -> Optional.of(voice.readOn(b5, b5.obu(), ReadExercises.obuFactor(seen)));
            case B7PurseRecords b7 -> Optional.of(voice.readOn(b7, b7.obu(), ReadExercises.obuFactor(seen)));
            case UnitFrame _ -> voice.obligations(seen, came);
        };
    }

    private static Optional<Entry.Sent<UnitFrame>> sent(Transcript<UnitFrame> seen, String what) {
        return seen.sent().stream().filter(one -> one.said().what().endsWith(what)).findFirst();
    }

    private static boolean asked(Transcript<UnitFrame> seen) {
        return sent(seen, ASKED).isPresent();
    }

    private Say transact(B4CardInfo b4) {
        LocalDateTime time = settings.localTime(voice.wallMillis());
        RsuCommand command = entry ? new RsuCommand.WriteEntry(b4.obu(), cardFactor(b4), time, transit(b4))
                : new RsuCommand.Debit(b4.obu(), cardFactor(b4), 0, time, transit(b4));
        return voice.answer("%s at %s, %s".formatted(entry ? "entry" : "debit", time.format(DIGITS), ASKED), b4, command);
    }

    private static Bytes cardFactor(B4CardInfo b4) {
        return ReadExercises.factor(b4.card().issueFile());
    }

    /** What stands on the card, without its head. */
    private static Bytes transit(B4CardInfo b4) {
        Bytes file = b4.card().transitFile();
        return new ByteWriter().fixed(file.size() > STATION_BYTES - 4 ? file.slice(HEAD_BYTES, file.size()) : file, STATION_BYTES)
                .toBytes();
    }

    private Say fetch(UnitFrame to, ObuId obu, Transcript<UnitFrame> seen) {
        B4CardInfo b4 = seen.frames(B4CardInfo.class).getFirst().frame();
        int cardSerial = seen.frames(B5Result.class).getFirst().frame().result().cardSerial();
        return voice.answer(PROOF, to, new RsuCommand.FetchTac(obu, cardFactor(b4), LocalDateTime.parse(askedTime(seen), DIGITS),
                cardSerial,
                transit(b4)));
    }

    private static String askedTime(Transcript<UnitFrame> seen) {
        return sent(seen, ASKED).map(one -> one.said().what().replaceAll("\\D*(\\d{14}).*", "$1")).orElse("");
    }

    private static boolean failed(Transcript<UnitFrame> seen) {
        return !seen.frames(StepError.class).isEmpty();
    }

    // ---- what it came to

    private Outcome result(Transcript<UnitFrame> seen) {
        if (!asked(seen)) {
            return Outcome.notAsked("the dialogue did not get so far", "对话未到此步");
        }
        Optional<StepError> error = errorBeforeProof(seen);
        if (error.isPresent()) {
            return Outcome.failed("B5 with error code 00", "B5错误码为00", "error %02X: %s".formatted(error.get().errorCode(),
                    RsuErrorCodes.meaning(0xB5, error.get().errorCode())));
        }
        return seen.frames(B5Result.class).isEmpty() ? Outcome.failed("B5", "B5", "nothing within " + LATE_MS + " ms") : Outcome.passed();
    }

    private static Optional<StepError> errorBeforeProof(Transcript<UnitFrame> seen) {
        long proofNanos = sent(seen, PROOF).map(Entry::atNanos).orElse(Long.MAX_VALUE);
        return seen.frames(StepError.class, error -> error.command() == 0xB5).stream().filter(error -> error.atNanos() <= proofNanos)
                .map(Entry.Came::frame).findFirst();
    }

    private Outcome onResult(Transcript<UnitFrame> seen, Function<Entry.Came<B5Result>, Outcome> judge) {
        return seen.first(B5Result.class).map(judge).orElseGet(() -> Outcome.notAsked("no result came", "未收到交易结果"));
    }

    private Outcome answerTime(Transcript<UnitFrame> seen) {
        return onResult(seen, b5 -> {
            Measured took = Measured.atMost(new Text("command to B5", "指令到B5"), Transcript.msBetween(sent(seen, ASKED).orElseThrow(), b5),
                    RESULT_MS);
            return took.within() ? Outcome.passed(took) : Outcome.quirk("b5-late", "takes " + took.tookMs() + " ms for the result", "结果用时"
                    + took.tookMs() + "毫秒", "none: until it comes the outcome is unknown, and the vehicle waits", "无：结果到达前交易状态未知，车辆须等待")
                    .and(took);
        });
    }

    private Outcome form(Transcript<UnitFrame> seen) {
        int usual = settings.profile().usualBytes(0xB5);
        return onResult(seen, b5 -> b5.raw().size() == usual ? Outcome.passed() : ReadExercises.otherForm("B5", b5.raw().size(), usual,
                "none needed: told apart by the length", "无需设置：按长度区分"));
    }

    private Outcome balance(Transcript<UnitFrame> seen) {
        return onResult(seen, b5 -> {
            long before = seen.frames(B4CardInfo.class).getFirst().frame().card().balanceFen();
            long after = b5.frame().result().balanceFen();
            return after < 0 ? Outcome.notAsked("the result has no balance", "结果中无余额") : after == before ? Outcome.passed()
                    : Outcome.failed(before + " fen", before + "分", after + " fen");
        });
    }

    private Outcome time(Transcript<UnitFrame> seen) {
        return onResult(seen, b5 -> {
            TransactionResult result = b5.frame().result();
            return result.purchaseTime().isEmpty() ? Outcome.notAsked("this form has no time", "该格式无时间字段")
                    : result.purchaseTime().equals(askedTime(seen)) ? Outcome.passed()
                    : Outcome.failed(askedTime(seen), askedTime(seen), result.purchaseTime());
        });
    }

    // ---- its proof

    private static boolean proofCame(Transcript<UnitFrame> seen) {
        Optional<Entry.Sent<UnitFrame>> asked = sent(seen, PROOF);
        return asked.isEmpty() || proofs(seen) > 0 || seen.frames(StepError.class).stream().anyMatch(one -> one.atNanos() > asked.get()
                .atNanos());
    }

    private static long proofs(Transcript<UnitFrame> seen) {
        long askedNanos = sent(seen, PROOF).map(Entry::atNanos).orElse(Long.MAX_VALUE);
        return seen.frames().stream().filter(came -> came.atNanos() > askedNanos
                && (came.frame() instanceof B5Result || came.frame() instanceof B7PurseRecords)).count();
    }

    private Outcome proof(Transcript<UnitFrame> seen) {
        if (entry) {
            return Outcome.notAsked("an entry has no proof", "入口无交易凭证");
        }
        if (sent(seen, PROOF).isEmpty()) {
            return Outcome.notAsked("no result came", "未收到交易结果");
        }
        if (proofs(seen) > 0) {
            return sameDebit(seen);
        }
        String came = seen.frames(StepError.class).stream().map(error -> RsuSerialConformance.words(error.frame())).findFirst()
                .orElse("nothing");
        return Outcome.quirk("no-proof", "gives no proof of a debit: " + came, "无法重取交易凭证：" + came, settings.profile() == Profile.CLASSIC
                ? "tacCommand (c7 or c8)" : "none: a lost result is settled by the card's balance", settings.profile() == Profile.CLASSIC
                ? "tacCommand（c7或c8）" : "无：结果丢失时按卡片余额判定");
    }

    private Outcome sameDebit(Transcript<UnitFrame> seen) {
        List<Entry.Came<B5Result>> results = seen.frames(B5Result.class);
        List<Entry.Came<B7PurseRecords>> records = seen.frames(B7PurseRecords.class);
        String first = results.getFirst().frame().result().tac();
        if (results.size() > 1) {
            String again = results.get(1).frame().result().tac();
            return again.equals(first) ? Outcome.passed() : Outcome.failed("TAC " + first, "TAC " + first, "TAC " + again);
        }
        boolean told = records.stream().flatMap(b7 -> b7.frame().records().stream()).anyMatch(one -> one.time().equals(askedTime(seen)));
        return told ? Outcome.passed() : Outcome.quirk("zero-debit-not-recorded", "the card has no record of a debit of 0 fen",
                "卡片未记录0分交易", "none needed: debits of money are recorded", "无需设置：实际扣款会被记录");
    }
}
