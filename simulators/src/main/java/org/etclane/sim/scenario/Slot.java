package org.etclane.sim.scenario;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etclane.device.LoopEvent;
import org.etclane.device.spi.Text;
import org.etclane.sim.device.RsuSimFault;

/** A place in a sentence that holds a value. */
enum Slot {
    PLATE(Slot::plate, "a plate such as 测A00001", "车牌，如测A00001"),
    LINE(w -> w.one(Action.Line.values()), "rsu, io or scale", "rsu、io或scale"),
    LOOP(w -> w.one(LoopEvent.Role.values()), "trigger, capture or arm", "trigger、capture或arm"),
    SECONDS(w -> measure(w, Unit.SECONDS, 0, 36_000), "a time such as 3 s, 0.2 s or 2 min, at most 600 min",
            "时间，如3 s、0.2 s、2 min，最长600 min"),
    MS(w -> measure(w, Unit.MS, 1, 10_000), "a time from 1 ms to 10000 ms", "时间，1 ms至10000 ms"),
    SPEED(w -> measure(w, Unit.SPEED, 0.5, 20), "a speed from 0.5 m/s (1.8 km/h) to 20 m/s (72 km/h)",
            "速度，0.5 m/s（1.8 km/h）至20 m/s（72 km/h）"),
    LENGTH(w -> measure(w, Unit.METRES, 2, 30), "a length from 2 m to 30 m", "长度，2 m至30 m"),
    GAP(w -> measure(w, Unit.METRES, 0.3, 20), "a distance from 0.3 m to 20 m", "距离，0.3 m至20 m"),
    PLACE(w -> measure(w, Unit.METRES, 13, 34), "a place behind the arm from 13 m to 34 m, counted from the start of the trigger loop",
            "栏杆之后的位置，从触发线圈起点算起13 m至34 m"),
    MONEY(w -> measure(w, Unit.FEN, 0, 1e9).map(Math::round), "an amount such as 15.20 yuan or 1520 fen", "金额，如15.20 yuan或1520 fen"),
    WEIGHT(w -> measure(w, Unit.KG, 100, 300_000).map(kg -> (int) Math.round(kg)), "a weight such as 45 t or 1450 kg, from 100 kg to 300 t",
            "重量，如45 t或1450 kg，100 kg至300 t"),
    LOADS(Slot::loads, "axle loads from front to rear such as 6.5/11/10.5 t, two to twenty of them", "自前至后的轴重，如6.5/11/10.5 t，2至20轴"),
    CLASS(w -> w.number(n -> n == 1 || n >= 11 && n <= 16).map(Double::intValue), "1, or 11 to 16", "1，或11至16"),
    COUNT(w -> w.number(n -> n >= 1 && n <= 1000 && n == Math.rint(n)).map(Double::intValue), "a whole number from 1 to 1000",
            "整数，1至1000"),
    PER_MILLION(w -> w.number(n -> n >= 1 && n <= 500_000 && n == Math.rint(n)).map(Double::intValue),
            "bytes in a million, from 1 to 500000", "每百万字节数，1至500000"),
    RSU_FAULT(w -> w.one(RsuSimFault.values()), names(RsuSimFault.values()), names(RsuSimFault.values())),
    OBU_STATE(w -> w.one(Action.ObuState.values()), names(Action.ObuState.values()), names(Action.ObuState.values()));

    private static final Pattern LOADS_FORM = Pattern.compile("\\d+(\\.\\d+)?(/\\d+(\\.\\d+)?){1,19}");
    private static final Pattern PLATE_FORM = Pattern.compile("[\\u4e00-\\u9fa5][A-Z][A-Z0-9]{5,6}");

    private final Function<Words, Optional<?>> reader;
    private final Text allowed;

    Slot(Function<Words, Optional<?>> reader, String english, String chinese) {
        this.reader = reader;
        this.allowed = new Text(english, chinese);
    }

    /** Takes its value from the words, or leaves them as they are. */
    Optional<?> read(Words words) {
        return reader.apply(words);
    }

    Text allowed() {
        return allowed;
    }

    static boolean isPlate(String word) {
        return PLATE_FORM.matcher(word).matches();
    }

    private static Optional<String> plate(Words words) {
        return words.peek().filter(Slot::isPlate).map(word -> words.take());
    }

    /** "6.5/11/10.5 t", kilograms each. */
    private static Optional<List<Integer>> loads(Words words) {
        int before = words.position();
        Optional<String> many = words.peek().filter(word -> LOADS_FORM.matcher(word).matches());
        Optional<List<Integer>> kg = many.flatMap(word -> {
            words.take();
            return words.peek().flatMap(Unit.KG::factor).map(factor -> {
                words.take();
                return Stream.of(word.split("/")).map(load -> (int) Math.round(Double.parseDouble(load) * factor)).toList();
            });
        }).filter(all -> all.stream().allMatch(load -> load >= 100 && load <= 30_000));
        if (kg.isEmpty()) {
            words.back(before);
        }
        return kg;
    }

    static String names(Enum<?>[] values) {
        return Stream.of(values).map(Slot::name).collect(Collectors.joining(", "));
    }

    /** As it is written in a sentence: {@code late-b5}. */
    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a number may be followed by, and what that makes of it. */
    private enum Unit {
        SECONDS, MS, SPEED, METRES, FEN, KG;

        Optional<Double> factor(String word) {
            return switch (this) {
                case SECONDS -> one(word, "s", 1, "min", 60);
                case MS -> one(word, "ms", 1, "s", 1000);
                case SPEED -> one(word, "m/s", 1, "km/h", 1 / 3.6);
                case METRES -> one(word, "m", 1, "cm", 0.01);
                case KG -> one(word, "kg", 1, "t", 1000);
                case FEN -> one(word, "fen", 1, "yuan", 100);
            };
        }

        private static Optional<Double> one(String word, String first, double firstFactor, String second, double secondFactor) {
            return word.equals(first) ? Optional.of(firstFactor) : word.equals(second) ? Optional.of(secondFactor) : Optional.empty();
        }
    }

    private static Optional<Double> measure(Words words, Unit unit, double least, double most) {
        int before = words.position();
        Optional<Double> measured = words.number(n -> n >= 0).flatMap(n -> words.peek().flatMap(unit::factor).map(factor -> {
            words.take();
            return n * factor;
        })).filter(value -> value >= least - 1e-9 && value <= most + 1e-9);
        if (measured.isEmpty()) {
            words.back(before);
        }
        return measured;
    }
}
