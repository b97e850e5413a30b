package org.etclane.sim.bench.vm;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.gpio.GpioIoDriver;
import org.etclane.device.gpio.GpioLine;
import org.etclane.device.gpio.GpioRole;
import org.etclane.device.gpio.GpioSettings;
import org.etclane.device.gpio.line.GpioLink;
import org.etclane.device.link.ByteLink;
import org.etclane.device.link.DeviceAgent;
import org.etclane.device.link.LinkTrace;
import org.etclane.sim.bench.Bench;

/** The provider with our link and driver on top, as a lane has them: debounce, a flood of edges, a chip that is unplugged. */
final class GpioLinkChecks {
    private static final String AREA = "link and driver";
    private static final int DEBOUNCE_MS = 60;
    private static final int BOUNCES = 12;
    /** More than the link lets wait. */
    private static final int FLOOD = 1600;
    private static final long FLOOD_PAUSE_NANOS = 300_000L;
    private static final long MS = 1_000_000L;
    private static final Duration WATCHED = Duration.ofSeconds(4);
    /** Polling a dead descriptor, or asking for it again and again, takes all of one. */
    private static final double MOST_CPU = 0.5;

    private final String chip;
    private final String name;
    private final ChipLines wires;
    private final List<Proof> proofs = new ArrayList<>();

    /** @param name of the chip, for {@code gpio-chip} */
    GpioLinkChecks(String chip, String name, ChipLines wires) {
        this.chip = chip;
        this.name = name;
        this.wires = wires;
    }

    List<Proof> run() throws IOException, InterruptedException {
        for (int line = 0; line < 4; line++) {
            wires.pull(line, line == 3); // both loops clear, the arm down
        }
        flood();
        LinkedBlockingQueue<DeviceEvent> events = new LinkedBlockingQueue<>();
        DeviceAgent<DeviceCommand, DeviceEvent> agent = new DeviceAgent<>("probe", new GpioIoDriver(settings()),
                GpioLink.overCharacterDevice(settings()), new DeviceAgent.Listener<>() {
                    @Override
                    public void event(DeviceEvent event) {
                        events.add(event);
                    }

                    @Override
                    public void failed(Throwable bug) {
                        events.add(new HealthEvent("probe", 0, HealthEvent.State.DOWN, "bug: " + bug));
                    }
                }, new LinkTrace(16));
        agent.start();
        try {
            awaitHealth(events, HealthEvent.State.UP);
            loops(events); // at first everything is news
            debounce(events);
            unplug(events);
        } finally {
            agent.close();
        }
        return proofs;
    }

    private GpioSettings settings() {
        Map<GpioRole, GpioLine.Input> inputs = new EnumMap<>(GpioRole.class);
        List<GpioRole> roles = List.of(GpioRole.TRIGGER_LOOP, GpioRole.ARM_LOOP, GpioRole.ARM_UP, GpioRole.ARM_DOWN);
        for (int line = 0; line < roles.size(); line++) {
            inputs.put(roles.get(line), new GpioLine.Input(chip, line, false, GpioLine.Pull.AS_IS, DEBOUNCE_MS));
        }
        Map<GpioRole, GpioLine.Output> outputs = new EnumMap<>(GpioRole.class);
        outputs.put(GpioRole.RAISE, GpioLine.Output.at(chip, 4, GpioLine.AtExit.INACTIVE));
        outputs.put(GpioRole.LOWER, GpioLine.Output.at(chip, 5, GpioLine.AtExit.INACTIVE));
        return GpioSettings.of("probe", inputs, outputs);
    }

    private void debounce(LinkedBlockingQueue<DeviceEvent> events) throws IOException, InterruptedException {
        for (int i = 0; i < BOUNCES; i++) {
            wires.pull(0, i % 2 == 0);
            LockSupport.parkNanos(4 * MS);
        }
        wires.pull(0, true);
        List<LoopEvent.Occupancy> bounced = loops(events);
        wires.pull(0, false);
        LockSupport.parkNanos(8 * MS);
        wires.pull(0, true);
        List<LoopEvent.Occupancy> glitch = loops(events);
        wires.pull(0, false);
        List<LoopEvent.Occupancy> left = loops(events);
        proof("a contact that bounces is told once, a glitch shorter than the debounce not at all", bounced.equals(
                List.of(LoopEvent.Occupancy.OCCUPIED)) && glitch.isEmpty() && left.equals(List.of(LoopEvent.Occupancy.CLEAR)),
                (BOUNCES + 1) + " edges 4 ms apart: " + bounced + "; 8 ms off and on: " + glitch + "; then off: " + left + " (debounce "
                        + DEBOUNCE_MS + " ms)");
    }

