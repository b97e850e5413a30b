package org.etclane.device.display.brace;

import static org.etclane.device.display.brace.BraceCommand.*;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which letter means what (fee-displays.md). The frames of all four look alike: which one a display speaks cannot be seen on the
 * wire and must be configured. Qinghai's letters are official, those of the others have one source.
 */
public enum BraceProfile {
    /** 青海 2019-10-06. Knows no lamp test and no version. */
    QINGHAI(letters().with(QUERY, '1').with(SELF_TEST, '2').with(LINE, '3').with(SCREEN, '4').with(CLEAR, '5').with(FIXED_FORM, '6')
            .with(PHRASE, '7').with(BRIGHTNESS, '8').with(VOLUME, '9').with(LIGHTS, 'A').with(SAY_AMOUNT, 'B'), 5, 5),
    /** 贵州 2020-06. */
    GUIZHOU(letters().with(QUERY, '1').with(SELF_TEST, '2').with(LINE, '3').with(SCREEN, '4').with(CLEAR, '5').with(FIXED_FORM, '6')
            .with(PHRASE, '7').with(BRIGHTNESS, '8').with(VOLUME, '9').with(LIGHTS, 'A').with(SAY_AMOUNT, 'B').with(FILL, 0x01)
            .with(VERSION, 0x02), 5, 5),
    /** 云南 2022-07: '6' clears a row, eight steps of brightness with NUL as automatic. Four rows of 24 dots fit its screen. */
    YUNNAN(letters().with(QUERY, '1').with(SELF_TEST, '2').with(LINE, '3').with(SCREEN, '4').with(CLEAR, '5').with(CLEAR_ROW, '6')
            .with(PHRASE, '7').with(BRIGHTNESS, '8').with(VOLUME, '9').with(LIGHTS, 'A').with(SAY_AMOUNT, 'B').with(FILL, 0x01)
            .with(VERSION, 0x02), 4, 8),
    /** 山东: no query, no voice; '1' fills the screen, '2' asks for the version, '8' is the lights. Brightness is taken to be '7'. */
    SHANDONG(letters().with(FILL, '1').with(VERSION, '2').with(LINE, '3').with(SCREEN, '4').with(CLEAR, '5').with(BRIGHTNESS, '7')
            .with(LIGHTS, '8'), 5, 5);

    private static final class Letters {
        private final Map<BraceCommand, Integer> codes = new EnumMap<>(BraceCommand.class);

        Letters with(BraceCommand command, int code) {
            codes.put(command, code);
            return this;
        }
    }

    private final Map<BraceCommand, Integer> codes;
    final int rows;
    final int brightnessLevels;

    BraceProfile(Letters letters, int rows, int brightnessLevels) {
        this.codes = letters.codes;
        this.rows = rows;
        this.brightnessLevels = brightnessLevels;
    }

    private static Letters letters() {
        return new Letters();
    }

    public boolean has(BraceCommand command) {
        return codes.containsKey(command);
    }

    /** The second byte of its frame; empty when the display has no such command. */
    Optional<Integer> code(BraceCommand command) {
        return Optional.ofNullable(codes.get(command));
    }

    Optional<BraceCommand> command(int code) {
        return codes.entrySet().stream().filter(entry -> entry.getValue() == code).map(Map.Entry::getKey).findFirst();
    }
}
