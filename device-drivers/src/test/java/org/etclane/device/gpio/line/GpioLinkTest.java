package org.etclane.device.gpio.line;

import static org.etclane.device.BarrierCommand.RAISE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeListener;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.etclane.device.BarrierEvent.ArmReported;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.SignalCommand.CanopyLight;
import org.etclane.device.gpio.GpioIoDriver;
import org.etclane.device.gpio.GpioLine;
import org.etclane.device.gpio.GpioLines;
import org.etclane.device.gpio.GpioRole;
import org.etclane.device.gpio.GpioSettings;
import org.etclane.device.link.DeviceAgent;
import org.etclane.device.link.LinkTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Driver, agent and link on the lines of Pi4J's mock provider, in real time. */
class GpioLinkTest {
    private final ArrayBlockingQueue<DeviceEvent> events = new ArrayBlockingQueue<>(1000);
    private final ArrayBlockingQueue<String> driven = new ArrayBlockingQueue<>(1000);
    private final AtomicReference<Context> context = new AtomicReference<>();
    private final AtomicReference<Consumer<String>> lost = new AtomicReference<>();
    private final AtomicReference<Throwable> bug = new AtomicReference<>();
    private DeviceAgent<DeviceCommand, DeviceEvent> agent;

    private Context mock(List<String> chips, Consumer<String> onLost) {
        Context fresh = Pi4J.newContextBuilder().noAutoDetect().disableShutdownHook()
                .add(MockDigitalInputProvider.newInstance(), MockDigitalOutputProvider.newInstance()).build();
        context.set(fresh);
        lost.set(onLost);
        return fresh;
    }

    private void start(GpioSettings settings, LineProvider provider) {
        agent = new DeviceAgent<>("io", new GpioIoDriver(settings), new GpioLink(settings, provider), new DeviceAgent.Listener<>() {
            @Override
            public void event(DeviceEvent event) {
                events.add(event);
            }

            @Override
            public void failed(Throwable failure) {
                bug.set(failure);
            }
        }, new LinkTrace(1000));
        agent.start();
    }

    private void startOnMock() {
        start(GpioLines.plain(), this::mock);
        // the mock's contacts are low at first, which is "vehicle" on lines that are active low
        await(event -> event instanceof HealthEvent h && h.state() == HealthEvent.State.UP);
        for (GpioRole role : GpioLines.outputs().keySet()) {
            DigitalOutput output = context.get().registry().get("io." + role);
            DigitalStateChangeListener listener = event -> driven.add(role + " " + event.state());
            output.addListener(listener);
        }
    }

    private MockDigitalInput contact(GpioRole role) {
        return context.get().registry().get("io." + role);
    }

