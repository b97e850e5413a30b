package org.etclane.device.gpio.line.chardev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfigBuilder;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfigBuilder;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeListener;
import com.pi4j.io.gpio.digital.PullResistance;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.etclane.device.gpio.line.StampedStateChange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The provider on a kernel of the test's own. */
class CharacterDevicesTest {
    private final FakeKernel kernel = new FakeKernel();
    private final ArrayBlockingQueue<String> lost = new ArrayBlockingQueue<>(10);
    private final ArrayBlockingQueue<String> edges = new ArrayBlockingQueue<>(100);
    private final Context context = CharacterDevices.open(List.of(FakeKernel.CHIP), lost::add, kernel);

    @AfterEach
    void close() {
        context.shutdown();
    }

    private DigitalInput input(int offset, PullResistance pull) {
        DigitalInput input = context.create(DigitalInputConfigBuilder.newInstance(context).id("in" + offset).name("ARM_LOOP").bcm(offset)
                .pull(pull).debounce(0L).build());
        DigitalStateChangeListener listener = event -> edges.add(event.state() + " " + (event instanceof StampedStateChange s
                ? s.atNanos() + (s.lostBefore() ? " lost" : "") : "unstamped"));
        input.addListener(listener);
        return input;
    }

    private DigitalOutput output(int offset) {
        return context.create(DigitalOutputConfigBuilder.newInstance(context).id("out" + offset).name("RAISE").bcm(offset).build());
    }

    private String edge() throws InterruptedException {
        String edge = edges.poll(5, TimeUnit.SECONDS);
        return edge == null ? "nothing" : edge;
    }

    @Test
    void anInputIsRequestedWithBothEdgesItsPullAndOurName() {
        input(1, PullResistance.OFF);
        input(2, PullResistance.PULL_UP);
        input(3, PullResistance.PULL_DOWN);
        assertEquals(List.of("request flags=34 lines=1 consumer=etclane ARM_LOOP"), kernel.logOf(1));
        assertEquals(List.of("request flags=134 lines=1 consumer=etclane ARM_LOOP"), kernel.logOf(2));
        assertEquals(List.of("request flags=234 lines=1 consumer=etclane ARM_LOOP"), kernel.logOf(3));
    }

    @Test
    void itsLevelIsReadAndItsEdgesComeWithTheKernelsStamps() throws InterruptedException {
        DigitalInput input = input(1, PullResistance.OFF);
        assertEquals(DigitalState.LOW, input.state());
        long now = System.nanoTime();
        kernel.edge(1, true, now - 3_000_000, false);
        kernel.edge(1, false, now - 2_000_000, false);
        assertEquals("HIGH " + (now - 3_000_000), edge());
        assertEquals("LOW " + (now - 2_000_000), edge());
        kernel.edge(1, true, now, false);
        assertEquals("HIGH " + now, edge());
        assertEquals(DigitalState.HIGH, input.state());
    }

    @Test
    void aGapInTheKernelsNumberingIsSaid() throws InterruptedException {
        input(1, PullResistance.OFF);
        long now = System.nanoTime();
        kernel.edge(1, true, now, false);
        kernel.edge(1, false, now, true);
        kernel.edge(1, true, now, true);
        kernel.edge(1, false, now, false);
        kernel.edge(1, true, now, false);
        assertEquals("HIGH " + now, edge());
        assertEquals("LOW " + now + " lost", edge());
        assertEquals("HIGH " + now, edge());
    }

    @Test
    void aStampOfAnotherClockIsReplaced() throws InterruptedException {
        input(1, PullResistance.OFF);
        long before = System.nanoTime();
        kernel.edge(1, true, before + 3_600_000_000_000L, false);
        long stamp = Long.parseLong(edge().split(" ")[1]);
        assertTrue(stamp >= before && stamp <= System.nanoTime());
    }

