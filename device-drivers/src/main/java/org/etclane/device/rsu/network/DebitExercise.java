package org.etclane.device.rsu.network;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.etclane.device.Bytes;
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
import org.etclane.device.rsu.network.UnitFrame.B2ObuInfo;
import org.etclane.device.rsu.network.UnitFrame.B4CardInfo;
import org.etclane.device.rsu.network.UnitFrame.B5Result;
import org.etclane.device.rsu.network.UnitFrame.B8TacInfo;
import org.etclane.device.rsu.network.UnitFrame.StepError;
import org.etclane.device.spi.Text;

/**
 * A debit of 0 fen with the station record that was read, so that the card is afterwards as it was; then its TAC is asked for again
 * (rsu-network.md §2–§5). The 67-byte form, which leaves the trip file alone. Asked once, whatever comes twice.
 */
final class DebitExercise {
    /** Not published for variant B; that of variant A: two exchanges of 50 attempts of 15 ms. */
    private static final long RESULT_MS = 1_500;
    private static final long LATE_MS = 6_000;
    private static final String ASKED = "C6 0 fen at ";
    private static final String SOURCE = "rsu-network.md §3";
    private static final DateTimeFormatter DIGITS = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private final RsuNetworkSettings settings;
    private final SuiteVoice voice;

    DebitExercise(RsuNetworkSettings settings, SuiteVoice voice) {
        this.settings = settings;
        this.voice = voice;
    }

    Exercise<UnitFrame> exercise() {
        return new Exercise<>("zero-debit", new Text("Debit 0 fen", "扣款0分"), List.of(
                card("b5.result", "the result is good", "交易成功", DebitExercise::result),
                card("b5.answer-time", "the result comes in time", "结果及时", DebitExercise::answerTime),
                card("b5.balance", "the purse is as it was", "余额不变", DebitExercise::balance),
                card("b5.time", "the result names the purchase time that was asked", "结果中的交易时间与指令一致", DebitExercise::time),
                card("b8.proof", "the TAC can be asked for again", "可重取TAC", DebitExercise::proof),
                ReadExercises.once(check("debit.once", "what is answered is not repeated", "已应答的帧不再重复"))),
                List.of(ReadExercises.hold(), ReadExercises.card(),
                        new Step.Await<>(LATE_MS, true, seen -> !seen.frames(B5Result.class).isEmpty() || !seen.frames(StepError.class)
                        .isEmpty()),
                        new Step.Await<>(ReadExercises.STEP_MS, false, DebitExercise::proofCame),
                        new Step.Listen<>(ReadExercises.AFTERWARDS_MS)),
                this::answer);
    }

    private static Check check(String id, String english, String chinese) {
        return Check.of(id, english, chinese, SOURCE).moving(Moves.CARD);
    }

    private static Judge<UnitFrame> card(String id, String english, String chinese, Function<Transcript<UnitFrame>, Outcome> judge) {
        return new Judge<>(check(id, english, chinese), judge);
    }

    // ---- the dialogue

    private Optional<Say> answer(Transcript<UnitFrame> seen, Entry.Came<UnitFrame> came) {
        return switch (came.frame()) {
            case B2ObuInfo b2 when sent(seen, ASKED).isEmpty() -> Optional.of(voice.goOn(seen, b2.obu().id(),
                    ReadExercises.obuFactor(seen)));
            case B4CardInfo b4 when sent(seen, ASKED).isEmpty() -> Optional.of(debit(seen, b4));
            case B5Result b5 when sent(seen, SuiteVoice.PROOF).isEmpty() -> Optional.of(voice.say(SuiteVoice.PROOF, seen,
                    new LaneFrame.C8FetchTac(b5.obu(), b5.cardSerial(), Bytes.EMPTY)));
            case B8TacInfo b8 -> Optional.of(voice.goOn(seen, b8.obu(), ReadExercises.obuFactor(seen)));
            case UnitFrame _ -> voice.obligations(seen, came);
        };
    }

