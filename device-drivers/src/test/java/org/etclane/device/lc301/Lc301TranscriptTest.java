package org.etclane.device.lc301;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.device.BarrierCommand;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DisplayCommand;
import org.junit.jupiter.api.Test;

/** The driver against a golden conversation, byte by byte and moment by moment. */
class Lc301TranscriptTest {

    @Test
    void passage() {
        Lc301DriverRig rig = new Lc301DriverRig(Lc301Settings.defaults("io"));
        List<String> wanted = new ArrayList<>();
        for (String line : lines()) {
            String[] word = line.split(" ", 3);
            String rest = word.length < 3 ? "" : word[2];
            if (word[1].equals(">") || word[1].equals("=")) {
                wanted.add(word[0] + " " + word[1] + " " + (word[1].equals(">") ? Bytes.fromHex(rest).hex() : rest));
                continue;
            }
            rig.runTo(Long.parseLong(word[0]));
            switch (word[1]) {
                case "up" -> rig.up();
                case "<" -> rig.receive(Bytes.fromHex(rest).toArray());
                case "!" -> rig.command(command(rest));
                case "end" -> { }
                default -> throw new AssertionError(line);
            }
        }
        assertEquals(String.join("\n", wanted), String.join("\n", rig.log));
        assertEquals(List.of(), rig.malformed);
    }

    private static DeviceCommand command(String text) {
        String[] word = text.split(" ");
        return switch (word[0]) {
            case "raise" -> BarrierCommand.RAISE;
            case "lower" -> BarrierCommand.LOWER;
            case "show" -> new DisplayCommand.Show(DisplayCommand.Colour.GREEN, List.of(), word[4],
                    Optional.of(new DisplayCommand.Fee(Integer.parseInt(word[3]), 0, Long.parseLong(word[1]),
                            Optional.of(Long.parseLong(word[2])))));
            default -> throw new AssertionError(text);
        };
    }

    private static List<String> lines() {
        try (InputStream in = Lc301TranscriptTest.class.getResourceAsStream("passage.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .map(line -> line.replaceFirst("#.*", "").trim()).filter(line -> !line.isEmpty()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
