package org.etclane.device.display;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.DisplayCommand;
import org.etclane.device.display.brace.BraceDriver;
import org.etclane.device.display.brace.BraceProfile;
import org.etclane.device.display.brace.BraceSettings;
import org.etclane.device.display.sichuan.Sichuan1dDriver;
import org.etclane.device.display.sichuan.Sichuan1dSettings;
import org.etclane.device.display.sichuan.Sichuan1eDriver;
import org.etclane.device.display.sichuan.Sichuan1eSettings;
import org.etclane.device.link.Endpoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every driver against a golden conversation that holds each command of its protocol, byte by byte and moment by moment. */
class DisplayTranscriptTest {

    @ParameterizedTest
    @ValueSource(strings = {"qinghai", "guizhou", "yunnan", "shandong", "sichuan-1e", "sichuan-1d"})
    void conversation(String name) {
        DisplayRig rig = new DisplayRig(driver(name));
        List<String> wanted = new ArrayList<>();
        for (String line : lines(name)) {
            String[] word = line.split(" ", 3);
            String rest = word.length < 3 ? "" : word[2];
            if (word[1].equals(">") || word[1].equals("=")) {
                wanted.add(word[0] + " " + word[1] + " " + (word[1].equals(">") ? Bytes.fromHex(rest).hex() : rest));
                continue;
            }
            rig.runTo(Long.parseLong(word[0]));
            switch (word[1]) {
                case "up" -> rig.up();
                case "<" -> rig.receive(rest);
                case "!" -> rig.command(command(rest));
                case "end" -> { }
                default -> throw new AssertionError(line);
            }
        }
        assertEquals(String.join("\n", wanted), String.join("\n", rig.log));
        assertEquals(List.of(), rig.malformed);
    }

    private static Endpoint<DeviceCommand, DeviceEvent> driver(String name) {
        return switch (name) {
            case "sichuan-1e" -> new Sichuan1eDriver(Sichuan1eSettings.defaults("display"));
            case "sichuan-1d" -> new Sichuan1dDriver(Sichuan1dSettings.defaults("display"));
            default -> new BraceDriver(BraceSettings.defaults("display", BraceProfile.valueOf(name.toUpperCase())));
        };
    }

    private static DeviceCommand command(String text) {
        String[] word = text.split(" ", 6);
        return switch (word[0]) {
            case "show" -> new DisplayCommand.Show(DisplayCommand.Colour.valueOf(word[1]), List.of(word[5].split("\\|")), "请通行",
                    Optional.of(new DisplayCommand.Fee(Integer.parseInt(word[4]), 0, Long.parseLong(word[2]),
                            Optional.of(Long.parseLong(word[3])))));
            case "clear" -> new DisplayCommand.Clear();
            case "bright" -> new DisplayCommand.Brightness(Integer.parseInt(word[1]));
            case "lights" -> new DisplayCommand.Lights(DisplayCommand.Lamp.valueOf(word[1]), word[2].equals("flash"));
            case "say" -> new DisplayCommand.Say(word[1], Optional.empty());
            case "amount" -> new DisplayCommand.Say("", Optional.of(Long.parseLong(word[1])));
            case "selftest" -> new DisplayCommand.SelfTest();
            default -> throw new AssertionError(text);
        };
    }

    private static List<String> lines(String name) {
        try (InputStream in = DisplayTranscriptTest.class.getResourceAsStream(name + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .map(line -> line.replaceFirst("#.*", "").trim()).filter(line -> !line.isEmpty()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
