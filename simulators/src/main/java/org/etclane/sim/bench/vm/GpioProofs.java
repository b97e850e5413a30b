package org.etclane.sim.bench.vm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.etclane.device.gpio.GpioLine;
import org.etclane.device.gpio.GpioRole;
import org.etclane.device.gpio.GpioSettings;
import org.etclane.sim.bench.Bench;
import org.etclane.sim.bench.BenchReport;

/**
 * The lane on lines of a real kernel's gpiochip, a fee display on ttyS3: vehicles, and what the outputs are at start, at an orderly
 * end, and after a kill in mid-pulse. What was driven is taken from the kernel's own record ({@link LineHistory}).
 */
final class GpioProofs {
    private static final int KILLED = 137;

    private final LaneTrial trial;
    private final GpioSettings settings;
    private final GpioChipView chip;
    private final int raise;
    private final int lower;
    private final AtomicInteger pictures = new AtomicInteger();

    GpioProofs(LaneTrial trial) {
        this.trial = trial;
        this.settings = LanePlan.lines(trial.plan().config());
        this.chip = new GpioChipView(trial.guest(), "lane", GpioChipView.LANE_LINES);
        this.raise = settings.outputs().get(GpioRole.RAISE).offset();
        this.lower = settings.outputs().get(GpioRole.LOWER).offset();
    }

    /** The lane has stopped when it returns. */
    BenchReport run() throws IOException, InterruptedException {
        trial.roadside().onDisplay(_ -> pictures.incrementAndGet());
        Map<GpioRole, Integer> lines = new LinkedHashMap<>();
        settings.inputs().forEach((role, line) -> lines.put(role, line.offset()));
        settings.outputs().forEach((role, line) -> lines.put(role, line.offset()));
        trial.guest().ask(new AgentRequest.Wire(trial.plan().wires(), GuestPaths.CHIP_WIRES, lines), AgentReply.Done.class);
        start();
        boolean gone = vehicles(trial.plan().traffic().vehicles() - 1);
        readBack();
        new GpioRefusals(trial, chip).run();
        orderlyEnd();
        gone &= killInMidPulse();
        trial.awaitSettled();
        trial.lane().stop();
        BenchReport report = trial.report();
        trial.proof("whole exit transactions with loops, arm and lights on GPIO lines, over a restart and a kill; purses, lane journal and"
                + " station agree", gone && report.ok() && report.transactions() > 0, Words.of(report) + "; fee display on "
                + GuestPaths.DISPLAY_PORT + " showed " + pictures.get() + " pictures");
        return report;
    }

    private void start() throws IOException, InterruptedException {
        chip.forgetHistory();
        trial.startLane();
        ChipState state = chip.state();
        int wired = settings.inputs().size() + settings.outputs().size();
        trial.proof("the lane holds its lines of the gpiochip, each under its role", state.heldBy("etclane ") == wired,
                state.heldBy("etclane ") + " of " + wired + ": " + state.lines().entrySet().stream()
                        .map(line -> line.getKey() + " " + line.getValue().consumer()).collect(Collectors.joining(", ")));
        LineHistory history = chip.history();
        trial.proof("start: barrier relays are left alone until they are commanded", history.of(raise).isEmpty()
                        && history.of(lower).isEmpty() && !state.lines().get(raise).output() && !state.lines().get(lower).output(),
                "raise and lower requested as they are, not driven; driven were " + driven(history));
    }

    private boolean vehicles(int count) throws IOException, InterruptedException {
        chip.forgetHistory();
        trial.letCome(count);
        boolean gone = trial.awaitGone();
        trial.awaitSettled();
        LineHistory history = chip.history();
        Files.writeString(trial.folder().resolve("gpio-kernel-record.txt"), chip.trace());
        List<LineHistory.Pulse> raises = history.pulses(raise);
        List<LineHistory.Pulse> lowers = history.pulses(lower);
        List<LineHistory.Pulse> all = new ArrayList<>(raises);
        all.addAll(lowers);
        boolean ended = all.stream().allMatch(pulse -> pulse.untilNanos().isPresent());
        double shortest = all.stream().mapToDouble(LineHistory.Pulse::lengthMs).min().orElse(0);
        double longest = all.stream().mapToDouble(LineHistory.Pulse::lengthMs).max().orElse(0);
        long armRaises = trial.roadside().outcome().raises();
        long armLowers = trial.roadside().outcome().lowers();
        boolean longEnough = raises.stream().allMatch(pulse -> pulse.lengthMs() >= settings.pulse().lengthMs());
        String seen = "%d pulses on line %d, %d on line %d, %s ms long (configured %d); the arm went up %d and down %d times".formatted(
                raises.size(), raise, lowers.size(), lower, Words.range(shortest, longest), settings.pulse().lengthMs(), armRaises, armLowers);
        trial.proof("the arm is raised and lowered by the lines, in pulses that end, those of raise not before their time", armRaises > 0
                && armLowers > 0 && !raises.isEmpty() && !lowers.isEmpty() && ended && longEnough, seen);
        trial.proof("the two barrier relays are never closed at once", !history.everBothHigh(raise, lower),
                "of " + history.changes().size() + " levels given to outputs, by the kernel's record");
        return gone;
    }

