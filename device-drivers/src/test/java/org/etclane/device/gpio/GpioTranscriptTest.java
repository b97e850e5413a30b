package org.etclane.device.gpio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.RsuEvent;
import org.etclane.device.ScaleEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.link.Endpoint;
import org.junit.jupiter.api.Test;

/** {@code passage.txt}, bytes written by hand: one vehicle passes, and the driver sends exactly what is written there. */
class GpioTranscriptTest {
    private static final long MS = 1_000_000L;

    @Test
    void aPassage() throws IOException {
        String text;
        try (InputStream file = GpioTranscriptTest.class.getResourceAsStream("passage.txt")) {
            text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        GpioIoDriver driver = new GpioIoDriver(GpioLines.plain());
        List<String> sent = new ArrayList<>();
        long[] now = {0};
        Endpoint.Sink<DeviceEvent> sink = new Endpoint.Sink<>() {
            @Override
            public void send(byte[] frame) {
                sent.add(now[0] / MS + " > " + Bytes.copyOf(frame).hex());
            }

            @Override
            public void emit(DeviceEvent event) {
                sent.add(now[0] / MS + " = " + event.getClass().getSimpleName() + " " + words(event));
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                throw new AssertionError(reason);
            }
        };
        List<String> expected = new ArrayList<>();
        for (String line : text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
            String[] part = line.split("\\s+", 3);
            if (part[1].equals(">") || part[1].equals("=")) {
                expected.add(String.join(" ", part[0], part[1], part[1].equals(">") ? part[2].replace(" ", "") : part[2]));
                continue;
            }
            long at = Long.parseLong(part[0]) * MS;
            while (driver.nextDueNanos() <= at) {
                now[0] = Math.max(now[0], driver.nextDueNanos());
                driver.due(now[0], sink);
            }
            now[0] = at;
            switch (part[1]) {
                case "up" -> driver.linkUp(at, sink);
                case "<" -> {
                    byte[] chunk = Bytes.fromHex(part[2]).toArray();
                    driver.received(at, chunk, chunk.length, sink);
                }
                case "command" -> driver.command(at, BarrierCommand.valueOf(part[2]), sink);
                case "end" -> { }
                default -> throw new AssertionError(line);
            }
        }
        assertEquals(String.join("\n", expected), String.join("\n", sent));
    }

    private static String words(DeviceEvent event) {
        return switch (event) {
            case LoopEvent e -> e.role() + " " + e.occupancy();
            case BarrierEvent.ArmReported e -> e.position().name();
            case BarrierEvent.FaultReported e -> String.valueOf(e.present());
            case InputEvent e -> e.input() + " " + e.active();
            case HealthEvent e -> e.state().name();
            case RsuEvent _, ScaleEvent _, SecurityEvent _ -> throw new AssertionError(event);
        };
    }
}