    private DeviceEvent await(Predicate<DeviceEvent> wanted) {
        List<DeviceEvent> seen = new ArrayList<>();
        try {
            for (DeviceEvent event = events.poll(10, TimeUnit.SECONDS); event != null; event = events.poll(10, TimeUnit.SECONDS)) {
                if (wanted.test(event)) {
                    return event;
                }
                seen.add(event);
            }
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
        throw new AssertionError("never came; seen " + seen);
    }

    private String output() throws InterruptedException {
        String output = driven.poll(10, TimeUnit.SECONDS);
        return output == null ? "nothing" : output;
    }

    @AfterEach
    void close() {
        agent.close();
        assertEquals(null, bug.get());
    }

    @Test
    void contactsBecomeEventsAndCommandsBecomeLevels() throws InterruptedException {
        startOnMock();
        await(e -> e instanceof LoopEvent l && l.role() == LoopEvent.Role.ARM && l.occupancy() == Occupancy.OCCUPIED);
        long before = System.nanoTime();
        contact(GpioRole.ARM_LOOP).mockState(DigitalState.HIGH);
        DeviceEvent clear = await(e -> e instanceof LoopEvent l && l.role() == LoopEvent.Role.ARM && l.occupancy() == Occupancy.CLEAR);
        assertTrue(clear.atNanos() - before >= 10_000_000L, "debounced");
        contact(GpioRole.ARM_UP).mockState(DigitalState.HIGH);
        await(e -> e instanceof ArmReported a && a.position() == Position.UP);
        assertTrue(agent.offer(RAISE));
        long startNanos = System.nanoTime();
        List<String> pulses = new ArrayList<>();
        while (pulses.size() < 4) {
            String output = output();
            if (output.startsWith("RAISE")) {
                pulses.add(output);
            }
        }
        assertEquals(List.of("RAISE HIGH", "RAISE LOW", "RAISE HIGH", "RAISE LOW"), pulses);
        assertTrue(System.nanoTime() - startNanos >= 590_000_000L, "200 on, 200 off, 200 on");
        assertTrue(agent.statistics().up() && agent.statistics().malformed() == 0);
    }

    @Test
    void aStartDrivesNothing() {
        startOnMock();
        for (GpioRole role : GpioLines.outputs().keySet()) {
            DigitalOutput output = context.get().registry().get("io." + role);
            assertEquals(DigitalState.UNKNOWN, output.state(), role + " was never driven");
        }
    }

    @Test
    void aRelayThatHasTakenItsLevelIsToldAndALampIsNot() throws InterruptedException {
        startOnMock();
        agent.trace().on();
        agent.offer(new CanopyLight(true));
        agent.offer(RAISE);
        String last = output();
        while (!last.equals("RAISE LOW")) {
            last = output();
        }
        List<Integer> codes = new ArrayList<>();
        for (LinkTrace.Entry entry : agent.trace().snapshot()) {
            if (entry.direction() == LinkTrace.Direction.IN && entry.bytes().u8(0) == 'C') {
                codes.add(entry.bytes().u8(1));
            }
        }
        assertTrue(codes.contains(GpioRole.RAISE.code), codes::toString);
        assertTrue(codes.stream().allMatch(code -> code == GpioRole.RAISE.code), codes::toString);
    }

    @Test
    void closingInMidPulsePutsTheRelayToRestAndKeepsTheLight() throws InterruptedException {
        startOnMock();
        agent.offer(new CanopyLight(true));
        agent.offer(RAISE);
        List<String> all = new ArrayList<>();
        while (!all.contains("RAISE HIGH")) {
            all.add(output());
        }
        DigitalOutput raise = context.get().registry().get("io.RAISE");
        DigitalOutput lower = context.get().registry().get("io.LOWER");
        DigitalOutput canopy = context.get().registry().get("io.CANOPY_GREEN");
        agent.close();
        assertEquals(DigitalState.LOW, raise.state());
        assertEquals(DigitalState.LOW, lower.state());
        assertEquals(DigitalState.HIGH, canopy.state());
        assertTrue(context.get().isShutdown());
    }

    @Test
    void aLostChipIsDownWithItsCauseAndComesBack() {
        startOnMock();
        lost.get().accept("/dev/gpiochip0 line 2 cannot be read any more");
        HealthEvent down = (HealthEvent) await(e -> e instanceof HealthEvent h && h.state() == HealthEvent.State.DOWN);
        assertEquals("/dev/gpiochip0 line 2 cannot be read any more", down.cause());
        await(e -> e instanceof HealthEvent h && h.state() == HealthEvent.State.UP);
        contact(GpioRole.TRIGGER_LOOP).mockState(DigitalState.HIGH);
        await(e -> e instanceof LoopEvent l && l.role() == LoopEvent.Role.TRIGGER && l.occupancy() == Occupancy.CLEAR);
    }

    @Test
    void aMissingChipIsDownWithTheProvidersWords() {
        GpioSettings settings = GpioSettings.of("io", GpioLines.inputs(), GpioLines.outputs());
        GpioLink link = GpioLink.overCharacterDevice(missing(settings));
        agent = new DeviceAgent<>("io", new GpioIoDriver(missing(settings)), link, new DeviceAgent.Listener<>() {
            @Override
            public void event(DeviceEvent event) {
                events.add(event);
            }

            @Override
            public void failed(Throwable failure) {
                bug.set(failure);
            }
        }, new LinkTrace(10));
        agent.start();
        HealthEvent down = (HealthEvent) await(e -> e instanceof HealthEvent);
        assertEquals(HealthEvent.State.DOWN, down.state());
        assertTrue(down.cause().startsWith("/dev/gpiochip998 does not exist"), down.cause());
        assertEquals(1, down.cause().split("does not exist", -1).length - 1, "said once, not once per line: " + down.cause());
        assertFalse(agent.statistics().up());
    }

    private static GpioSettings missing(GpioSettings settings) {
        var inputs = new EnumMap<GpioRole, GpioLine.Input>(GpioRole.class);
        settings.inputs().forEach((role, line) -> inputs.put(role, GpioLine.Input.at("/dev/gpiochip998", line.offset())));
        var outputs = new EnumMap<GpioRole, GpioLine.Output>(GpioRole.class);
        settings.outputs().forEach((role, line) -> outputs.put(role, GpioLine.Output.at("/dev/gpiochip998", line.offset(), line.atExit())));
        return GpioSettings.of("io", inputs, outputs);
    }

    @Test
    void theSameOffsetOnTwoChipsIsTwoLines() {
        var inputs = GpioLines.inputs();
        inputs.put(GpioRole.FOOT_ALARM, GpioLine.Input.at("/dev/gpiochip1", 1));
        start(GpioSettings.of("io", inputs, GpioLines.outputs()), this::mock);
        await(event -> event instanceof HealthEvent h && h.state() == HealthEvent.State.UP);
        contact(GpioRole.FOOT_ALARM).mockState(DigitalState.HIGH);
        await(e -> e instanceof InputEvent i && i.active());
        assertEquals(DigitalState.LOW, contact(GpioRole.TRIGGER_LOOP).state());
    }

    /** Whether all arrive or the lines are opened again: afterwards a contact is told as it is. */
    @Test
    void afterAFloodOfEdgesTheLinesStillWork() throws InterruptedException {
        startOnMock();
        MockDigitalInput flooded = contact(GpioRole.TRIGGER_LOOP);
        for (int i = 0; i < 20_000; i++) {
            flooded.mockState(i % 2 == 0 ? DigitalState.HIGH : DigitalState.LOW);
        }
        boolean clear = false;
        for (int i = 0; i < 100 && !clear; i++) {
            if (context.get().registry().exists("io.TRIGGER_LOOP")) { // not while they are opened again
                contact(GpioRole.TRIGGER_LOOP).mockState(DigitalState.HIGH);
            }
            DeviceEvent event = events.poll(100, TimeUnit.MILLISECONDS);
            for (; event != null; event = events.poll()) {
                clear |= event instanceof LoopEvent l && l.role() == LoopEvent.Role.TRIGGER && l.occupancy() == Occupancy.CLEAR;
            }
        }
        assertTrue(clear);
    }
}
