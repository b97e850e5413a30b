package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CableTest {
    private static final Path DEFAULT = Path.of("/data/rsu.tty");

    @Test
    void ptyAloneStandsInTheDataFolder() {
        assertEquals(new Cable.PseudoTerminal(DEFAULT), Cable.parse("pty", DEFAULT));
    }

    @Test
    void ptyMayHaveAPlace() {
        assertEquals(new Cable.PseudoTerminal(Path.of("/run/rsu")), Cable.parse("pty:/run/rsu", DEFAULT));
    }

    @Test
    void anythingElseIsAPort() {
        assertEquals(new Cable.Port("/dev/ttyUSB0"), Cable.parse("/dev/ttyUSB0", DEFAULT));
    }

    @Test
    void aTcpPortMayHaveAnAddress() {
        assertEquals(new Cable.Tcp("127.0.0.1", 4001), Cable.parse("tcp:4001", DEFAULT));
        assertEquals(new Cable.Tcp("0.0.0.0", 4001), Cable.parse("tcp:0.0.0.0:4001", DEFAULT));
        assertEquals(new Cable.Tcp("::1", 4001), Cable.parse("tcp:::1:4001", DEFAULT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "pty:", "tcp:", "tcp:x", "tcp:0", "tcp:65536", "tcp:-1", "tcp:host:", "tcp::4001", "tcp:123456"})
    void nothingIsNoLine(String text) {
        assertThrows(IllegalArgumentException.class, () -> Cable.parse(text, DEFAULT));
    }
}
