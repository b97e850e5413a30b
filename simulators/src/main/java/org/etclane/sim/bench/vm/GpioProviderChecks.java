package org.etclane.sim.bench.vm;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfigBuilder;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfigBuilder;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeListener;
import com.pi4j.io.gpio.digital.PullResistance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.etclane.device.gpio.line.LineAddress;
import org.etclane.device.gpio.line.StampedStateChange;
import org.etclane.device.gpio.line.chardev.CharacterDevices;

/** Our Pi4J provider by itself, on a real kernel's gpiochip whose far side is {@link ChipLines}. */
final class GpioProviderChecks {
    private static final String AREA = "provider";
    private static final int TOGGLES = 40;
    /** More than the kernel keeps for one line. */
    private static final int STORM = 400;
    private static final long STORM_PAUSE_NANOS = 300_000L;
    private static final double NANOS_PER_MS = 1e6;

    private final String chip;
    private final ChipLines wires;
    private final List<Proof> proofs = new ArrayList<>();

    GpioProviderChecks(String chip, ChipLines wires) {
        this.chip = chip;
        this.wires = wires;
    }

    List<Proof> run() throws IOException, InterruptedException {
        edges();
        pulls();
        output();
        lostEdges();
        refusals();
        return proofs;
    }

    private Context open(String... chips) {
        return CharacterDevices.open(chips.length == 0 ? List.of(chip) : List.of(chips), _ -> { });
    }

    private static DigitalInput input(Context context, String id, int chipIndex, int line, PullResistance pull) {
        return context.create(DigitalInputConfigBuilder.newInstance(context).id(id).name(id)
                .bcm(new LineAddress(chipIndex, line).number()).pull(pull).debounce(0L).build());
    }

    private void edges() throws IOException, InterruptedException {
        wires.pull(0, false);
        Context context = open();
        try {
            LinkedBlockingQueue<StampedStateChange> heard = new LinkedBlockingQueue<>();
            DigitalInput input = input(context, "edges", 0, 0, PullResistance.OFF);
            input.addListener((DigitalStateChangeListener) event -> heard.add((StampedStateChange) event));
            int inOrder = 0;
            int within = 0;
            double shortestMs = Double.MAX_VALUE;
            double longestMs = 0;
            for (int i = 0; i < TOGGLES; i++) {
                boolean up = i % 2 == 0;
                long before = System.nanoTime();
                wires.pull(0, up);
                StampedStateChange edge = heard.poll(2, TimeUnit.SECONDS);
                long after = System.nanoTime();
                if (edge != null) {
                    inOrder += !edge.lostBefore() && edge.state() == (up ? DigitalState.HIGH : DigitalState.LOW) && input.state() == edge.state()
                            ? 1 : 0;
                    within += edge.atNanos() >= before && edge.atNanos() <= after ? 1 : 0;
                    shortestMs = Math.min(shortestMs, (edge.atNanos() - before) / NANOS_PER_MS);
                    longestMs = Math.max(longestMs, (edge.atNanos() - before) / NANOS_PER_MS);
                }
            }
            proof("edges both ways are heard in order, and the level is read as they say", inOrder == TOGGLES && heard.isEmpty(),
                    inOrder + " of " + TOGGLES + " (" + TOGGLES / 2 + " up, " + TOGGLES / 2 + " down), too many: " + heard.size());
            proof("edges carry the kernel's stamps on the clock of System.nanoTime", within == TOGGLES, within + " of " + TOGGLES
                    + " between the moment before the contact moved and the moment it was heard; " + Words.range(shortestMs, longestMs)
                    + " ms after the former");
        } finally {
            context.shutdown();
        }
    }

    private void pulls() {
        Context context = open();
        try {
            DigitalState up = input(context, "up", 0, 1, PullResistance.PULL_UP).state();
            DigitalState down = input(context, "down", 0, 2, PullResistance.PULL_DOWN).state();
            proof("pull resistors of the chip are switched as asked", up == DigitalState.HIGH && down == DigitalState.LOW,
                    "pull up reads " + up + ", pull down reads " + down);
        } finally {
            context.shutdown();
        }
    }

