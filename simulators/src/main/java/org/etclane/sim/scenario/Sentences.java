package org.etclane.sim.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etclane.device.spi.Language;
import org.etclane.device.spi.Text;
import org.etclane.sim.world.Behaviour;
import org.etclane.sim.world.LaneKind;
import org.etclane.sim.world.VehicleKind;

/** Reads sentences of the {@link Phrasebook}. Pure. */
public final class Sentences {
    private Sentences() {
    }

    /** What a sentence says, or what is wrong with it. */
    public sealed interface Result<T> {
        record Understood<T>(T meaning) implements Result<T> {
        }

        record NotUnderstood<T>(Problem problem) implements Result<T> {
        }
    }

    /** @param lane what kind of lane it is said on */
    public static Result<Action> action(String sentence, org.etclane.lane.core.LaneKind lane) {
        Words words = new Words(sentence);
        if (words.peek().filter("send"::equalsIgnoreCase).isPresent()) {
            return vehicle(words, sentence, lane);
        }
        return whole(Phrasebook.VERBS, words, sentence, new Text("begins with no verb", "不是已知的动词"), verbs());
    }

    /** "at 3 s", "after 3 s", "when 测A00001 is found". */
    public static Result<When> when(String text) {
        List<Rule<When>> rules = Stream.concat(Phrasebook.TIMES.stream(), Phrasebook.MOMENTS.stream()).toList();
        return whole(rules, new Words(text), text, new Text("is no time", "不是时间"),
                new Text(forms(rules), forms(rules)));
    }

    private static Text verbs() {
        String all = Stream.concat(Stream.of("send"), Phrasebook.VERBS.stream().map(Rule::verb)).distinct()
                .collect(Collectors.joining(", "));
        return new Text(all, all);
    }

    private static String forms(List<? extends Rule<?>> rules) {
        return rules.stream().map(Rule::form).distinct().collect(Collectors.joining("; "));
    }

    /** @param unknown what to say when no rule begins so, with what may stand there */
    private static <T> Result<T> whole(List<Rule<T>> rules, Words words, String sentence, Text unknown, Text allowed) {
        Rule.Fit<T> best = new Rule.Fit<>(Optional.empty(), 0, Text.NONE);
        int start = words.position();
        for (Rule<T> rule : rules) {
            Rule.Fit<T> fit = rule.fit(words);
            boolean complete = fit.result().isPresent() && words.peek().isEmpty();
            if (complete) {
                return new Result.Understood<>(fit.result().get());
            }
            words.back(start);
            best = fit.taken() > best.taken() ? fit : best;
        }
        if (best.taken() == 0) {
            return new Result.NotUnderstood<>(new Problem("", sentence, unknown, allowed, Text.NONE));
        }
        words.back(start + best.taken());
        String verb = new Words(sentence).take().toLowerCase(java.util.Locale.ROOT);
        List<Rule<T>> sameVerb = rules.stream().filter(r -> r.verb().equals(verb)).toList();
        return new Result.NotUnderstood<>(new Problem("", sentence, stoppedAt(words, best.wanted()),
                new Text(forms(sameVerb), forms(sameVerb)), Text.NONE));
    }

    private static Text stoppedAt(Words words, Text wanted) {
        Optional<String> next = words.peek();
        if (wanted.equals(Text.NONE)) {
            return new Text("there is too much from \"" + words.rest() + "\" on", "自“" + words.rest() + "”起多余");
        }
        return next.map(word -> new Text("\"" + word + "\" is not understood, wanted is " + wanted.english(),
                        "无法理解“" + word + "”，应为" + wanted.chinese()))
                .orElseGet(() -> new Text("it ends too early, wanted is " + wanted.english(), "不完整，缺少" + wanted.chinese()));
    }

    private static Result<Action> vehicle(Words words, String sentence, org.etclane.lane.core.LaneKind lane) {
        Optional<VehicleOrder> begun = first(Phrasebook.VEHICLES, words);
        if (begun.isEmpty()) {
            Words again = new Words(sentence);
            Rule.Fit<VehicleOrder> best = Phrasebook.VEHICLES.stream().map(rule -> rule.fit(again))
                    .max(Comparator.comparingInt(Rule.Fit::taken)).orElseThrow();
            again.back(best.taken());
            return problem(sentence, stoppedAt(again, best.wanted()), forms(Phrasebook.VEHICLES), Text.NONE);
        }
        VehicleOrder order = begun.get();
        while (words.peek().isPresent()) {
            String before = words.rest();
            Optional<Function<VehicleOrder, VehicleOrder>> detail = first(Phrasebook.DETAILS, words);
            if (detail.isEmpty()) {
                return problem(sentence, new Text("\"" + before + "\" says nothing about a vehicle", "“" + before + "”不是车辆说明"),
                        forms(Phrasebook.DETAILS), Text.NONE);
            }
            VehicleOrder next = detail.get().apply(order);
            boolean twoFaults = !order.kind().legal() && next.kind() != order.kind();
            if (twoFaults || order.behaviour() != Behaviour.NORMAL && next.behaviour() != order.behaviour()) {
                return problem(sentence, new Text("two things are said that exclude each other", "两项说明相互矛盾"), "",
                        new Text("one fault of OBU, card or entry and one behaviour: the lane finds only the first fault; more can"
                                + " come later with obu PLATE OBU_STATE", "标签、卡或入口只写一处异常，行为只写一种；车道只会发现第一处，其余用obu语句"));
            }
            order = next;
        }
        if (!order.kind().appliesTo(LaneKind.valueOf(lane.name()))) {
            return problem(sentence, new Text("means nothing on this kind of lane", "不适用于该类车道"), kinds(lane), Text.NONE);
        }
        if (order.again() && order.plate().isEmpty()) {
            return problem(sentence, new Text("nobody knows which vehicle comes again", "未指明哪辆车再次到来"), "",
                    new Text("name its plate", "写出车牌"));
        }
        return new Result.Understood<>(new Action.Send(order));
    }

    private static String kinds(org.etclane.lane.core.LaneKind lane) {
        return Phrasebook.DETAILS.stream().filter(detail -> {
            VehicleKind kind = detail.fit(new Words(detail.form())).result().map(f -> f.apply(VehicleOrder.legal(1)).kind())
                    .orElse(VehicleKind.LEGAL_CAR);
            return !kind.legal() && kind.appliesTo(LaneKind.valueOf(lane.name()));
        }).map(Rule::form).collect(Collectors.joining("; "));
    }

    private static Result<Action> problem(String sentence, Text what, String allowed, Text advice) {
        return new Result.NotUnderstood<>(new Problem("", sentence, what, new Text(allowed, allowed), advice));
    }

    private static <T> Optional<T> first(List<Rule<T>> rules, Words words) {
        return rules.stream().map(rule -> rule.fit(words)).filter(fit -> fit.result().isPresent()).findFirst().flatMap(Rule.Fit::result);
    }

    /** Everything that can be said, one form per line with its meaning. */
    public static List<String> help(Language language) {
        List<String> lines = new ArrayList<>();
        Phrasebook.VEHICLES.forEach(rule -> lines.add(help(rule, "", language)));
        Phrasebook.DETAILS.forEach(rule -> lines.add(help(rule, "    ", language)));
        Phrasebook.VERBS.forEach(rule -> lines.add(help(rule, "", language)));
        return lines;
    }

    private static String help(Rule<?> rule, String margin, Language language) {
        return "%-36s %s".formatted(margin + rule.form(), rule.meaning().in(language)).stripTrailing();
    }
}
