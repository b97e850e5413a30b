package org.etclane.device.display.brace;

/** What a display of this family may be told, with the lengths that its parameters can have. */
public enum BraceCommand {
    QUERY(0, 0), SELF_TEST(0, 0), LINE(3, 66), SCREEN(4, 255), CLEAR(0, 0), FIXED_FORM(3, 255), CLEAR_ROW(1, 1), PHRASE(1, 1),
    BRIGHTNESS(1, 1), VOLUME(1, 1), LIGHTS(1, 1), SAY_AMOUNT(1, 16), FILL(1, 1), VERSION(1, 1);

    final int leastBytes;
    final int mostBytes;

    BraceCommand(int leastBytes, int mostBytes) {
        this.leastBytes = leastBytes;
        this.mostBytes = mostBytes;
    }
}