    @Test
    void anOutputIsRequestedAsItIsAndBecomesOneWithItsFirstLevel() {
        kernel.high[5] = true;
        DigitalOutput output = output(5);
        assertEquals(DigitalState.HIGH, output.state());
        assertEquals(List.of("request flags=0 lines=1 consumer=etclane RAISE"), kernel.logOf(5));
        output.high();
        output.low();
        output.low();
        assertEquals(List.of("request flags=0 lines=1 consumer=etclane RAISE", "config flags=8 level=1", "level=0", "level=0"),
                kernel.logOf(5));
        assertFalse(kernel.high[5]);
        assertThrows(LineFailure.class, () -> output.state(DigitalState.UNKNOWN));
    }

    @Test
    void initialAndShutdownStatesOfPi4jAreKept() {
        DigitalOutput output = context.create(DigitalOutputConfigBuilder.newInstance(context).id("o").bcm(6)
                .initial(DigitalState.HIGH).shutdown(DigitalState.LOW).build());
        output.close();
        assertEquals(List.of("config flags=8 level=1", "level=0", "release"), kernel.logOf(6).subList(1, 4));
    }

    @Test
    void aReleasedLineCanBeRequestedAgain() throws InterruptedException {
        input(1, PullResistance.OFF).close();
        assertEquals(0, kernel.held());
        input(1, PullResistance.OFF);
        long now = System.nanoTime();
        kernel.edge(1, true, now, false);
        assertEquals("HIGH " + now, edge());
    }

    @Test
    void aTakenLineNamesItsHolderAndWhatToDo() {
        kernel.takenBy[4] = "gpioset";
        kernel.takenBy[5] = "etclane RAISE";
        kernel.takenBy[6] = "sysfs";
        assertTrue(refusal(4).contains("/dev/gpiochip0 line 4 is taken by \"gpioset\": stop that program"), refusal(4));
        assertTrue(refusal(5).contains("another lane process is running; stop it"), refusal(5));
        assertTrue(refusal(6).contains("/sys/class/gpio"), refusal(6));
        kernel.takenBy[4] = null;
        output(4);
        assertEquals(1, kernel.held(), "the refused request left nothing behind");
    }

    @Test
    void aLineThatTheChipLacksOrCannotDoIsNamed() {
        assertTrue(refusal(8).contains("/dev/gpiochip0 has no line 8: it has 8 lines, allowed: 0–7"), refusal(8));
        kernel.refuseRequests = 524;
        String words = assertThrows(RuntimeException.class, () -> input(1, PullResistance.PULL_UP)).getCause().getMessage();
        assertTrue(words.contains("/dev/gpiochip0 line 1 cannot be used as an input with edges (error 524)"), words);
        assertTrue(words.contains("set pull: as-is or choose another line"), words);
    }

    private String refusal(int offset) {
        return assertThrows(RuntimeException.class, () -> output(offset)).getCause().getMessage();
    }

    @Test
    void aChipThatIsPluggedOutIsToldOnceAndDoesNotSpin() throws InterruptedException {
        DigitalInput input = input(1, PullResistance.OFF);
        DigitalOutput output = output(5);
        kernel.unplug();
        assertEquals("/dev/gpiochip0 line 1 cannot be read any more (error 19): the chip was plugged out, or its kernel module was"
                + " unloaded", lost.poll(5, TimeUnit.SECONDS));
        assertThrows(LineFailure.class, input::state);
        String words = assertThrows(LineFailure.class, output::high).getMessage();
        assertTrue(words.contains("/dev/gpiochip0 line 5 could not be made an output (error 19)"), words);
        input.close();
        output.close();
        assertEquals(0, kernel.held());
        assertTrue(lost.isEmpty());
    }

    @Test
    void shuttingTheContextDownReleasesEverything() throws InterruptedException {
        input(1, PullResistance.OFF);
        output(5);
        context.shutdown();
        long end = System.nanoTime() + 5_000_000_000L;
        while (kernel.held() > 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        assertEquals(0, kernel.held());
    }
}