    private void output() throws IOException {
        wires.pull(3, true);
        Context context = open();
        try {
            DigitalOutput output = context.create(DigitalOutputConfigBuilder.newInstance(context).id("out").name("out")
                    .bcm(new LineAddress(0, 3).number()).build());
            DigitalState found = output.state();
            boolean asItWas = wires.high(3);
            output.state(DigitalState.LOW);
            boolean low = !wires.high(3);
            output.state(DigitalState.HIGH);
            boolean high = wires.high(3);
            output.state(DigitalState.LOW);
            wires.pull(3, true);
            boolean held = !wires.high(3);
            proof("an output is requested as it is, told, and driven only when it is commanded", found == DigitalState.HIGH && asItWas && low
                    && high && held, "found " + found + "; far side after LOW, HIGH, LOW against a pull up: " + (low ? "low" : "HIGH") + ", "
                    + (high ? "high" : "LOW") + ", " + (held ? "low" : "HIGH"));
        } finally {
            context.shutdown();
            wires.pull(3, false);
        }
    }

    /** Its listener holds the edge thread up while the kernel's buffer runs over. */
    private void lostEdges() throws IOException, InterruptedException {
        wires.pull(0, false);
        Context context = open();
        try {
            LinkedBlockingQueue<StampedStateChange> heard = new LinkedBlockingQueue<>();
            CountDownLatch goOn = new CountDownLatch(1);
            DigitalInput input = input(context, "storm", 0, 0, PullResistance.OFF);
            input.addListener((DigitalStateChangeListener) event -> {
                heard.add((StampedStateChange) event);
                awaitOrStop(goOn);
            });
            for (int i = 0; i < STORM; i++) {
                wires.pull(0, i % 2 == 0);
                LockSupport.parkNanos(STORM_PAUSE_NANOS);
            }
            wires.pull(0, true);
            goOn.countDown();
            int edges = 0;
            int flagged = 0;
            StampedStateChange last = null;
            for (StampedStateChange edge = heard.poll(1, TimeUnit.SECONDS); edge != null; edge = heard.poll(500, TimeUnit.MILLISECONDS)) {
                edges++;
                flagged += edge.lostBefore() ? 1 : 0;
                last = edge;
            }
            proof("when the kernel's buffer runs over, the edge behind the gap says that edges were lost", edges < STORM && flagged >= 1
                    && last != null && last.state() == DigitalState.HIGH && input.state() == DigitalState.HIGH, STORM + " edges while nobody"
                    + " listened: " + edges + " heard, " + flagged + " flagged, the last one is the level of the line");
        } finally {
            context.shutdown();
        }
    }

    private static void awaitOrStop(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void refusals() {
        Context other = open(); // within one context Pi4J itself refuses a line twice
        Context context = open(chip, "/dev/null", "/dev/gpiochip99");
        try {
            input(other, "first", 0, 4, PullResistance.OFF);
            refused("a line that is taken", context, "twice", 0, 4, "line 4 is taken by \"etclane first\"");
            refused("a line that the chip does not have", context, "beyond", 0, 500, "has no line 500: it has 8 lines, allowed: 0–7");
            refused("a file that is no chip", context, "null", 1, 0, "/dev/null is not a GPIO chip");
            refused("a chip that is not there", context, "none", 2, 0, "/dev/gpiochip99 does not exist");
        } finally {
            other.shutdown();
            context.shutdown();
        }
    }

    private void refused(String what, Context context, String id, int chipIndex, int line, String words) {
        String said = "nothing: it was given";
        try {
            input(context, id, chipIndex, line, PullResistance.OFF);
        } catch (RuntimeException refused) { // Pi4J wraps in several kinds of its own
            Throwable inner = refused;
            while (inner.getCause() != null) {
                inner = inner.getCause();
            }
            said = String.valueOf(inner.getMessage());
        }
        proof("refused with words: " + what, said.contains(words), said);
    }

    private void proof(String what, boolean holds, String seen) {
        proofs.add(new Proof(AREA, what, holds, seen));
    }
}
