package org.etclane.device.link;

/** The parity bit of a serial line; {@link #letter()} is its place in "8N1". */
public enum Parity {
    NONE('N'), ODD('O'), EVEN('E'), MARK('M'), SPACE('S');

    private final char letter;

    Parity(char letter) {
        this.letter = letter;
    }

    public char letter() {
        return letter;
    }
}
