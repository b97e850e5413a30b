package org.etclane.device.ldi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.BarrierCommand;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceCommand;
import org.etclane.device.SignalCommand;
import org.junit.jupiter.api.Test;

/** The hub against a golden conversation, byte by byte and moment by moment. */
class LdiTranscriptTest {

    @Test
    void integratedBarrier() {
        LdiRig rig = new LdiRig();
        List<String> wanted = new ArrayList<>();
        for (String line : LdiSamples.lines("integrated-barrier.txt")) {
            String[] word = line.split(" ", 3);
            String rest = word.length < 3 ? "" : word[2];
            if (word[1].equals(">") || word[1].equals("=")) {
                wanted.add(line);
                continue;
            }
            rig.runTo(Long.parseLong(word[0]));
            switch (word[1]) {
                case "up" -> rig.up();
                case "opened" -> rig.opened(1, rest.substring(2));
                case "<" -> rig.receive(1, Bytes.fromHex(rest).toArray());
                case "!" -> rig.command(command(rest));
                case "end" -> { }
                default -> throw new AssertionError(line);
            }
        }
        assertEquals(String.join("\n", wanted), String.join("\n", rig.log));
        assertEquals(List.of(), rig.malformed);
    }

    private static DeviceCommand command(String text) {
        return switch (text) {
            case "raise" -> BarrierCommand.RAISE;
            case "lower" -> BarrierCommand.LOWER;
            case "pass green" -> new SignalCommand.PassLight(true);
            default -> throw new AssertionError(text);
        };
    }
}