    /** Of the trigger loop, until nothing more comes. */
    private static List<LoopEvent.Occupancy> loops(LinkedBlockingQueue<DeviceEvent> events) throws InterruptedException {
        List<LoopEvent.Occupancy> told = new ArrayList<>();
        for (DeviceEvent event = events.poll(1, TimeUnit.SECONDS); event != null; event = events.poll(500, TimeUnit.MILLISECONDS)) {
            if (event instanceof LoopEvent loop && loop.role() == LoopEvent.Role.TRIGGER) {
                told.add(loop.occupancy());
            }
        }
        return told;
    }

    /** The link's own queue runs over while whoever listens is held up. */
    private void flood() throws IOException, InterruptedException {
        CountDownLatch goOn = new CountDownLatch(1);
        LinkedBlockingQueue<String> ups = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<String> downs = new LinkedBlockingQueue<>();
        GpioLink link = GpioLink.overCharacterDevice(settings());
        link.start(new ByteLink.Listener() {
            @Override
            public void up(long atNanos) {
                ups.add("up");
            }

            @Override
            public void bytes(long atNanos, byte[] chunk) {
                try {
                    goOn.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void down(long atNanos, String cause) {
                downs.add(cause);
            }
        });
        try {
            String first = ups.poll(10, TimeUnit.SECONDS);
            for (int i = 0; i < FLOOD; i++) {
                wires.pull(0, i % 2 == 0);
                LockSupport.parkNanos(FLOOD_PAUSE_NANOS);
            }
            wires.pull(0, false);
            goOn.countDown();
            String down = downs.poll(10, TimeUnit.SECONDS);
            String again = ups.poll(10, TimeUnit.SECONDS);
            proof("when more edges wait than may, the lines are closed and opened again, never silently behind", first != null && again != null
                    && down != null && down.contains("edges wait"), FLOOD + " edges while nobody listened: down, \"" + down + "\", then "
                    + (again == null ? "not up again" : "up again"));
        } finally {
            goOn.countDown();
            link.close();
        }
    }

    private void unplug(LinkedBlockingQueue<DeviceEvent> events) throws IOException, InterruptedException {
        events.clear();
        chip("down");
        Optional<HealthEvent> down = awaitHealth(events, HealthEvent.State.DOWN);
        Duration before = cpu();
        Bench.await(() -> false, WATCHED);
        double used = (double) cpu().minus(before).toNanos() / WATCHED.toNanos();
        chip("up");
        Optional<HealthEvent> up = awaitHealth(events, HealthEvent.State.UP);
        proof("a chip that is unplugged is told with its cause, and is used again when it is back", down.isPresent() && up.isPresent(),
                "down: " + down.map(HealthEvent::cause).orElse("not told") + "; then " + (up.isPresent() ? "up" : "not up again"));
        proof("nothing spins while the chip is away", used < MOST_CPU, "%.0f %% of one emulated processor, the checks included"
                .formatted(100 * used));
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private void chip(String way) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("/bin/gpio-chip", way, name).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IOException("gpio-chip " + way + " " + name + " ended with " + exit);
        }
    }

    private static Optional<HealthEvent> awaitHealth(LinkedBlockingQueue<DeviceEvent> events, HealthEvent.State state)
            throws InterruptedException {
        for (DeviceEvent event = events.poll(20, TimeUnit.SECONDS); event != null; event = events.poll(20, TimeUnit.SECONDS)) {
            if (event instanceof HealthEvent health && health.state() == state) {
                return Optional.of(health);
            }
        }
        return Optional.empty();
    }

    private void proof(String what, boolean holds, String seen) {
        proofs.add(new Proof(AREA, what, holds, seen));
    }
}
