package org.etclane.device.gpio;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Measured;
import org.etclane.device.conformance.Moves;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Reflex;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.gpio.GpioScene.Told;
import org.etclane.device.spi.Text;

/** What needs somebody at the lane: contacts that are worked, lamps that are looked at. Part of {@link GpioConformance}. */
final class GpioContactExercises {
    private static final long HAND_MS = 60_000;
    /** Edges that follow the first one within this time are its bounce. */
    private static final long BOUNCE_MS = 400;
    private static final long LIGHT_MS = 500;
    private static final double NANOS_PER_MS = 1e6;

    private final GpioScene scene;
    private final GpioSettings settings;

    GpioContactExercises(GpioScene scene) {
        this.scene = scene;
        this.settings = scene.settings;
    }

    List<Exercise<GpioFrame>> all() {
        List<Exercise<GpioFrame>> all = new ArrayList<>();
        settings.inputs().keySet().forEach(role -> contact(role).ifPresent(all::add));
        lamp(GpioRole.PASS_GREEN, GpioRole.PASS_RED, new Text("the pass light", "通行灯"), all);
        lamp(GpioRole.CANOPY_GREEN, GpioRole.CANOPY_RED, new Text("the canopy light", "雨棚灯"), all);
        alarm(GpioRole.ALARM_SOUND, new Text("Does the siren sound?", "声报警在响吗？"), all);
        alarm(GpioRole.ALARM_LIGHT, new Text("Is the alarm lamp on?", "光报警亮了吗？"), all);
        return all;
    }

    // ---- contacts

    private Optional<Exercise<GpioFrame>> contact(GpioRole role) {
        return switch (role) {
            case TRIGGER_LOOP -> Optional.of(worked(role, new Text("Cover the trigger loop with something of iron", "请用铁件压占触发线圈"),
                    new Text("Clear the trigger loop", "请移开触发线圈上的铁件")));
            case CAPTURE_LOOP -> Optional.of(worked(role, new Text("Cover the capture loop with something of iron", "请用铁件压占抓拍线圈"),
                    new Text("Clear the capture loop", "请移开抓拍线圈上的铁件")));
            case ARM_LOOP -> Optional.of(worked(role, new Text("Cover the loop under the arm with something of iron", "请用铁件压占落杆线圈"),
                    new Text("Clear the loop under the arm", "请移开落杆线圈上的铁件")));
            case FOOT_ALARM -> Optional.of(worked(role, new Text("Press the foot switch", "请踩住脚踏报警开关"),
                    new Text("Release the foot switch", "请松开脚踏报警开关")));
            case LANE_CLOSING_BAR -> Optional.of(worked(role, new Text("Close the bar that closes the lane", "请放下关道栏杆"),
                    new Text("Open the bar that closes the lane", "请抬起关道栏杆")));
            case ARM_UP, ARM_DOWN, BARRIER_FAULT, LIGHT_FAULT, RAISE, LOWER, PASS_GREEN, PASS_RED, CANOPY_GREEN, CANOPY_RED, ALARM_SOUND,
                 ALARM_LIGHT -> Optional.empty();
        };
    }

    private Exercise<GpioFrame> worked(GpioRole role, Text on, Text off) {
        String id = GpioScene.id(role);
        List<Step<GpioFrame>> steps = new ArrayList<>(scene.read());
        steps.add(new Step.Act<>(on, HAND_MS, seen -> turns(scene.told(seen, role)) >= 1));
        steps.add(new Step.Listen<>(BOUNCE_MS));
        steps.addAll(scene.read());
        steps.add(new Step.Act<>(off, HAND_MS, seen -> settled(scene.told(seen, role)) >= 2));
        steps.add(new Step.Listen<>(BOUNCE_MS));
        steps.addAll(scene.read());
        return new Exercise<>("contact-" + id, new Text(on.english() + ", and back", on.chinese() + "并恢复"), List.of(
                GpioConformance.judge("contact." + id, "closes and opens as it is worked", "动作与操作一致", seen -> follows(seen, role)),
                GpioConformance.judge("bounce." + id, "bounces no longer than it is debounced", "抖动不超过去抖时间", seen -> bounces(seen,
                        role))), steps, Reflex.none());
    }

    private static int turns(List<Told> told) {
        int turns = 0;
        for (int i = 1; i < told.size(); i++) {
            turns += told.get(i).active() == told.get(i - 1).active() ? 0 : 1;
        }
        return turns;
    }

    /** Of what was read when it had come to rest, and what it was told last. */
    private static int settled(List<Told> told) {
        List<Told> rest = new ArrayList<>(told.stream().filter(Told::read).toList());
        if (!told.isEmpty()) {
            rest.add(told.getLast());
        }
        return turns(rest);
    }

