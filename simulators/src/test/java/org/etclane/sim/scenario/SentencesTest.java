package org.etclane.sim.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.etclane.device.LoopEvent;
import org.etclane.device.spi.Language;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.device.Lc301Faults;
import org.etclane.sim.device.RsuSimFault;
import org.etclane.sim.device.ScaleSimFaults;
import org.etclane.sim.scenario.Sentences.Result;
import org.etclane.sim.world.Behaviour;
import org.etclane.sim.world.LoadWish;
import org.etclane.sim.world.LoopFault;
import org.etclane.sim.world.VehicleKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentencesTest {
    private static Action action(String sentence) {
        return switch (Sentences.action(sentence, LaneKind.EXIT)) {
            case Result.Understood<Action>(Action action) -> action;
            case Result.NotUnderstood<Action>(Problem problem) -> throw new AssertionError(problem.in(Language.EN));
        };
    }

    private static String problem(String sentence, LaneKind lane, Language language) {
        return switch (Sentences.action(sentence, lane)) {
            case Result.Understood<Action>(Action action) -> throw new AssertionError("understood as " + action);
            case Result.NotUnderstood<Action>(Problem problem) -> problem.in(language);
        };
    }

    private static VehicleOrder vehicle(String sentence) {
        return ((Action.Send) action(sentence)).vehicle();
    }

    @Test
    void aVehicleIsDescribedInAnyOrder() {
        VehicleOrder one = vehicle("send truck 16 测A00002, speed 18 km/h, no obu, tailgates, length 18.5m, gap 50 cm");
        assertEquals(one, vehicle("SEND truck 16 测A00002 tailgates gap 0.5 m length 18.5 m no obu speed 5 m/s"));
        assertEquals(16, one.vehicleClass());
        assertEquals(VehicleKind.NO_OBU, one.kind());
        assertEquals(Behaviour.TAILGATER, one.behaviour());
        assertEquals(OptionalDouble.of(5), one.cruiseMps());
        assertEquals(OptionalDouble.of(18.5), one.lengthM());
        assertEquals(16, one.spec("测A00002").vehicleClass());
    }

    @Test
    void moneyAndMediaOfAVehicle() {
        assertEquals(OptionalLong.of(1520), vehicle("send car 测A00001, balance 15.20 yuan").balanceFen());
        assertEquals(OptionalLong.of(1), vehicle("send car, balance 1 fen").balanceFen());
        assertTrue(vehicle("send car, credit card").credit());
        assertEquals(VehicleKind.CARD_WRONG_TYPE, vehicle("send car, card of a wrong type").kind());
        assertEquals(java.util.Set.of(Action.ObuState.BATTERY_LOW), vehicle("send car, obu battery low").states());
        assertTrue(vehicle("send car 测A00001 again").again());
    }

    @Test
    void everythingElse() {
        assertEquals(new Action.TakeCard("测A00001"), action("take card 测A00001"));
        assertEquals(new Action.Cut(Action.Line.RSU, OptionalDouble.of(2.5)), action("cut rsu for 2.5 s"));
        assertEquals(new Action.Cut(Action.Line.IO, OptionalDouble.empty()), action("cut io"));
        assertEquals(new Action.Silence(Action.Line.RSU, 120), action("silence rsu for 2 min"));
        assertEquals(new Action.FailRsu(RsuSimFault.LATE_B5, java.util.Optional.of("测A00001")), action("fail rsu late-b5 for 测A00001"));
        assertEquals(new Action.FailRsu(RsuSimFault.MAC1_DAMAGED, java.util.Optional.empty()), action("fail rsu MAC1_DAMAGED"));
        assertEquals(new Action.FailIo(Lc301Faults.shortPulses(40)), action("fail io short-pulses 40 ms"));
        assertEquals(new Action.ChangeLoop(LoopEvent.Role.ARM, LoopFault.STUCK_OCCUPIED), action("stick loop arm"));
        assertEquals(new Action.ChangeObu("测A00001", Action.ObuState.CARD_BROKEN), action("obu 测A00001 card-broken"));
        assertEquals(new Action.Jam(OptionalDouble.of(15)), action("jam at 15 m"));
        assertEquals(new Action.Disk(Action.DiskState.SLOW, 3), action("disk slow 3 s"));
    }

    @Test
    void whatAVehicleWeighsAndWhatIsWrongWithAScale() {
        assertEquals(new LoadWish(OptionalInt.of(45_000), List.of()), vehicle("send truck 16, weight 45 t").load());
        assertEquals(OptionalInt.of(1450), vehicle("send car, weight 1450kg").load().grossWeightKg());
        assertEquals(List.of(6500, 11_000, 10_500), vehicle("send truck 13, axle loads 6.5/11/10.5 t, speed 3 m/s").load().axleLoadsKg());
        assertEquals(LoadWish.NONE, vehicle("send car").load());
        assertEquals(OptionalDouble.of(28), vehicle("send truck 16, overlong").lengthM());
        assertEquals(Behaviour.REVERSES_OFF_SCALE, vehicle("send truck 16, reverses off the scale").behaviour());
        assertEquals(new Action.FailScale(ScaleSimFaults.lost(2)), action("fail scale frames-lost 2"));
        assertEquals(new Action.RestartScale(false), action("restart scale without memory"));
        assertEquals(new Action.RestartScale(true), action("restart scale"));
        assertTrue(action("cut scale for 3 s").needsScale());
        assertFalse(action("cut io for 3 s").needsScale());
    }

    /** What help tells can be said, each form of it. */
    @Test
    void everyFormIsUnderstood() {
        for (Rule<Action> rule : Phrasebook.VERBS) {
            action(example(rule.form()));
        }
        for (Rule<?> detail : Phrasebook.DETAILS) {
            String sentence = "send car 测A00001, " + example(detail.form());
            boolean exit = Sentences.action(sentence, LaneKind.EXIT) instanceof Result.Understood<Action>;
            boolean entry = Sentences.action(sentence, LaneKind.ENTRY) instanceof Result.Understood<Action>;
            assertTrue(exit || entry, sentence);
        }
        List<String> help = Sentences.help(Language.ZH);
        assertEquals(Phrasebook.VERBS.size() + Phrasebook.DETAILS.size() + Phrasebook.VEHICLES.size(), help.size());
        assertTrue(help.contains("take card PLATE                      拔卡"), help::toString);
    }

    private static String example(String form) {
        return form.replace("PLATE", "测A00001").replace("LINE", "rsu").replace("SECONDS", "3 s").replace("PER_MILLION", "100")
                .replace("RSU_FAULT", "late-b5").replace("OBU_STATE", "silent").replace("COUNT", "2").replace("MS", "40 ms")
                .replace("LOOP", "arm").replace("PLACE", "15 m").replace("MONEY", "1 yuan").replace("SPEED", "5 m/s").replace("LENGTH", "5 m")
                .replace("GAP", "1 m").replace("CLASS", "16").replace("WEIGHT", "45 t").replace("LOADS", "6.5/10/9.5 t");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fly away                          | "fly away": begins with no verb; allowed: send, take, insert, obu, cut, plug, noise
            cut antenna                       | "cut antenna": "antenna" is not understood, wanted is rsu, io or scale; allowed: cut LINE for SECONDS; cut LINE
            cut rsu for ever                  | "cut rsu for ever": "ever" is not understood, wanted is a time such as 3 s
            cut rsu now                       | "cut rsu now": "now" is not understood, wanted is for
            take card                         | "take card": it ends too early, wanted is a plate
            take card 测A00001 quickly        | "take card 测A00001 quickly": there is too much from "quickly" on
            fail rsu melt                     | "fail rsu melt": "melt" is not understood, wanted is vehicle-no-answer, vehicle-not-decrypted
            send bus                          | "send bus": "bus" is not understood, wanted is
            send truck 7                      | "send truck 7": "7" is not understood, wanted is 1, or 11 to 16
            send car 测A00001 upside down     | "upside down" says nothing about a vehicle; allowed: no obu; obu expired
            send car, speed 100 km/h          | "speed 100 km/h" says nothing about a vehicle
            send car, weight 45 m             | "weight 45 m" says nothing about a vehicle
            send car, axle loads 6.5 t        | "axle loads 6.5 t" says nothing about a vehicle
            send car, axle loads 6.5/0 t      | "axle loads 6.5/0 t" says nothing about a vehicle
            send car, obu expired, no card    | two things are said that exclude each other
            send car, tailgates, turns back   | two things are said that exclude each other
            send car, entry still open        | means nothing on this kind of lane
            send car, again                   | nobody knows which vehicle comes again; advice: name its plate
            """)
    void whatIsNotUnderstoodIsToldWithWhatIsAllowed(String sentence, String told) {
        String problem = problem(sentence, LaneKind.EXIT, Language.EN);
        assertTrue(problem.contains(told), () -> problem);
        assertFalse(problem(sentence, LaneKind.EXIT, Language.ZH).equals(problem), problem);
    }

    @Test
    void eachKindOfLaneHasItsOwn() {
        assertTrue(problem("send car, no entry", LaneKind.ENTRY, Language.EN).endsWith("no obu; obu expired; obu not yet valid; obu tampered; "
                + "obu locked; no card; card broken; card expired; card not yet valid; card of a wrong type; card of another plate; entry still open; "
                + "again"), problem("send car, no entry", LaneKind.ENTRY, Language.EN));
    }

    @Test
    void times() {
        assertEquals(new Result.Understood<When>(new When.At(90)), Sentences.when("at 1.5 min"));
        assertEquals(new Result.Understood<When>(new When.After(0.2)), Sentences.when("after 0.2 s"));
        assertEquals(new Result.Understood<When>(new When.Once("测A00001", When.Moment.FOUND)), Sentences.when("when 测A00001 is found"));
        assertTrue(((Result.NotUnderstood<When>) Sentences.when("soon")).problem().in(Language.EN).contains("at SECONDS; after SECONDS"));
    }

    /** Nothing that is typed makes it throw. */
    @Test
    void noiseIsNeverMoreThanNotUnderstood() {
        List<String> words = List.of("send", "car", "truck", "16", "测A00001", "no", "obu", "card", "3", "s", "cut", "rsu", "for", "fail", "io",
                "loop", "stick", "balance", "yuan", ",", "-1", "9999999999999999999999", "", "when", "\\u0000", "again");
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder sentence = new StringBuilder();
            for (int n = random.nextInt(7); n >= 0; n--) {
                sentence.append(words.get(random.nextInt(words.size()))).append(random.nextBoolean() ? " " : ", ");
            }
            Sentences.action(sentence.toString(), LaneKind.EXIT);
            Sentences.when(sentence.toString());
        }
    }
}
