package org.etclane.lane.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.etclane.device.link.Parity;
import org.etclane.device.link.SerialSettings;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortGuardTest {
    @TempDir
    Path folder;

    private static LinkChoice serial(Path path) {
        return new LinkChoice.Serial(new SerialSettings(path.toString(), 9600, 8, Parity.NONE, 1));
    }

    private static LinkChoice lines(String... places) {
        return new LinkChoice.OwnLine(List.of(places), (name, times) -> null);
    }

    @Test
    void theLanesOwnDeviceIsKnownUnderAnyNameOfItsPort() throws Exception {
        Path port = Files.createFile(folder.resolve("ttyS1"));
        Path byId = Files.createSymbolicLink(folder.resolve("by-id"), port);
        assertTrue(PortGuard.same(serial(byId), port + " 9600 8N1"));
        assertFalse(PortGuard.same(serial(byId), folder.resolve("ttyS0") + " 9600 8N1"));
        assertTrue(PortGuard.same(new LinkChoice.TcpClient("10.0.0.9", 9000), "tcp 10.0.0.9:9000"));
        assertFalse(PortGuard.same(new LinkChoice.TcpClient("10.0.0.9", 900), "tcp 10.0.0.9:9000"));
        assertTrue(PortGuard.same(lines("TCP port 10028"), "tcp server 0.0.0.0:10028"));
        assertFalse(PortGuard.same(lines("TCP port 28"), "tcp server 0.0.0.0:10028"));
        assertTrue(PortGuard.same(lines("/dev/gpiochip0 line 3"), "9 lines of /dev/gpiochip1, /dev/gpiochip0"));
        assertFalse(PortGuard.same(lines("/dev/gpiochip2 line 3"), "9 lines of /dev/gpiochip1, /dev/gpiochip0"));
    }

    @Test
    void aLaneIsNamedWithWhatToDo() {
        Text why = PortGuard.inTheWay(new LinkChoice.TcpClient("192.0.2.9", 9000),
                List.of(new PortGuard.InUse("data/exit", "rsu", "tcp 192.0.2.9:9000"))).orElseThrow();
        for (String part : List.of("data/exit", "rsu", "Stop the lane", "lanectl trace rsu on")) {
            assertTrue(why.english().contains(part), why.english());
        }
        assertTrue(why.chinese().contains("data/exit") && why.chinese().contains("停止车道"), why.chinese());
    }

    @Test
    void whoHasAFileOpenIsNamed() throws Exception {
        Path port = Files.createFile(folder.resolve("ttyS1"));
        assertEquals(Optional.empty(), PortGuard.inTheWay(serial(port), List.of()));
        try (InputStream held = Files.newInputStream(port)) {
            assertEquals(-1, held.read());
            String why = PortGuard.inTheWay(serial(port), List.of()).orElseThrow().english();
            assertTrue(why.contains("java (pid " + ProcessHandle.current().pid() + ")") && why.contains("lanectl ports"), why);
        }
        assertEquals(Optional.empty(), PortGuard.inTheWay(serial(port), List.of()));
    }

    @Test
    void whoSpeaksToAnAddressOrListensOnAPortIsNamed() throws Exception {
        try (ServerSocket device = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            LinkChoice wanted = new LinkChoice.TcpClient("127.0.0.1", device.getLocalPort());
            assertEquals(Optional.empty(), PortGuard.inTheWay(wanted, List.of()));
            assertTrue(PortGuard.inTheWay(lines("TCP port " + device.getLocalPort()), List.of()).isPresent());
            try (Socket lane = new Socket(device.getInetAddress(), device.getLocalPort())) {
                assertTrue(lane.isConnected());
                assertTrue(PortGuard.inTheWay(wanted, List.of()).orElseThrow().chinese().contains("已被占用"));
            }
        }
    }
}