    private Outcome follows(Transcript<GpioFrame> seen, GpioRole role) {
        List<Told> told = scene.told(seen, role);
        if (told.isEmpty()) {
            return GpioConformance.notRead();
        }
        boolean first = told.getFirst().active();
        if (turns(told) == 0) {
            return Outcome.failed("closed, then open", "先闭合后断开", "always " + (first ? "closed" : "open") + ": " + settings.words(role)
                    + ", wiring, offset");
        }
        if (first) {
            return Outcome.quirk("inverted", settings.words(role) + " says closed before it is worked, and open then", settings.words(role)
                    + "状态相反", GpioScene.key(role, "activeLow"), GpioScene.key(role, "activeLow"));
        }
        return told.getLast().active() ? Outcome.failed("closed, then open", "先闭合后断开", "never open again: " + settings.words(role))
                : Outcome.passed();
    }

    /** A level between two edges that lasts as long as the debounce counts as a change. */
    private Outcome bounces(Transcript<GpioFrame> seen, GpioRole role) {
        List<Told> edges = scene.told(seen, role).stream().filter(one -> !one.read()).toList();
        if (edges.isEmpty()) {
            return Outcome.notAsked("no edge came", "未收到边沿");
        }
        long longestMs = 0;
        long firstNanos = edges.getFirst().atNanos();
        for (int i = 1; i < edges.size(); i++) {
            if ((edges.get(i).atNanos() - firstNanos) / NANOS_PER_MS > BOUNCE_MS) {
                firstNanos = edges.get(i).atNanos();
            } else {
                longestMs = Math.max(longestMs, Math.round((edges.get(i).atNanos() - edges.get(i - 1).atNanos()) / NANOS_PER_MS));
            }
        }
        int debounceMs = settings.inputs().get(role).debounceMs();
        Measured longest = Measured.atMost(new Text("longest level while it bounces", "抖动中最长电平"), longestMs, Math.max(0, debounceMs - 1));
        return longestMs == 0 || longest.within() ? Outcome.passed(longest) : Outcome.quirk("bounces-long", settings.words(role)
                + " stays for " + longestMs + " ms while it bounces", settings.words(role) + "抖动中电平保持" + longestMs + "毫秒",
                GpioScene.key(role, "debounceMs") + ", longer than that", GpioScene.key(role, "debounceMs") + "，须更长").and(longest);
    }

    // ---- lamps

    private static Judge<GpioFrame> light(String id, String english, String chinese, Function<Transcript<GpioFrame>, Outcome> verdict) {
        return new Judge<>(Check.of(id, english, chinese, GpioConformance.SOURCE).moving(Moves.LIGHT), verdict);
    }

    private void lamp(GpioRole green, GpioRole red, Text words, List<Exercise<GpioFrame>> all) {
        if (!settings.outputs().containsKey(green)) {
            return;
        }
        boolean two = settings.outputs().containsKey(red);
        List<Step<GpioFrame>> steps = new ArrayList<>();
        if (two) {
            steps.add(Step.send(scene.drive("red off", false, red)));
        }
        steps.add(Step.send(scene.drive("on", true, green)));
        steps.addAll(look(new Text("Is " + words.english() + " green now?", words.chinese() + "现在是绿灯吗？")));
        steps.add(Step.send(scene.drive("off", false, green)));
        if (two) {
            steps.add(Step.send(scene.drive("red on", true, red)));
        }
        all.add(lamp(green, words, steps));
    }

    private void alarm(GpioRole role, Text question, List<Exercise<GpioFrame>> all) {
        if (settings.outputs().containsKey(role)) {
            List<Step<GpioFrame>> steps = new ArrayList<>(List.of(Step.send(scene.drive("on", true, role))));
            steps.addAll(look(question));
            steps.add(Step.send(scene.drive("off", false, role)));
            all.add(lamp(role, new Text("the alarm", "报警"), steps));
        }
    }

    private List<Step<GpioFrame>> look(Text question) {
        return List.of(new Step.Listen<>(LIGHT_MS), Step.send(scene.readLevels()), new Step.Listen<>(LIGHT_MS), new Step.Look<>(question,
                HAND_MS));
    }

    private Exercise<GpioFrame> lamp(GpioRole role, Text words, List<Step<GpioFrame>> steps) {
        String id = GpioScene.id(role);
        return new Exercise<>("lamp-" + id, new Text(words.english() + ", seen by somebody", "目视" + words.chinese()), List.of(
                light("lamp." + id, "shines or sounds when it is told", "按指令亮灯或鸣响", seen -> seen.answer().map(yes -> yes ? Outcome.passed()
                        : Outcome.failed("as asked", "与提问一致", "not so: " + settings.words(role) + ", wiring, "
                        + GpioScene.key(role, "activeLow"))).orElseGet(GpioConformance::notRead)),
                light("driven." + id, "its line has the level that was driven", "线路电平与驱动一致", seen -> {
                    Transcript<GpioFrame> after = GpioScene.since(GpioScene.since(seen, "on"), scene.readLevels().what());
                    return scene.told(after, role).isEmpty() ? GpioConformance.notRead() : scene.told(after, role).getFirst().active()
                            ? Outcome.passed() : Outcome.failed("active", "有效电平", "inactive: " + settings.words(role)
                            + " is driven by something else, or is an input");
                })), steps, Reflex.none());
    }
}
