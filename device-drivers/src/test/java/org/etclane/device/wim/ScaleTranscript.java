package org.etclane.device.wim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.ScaleCommand;
import org.etclane.device.link.Endpoint;

/** A driver against a golden conversation, byte by byte and moment by moment; the files say how they are read. */
public final class ScaleTranscript {
    private ScaleTranscript() {
    }

    public static void check(Class<?> test, String name, Endpoint<DeviceCommand, DeviceEvent> driver) {
        ScaleRig rig = new ScaleRig(driver);
        List<String> wanted = new ArrayList<>();
        for (String line : lines(test, name)) {
            String[] word = line.split(" +", 3);
            String rest = word.length < 3 ? "" : word[2].trim();
            if (word[1].equals(">") || word[1].equals("=")) {
                wanted.add(word[0] + " " + word[1] + " " + (word[1].equals(">") ? Bytes.fromHex(rest).hex() : rest));
                continue;
            }
            rig.runTo(Long.parseLong(word[0]));
            switch (word[1]) {
                case "up" -> rig.up();
                case "down" -> rig.down(rest);
                case "<" -> rig.receive(rest);
                case "!" -> rig.command(command(rest));
                case "end" -> { }
                default -> throw new AssertionError(line);
            }
        }
        assertTrue(wanted.size() > 5, "an empty transcript proves nothing");
        assertEquals(String.join("\n", wanted), String.join("\n", rig.log));
        assertEquals(List.of(), rig.malformed);
    }

    private static DeviceCommand command(String text) {
        String[] word = text.split(" ");
        return switch (word[0]) {
            case "taken" -> new ScaleCommand.Taken(Long.parseLong(word[1]));
            case "zero" -> new ScaleCommand.Zero();
            case "clock" -> new ScaleCommand.SetClock(LocalDateTime.parse(word[1]));
            default -> throw new AssertionError(text);
        };
    }

    private static List<String> lines(Class<?> test, String name) {
        try (InputStream in = test.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .map(line -> line.replaceFirst("^#.*|#  .*", "").trim()).filter(line -> !line.isEmpty()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