    /** At rest: what the lane believes, what the chip has, what the road sees. */
    private void readBack() throws IOException {
        JsonNode lights = trial.lane().ask("status").path("lights");
        boolean green = chip.high(settings.outputs().get(GpioRole.CANOPY_GREEN).offset());
        boolean red = chip.high(settings.outputs().get(GpioRole.CANOPY_RED).offset());
        boolean pass = chip.high(settings.outputs().get(GpioRole.PASS_GREEN).offset());
        boolean seen = trial.roadside().looksOpen();
        ChipState state = chip.state();
        boolean asDriven = true;
        for (GpioLine.Output line : settings.outputs().values()) {
            asDriven &= state.lines().get(line.offset()).high() == chip.high(line.offset());
        }
        trial.proof("outputs read back: lane, chip and road agree", lights.path("canopyGreen").asBoolean() == green && green != red
                && seen == green && lights.path("passGreen").asBoolean() == pass && asDriven,
                "canopy green %s, red %s, pass green %s on the chip; the lane says canopy green %s, pass green %s; the road sees %s"
                        .formatted(level(green), level(red), level(pass), lights.path("canopyGreen").asBoolean(),
                        lights.path("passGreen").asBoolean(), seen ? "green" : "not green"));
    }

    private void orderlyEnd() throws IOException {
        chip.forgetHistory();
        int exit = trial.lane().stop();
        LineHistory history = chip.history();
        ChipState state = chip.state();
        List<String> wrong = new ArrayList<>();
        StringBuilder last = new StringBuilder();
        settings.outputs().forEach((role, line) -> {
            boolean inactive = switch (line.atExit()) {
                case INACTIVE -> true;
                case KEEP -> false;
            };
            boolean asWished = inactive ? history.last(line.offset()).equals(Optional.of(line.high(false)))
                    : history.of(line.offset()).isEmpty();
            if (!asWished) {
                wrong.add(role.name());
            }
            last.append(last.isEmpty() ? "" : ", ").append(role).append(' ')
                    .append(history.last(line.offset()).map(GpioProofs::level).orElse("untouched"));
        });
        trial.proof("orderly end: relays and lamps go to rest before the lines are given back, those with atExit keep stay",
                wrong.isEmpty() && state.heldBy("etclane") == 0, "exit code " + exit + "; given last: " + last
                        + (wrong.isEmpty() ? "" : "; not as configured: " + wrong) + "; lines still held: " + state.heldBy("etclane"));
    }

    /** Killed while the raise relay is closed, on a chip that keeps the level; then started again. @return whether all have left */
    private boolean killInMidPulse() throws IOException, InterruptedException {
        trial.startLane();
        trial.guest().ask(new AgentRequest.StrikeAtRise(GpioRole.RAISE, trial.plan().name()), AgentReply.Done.class);
        trial.letCome(1);
        Bench.await(() -> trial.lane().device("io").isMissingNode(), LaneTrial.READY);
        int exit = trial.lane().awaitEnd();
        LineHistory killed = chip.history();
        boolean left = chip.high(raise);
        ChipState after = chip.state();
        trial.proof("kill -9 while the raise relay is closed: the kernel takes the lines back and drives nothing", exit == KILLED && left
                && after.heldBy("etclane") == 0 && killed.last(raise).equals(Optional.of(true)),
                "exit code %d; lines still held: %d; levels of outputs afterwards, on a chip that keeps that of raise: %s".formatted(exit,
                        after.heldBy("etclane"), levels()));
        chip.forgetHistory();
        trial.startLane();
        LineHistory restarted = chip.history();
        Optional<LineHistory.Change> first = restarted.firstOf(List.of(raise, lower));
        trial.proof("the next start ends the pulse that was left, before anything else moves the barrier",
                first.filter(change -> change.line() == raise && !change.high()).isPresent(),
                "first on the relays: " + first.map(c -> "line " + c.line() + " " + level(c.high())).orElse("nothing") + "; then "
                        + driven(restarted));
        chip.pull(raise, false); // the line is driven now; when it is given back at the end it is to be low
        return trial.awaitGone();
    }

    private String levels() throws IOException {
        StringBuilder levels = new StringBuilder();
        for (Map.Entry<GpioRole, GpioLine.Output> line : settings.outputs().entrySet()) {
            levels.append(levels.isEmpty() ? "" : ", ").append(line.getKey()).append(' ').append(level(chip.high(line.getValue().offset())));
        }
        return levels.toString();
    }

    private static String driven(LineHistory history) {
        return history.changes().isEmpty() ? "none" : history.changes().stream()
                .map(change -> change.line() + " " + level(change.high())).distinct().collect(Collectors.joining(", "));
    }

    private static String level(boolean high) {
        return high ? "high" : "low";
    }
}