    private Say debit(Transcript<UnitFrame> seen, B4CardInfo b4) {
        LocalDateTime time = settings.localTime(voice.wallMillis());
        return voice.say(ASKED + time.format(DIGITS), seen, new LaneFrame.C6Debit(b4.obu(), ReadExercises.factor(b4.issuerInfo()),
                Optional.empty(), 0,
                time, b4.lastStation()));
    }

    private static Optional<Entry.Sent<UnitFrame>> sent(Transcript<UnitFrame> seen, String what) {
        return seen.sent().stream().filter(one -> one.said().what().startsWith(what)).findFirst();
    }

    // ---- what it came to

    private static Outcome result(Transcript<UnitFrame> seen) {
        if (sent(seen, ASKED).isEmpty()) {
            return Outcome.notAsked("the dialogue did not get so far", "对话未到此步");
        }
        Optional<StepError> error = seen.frames(StepError.class, one -> one.command() == 0xB5).stream().map(Entry.Came::frame).findFirst();
        if (error.isPresent()) {
            return Outcome.failed("B5 with error code 00", "B5错误码为00", "error %02X: %s".formatted(error.get().errorCode(),
                    RsuNetworkErrorCodes.meaning(0xB5, error.get().errorCode())));
        }
        return seen.frames(B5Result.class).isEmpty() ? Outcome.failed("B5", "B5", "nothing within " + LATE_MS + " ms") : Outcome.passed();
    }

    private static Outcome onResult(Transcript<UnitFrame> seen, Function<Entry.Came<B5Result>, Outcome> judge) {
        return seen.first(B5Result.class).map(judge).orElseGet(() -> Outcome.notAsked("no result came", "未收到交易结果"));
    }

    private static Outcome answerTime(Transcript<UnitFrame> seen) {
        return onResult(seen, b5 -> {
            Measured took = Measured.atMost(new Text("command to B5", "指令到B5"), Transcript.msBetween(sent(seen, ASKED).orElseThrow(), b5),
                    RESULT_MS);
            return took.within() ? Outcome.passed(took) : Outcome.quirk("b5-late", "takes " + took.tookMs() + " ms for the result", "结果用时"
                    + took.tookMs() + "毫秒", "none: until it comes the outcome is unknown, and the vehicle waits",
                    "无：结果到达前交易状态未知，车辆须等待").and(took);
        });
    }

    private static Outcome balance(Transcript<UnitFrame> seen) {
        return onResult(seen, b5 -> {
            long before = seen.frames(B4CardInfo.class).getFirst().frame().balanceFen();
            long after = b5.frame().balanceFen();
            return after < 0 ? Outcome.notAsked("the result has no balance", "结果中无余额") : after == before ? Outcome.passed()
                    : Outcome.failed(before + " fen", before + "分", after + " fen");
        });
    }

    private static Outcome time(Transcript<UnitFrame> seen) {
        return onResult(seen, b5 -> {
            String asked = sent(seen, ASKED).orElseThrow().said().what().substring(ASKED.length());
            return b5.frame().transTime().equals(asked) ? Outcome.passed() : Outcome.failed(asked, asked, b5.frame().transTime());
        });
    }

    private static boolean proofCame(Transcript<UnitFrame> seen) {
        return !seen.frames(B8TacInfo.class).isEmpty() || !seen.frames(StepError.class).isEmpty();
    }

    private static Outcome proof(Transcript<UnitFrame> seen) {
        return onResult(seen, b5 -> {
            Optional<B8TacInfo> again = seen.first(B8TacInfo.class).map(Entry.Came::frame);
            if (again.isPresent()) {
                String tac = b5.frame().tac();
                return again.get().tac().equals(tac) ? Outcome.passed() : Outcome.failed("TAC " + tac, "TAC " + tac, "TAC " + again.get()
                        .tac());
            }
            String came = seen.frames(StepError.class).stream().map(error -> RsuNetworkConformance.words(error.frame())).findFirst()
                    .orElse("nothing");
            return Outcome.quirk("no-proof", "gives no proof of a debit: " + came, "无法重取TAC：" + came,
                    "none: a lost result is settled by the card's balance", "无：结果丢失时按卡片余额判定");
        });
    }
}
