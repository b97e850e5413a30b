package org.etclane.device.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.etclane.device.link.SerialPorts.Holder;
import org.etclane.device.link.SerialPorts.Holders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TcpPortsTest {
    private static final String HEADLINE = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
    private static final String REST = " 00000000:00000000 00:00000000 00000000  1000        0 ";

    @TempDir
    Path proc;

    private void tables(String tcp, String tcp6) throws IOException {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(proc.resolve("net/tcp"), HEADLINE + tcp);
        Files.writeString(proc.resolve("net/tcp6"), HEADLINE + tcp6);
    }

    private void process(long pid, String command, String socket) throws IOException {
        Path descriptors = Files.createDirectories(proc.resolve(Long.toString(pid)).resolve("fd"));
        Files.writeString(proc.resolve(Long.toString(pid)).resolve("comm"), command + "\n");
        Files.createSymbolicLink(descriptors.resolve("7"), Path.of(socket));
    }

    @Test
    void namesWhoIsConnectedToADeviceAndNotTheDeviceItself() throws Exception {
        tables("   0: 0100007F:2328 0100007F:D431 01" + REST + "501 1\n", // the device's end
                "   0: 0000000000000000FFFF00000100007F:D431 0000000000000000FFFF00000100007F:2328 01" + REST + "502 1\n");
        process(12, "simulator", "socket:[501]");
        process(13, "java", "socket:[502]");
        assertEquals(new Holders(List.of(new Holder(13, "java")), 0), TcpPorts.callers("127.0.0.1", 9000, proc));
        assertEquals(Holders.NONE, TcpPorts.callers("127.0.0.1", 9001, proc));
        assertEquals(Holders.NONE, TcpPorts.callers("127.0.0.2", 9000, proc));
    }

    @Test
    void oneWhoIsStillCallingCountsAndOneWhoHasGoneDoesNot() throws Exception {
        tables("   0: 0100007F:D431 0201A8C0:1388 02" + REST + "501 1\n   1: 0100007F:D432 0301A8C0:1388 06" + REST + "0 1\n", "");
        process(12, "lane", "socket:[501]");
        assertEquals(List.of(new Holder(12, "lane")), TcpPorts.callers("192.168.1.2", 5000, proc).seen());
        assertEquals(Holders.NONE, TcpPorts.callers("192.168.1.3", 5000, proc));
    }

    @Test
    void aListenerIsNamedOrAtLeastToldOf() throws Exception {
        tables("   0: 00000000:272C 00000000:0000 0A" + REST + "501 1\n", "");
        assertEquals("a process of another user", TcpPorts.listeners(10_028, proc).seen().getFirst().command());
        process(12, "java", "socket:[501]");
        assertEquals(List.of(new Holder(12, "java")), TcpPorts.listeners(10_028, proc).seen());
        assertEquals(Holders.NONE, TcpPorts.listeners(10_029, proc));
        assertEquals(Holders.NONE, TcpPorts.listeners(10_028, proc.resolve("nothing")));
    }

    @Test
    void readsThisMachine() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket caller = new Socket(server.getInetAddress(), server.getLocalPort())) {
            long us = ProcessHandle.current().pid();
            assertTrue(TcpPorts.listeners(server.getLocalPort()).seen().stream().anyMatch(holder -> holder.pid() == us));
            assertTrue(TcpPorts.callers("127.0.0.1", caller.getPort()).seen().stream().anyMatch(holder -> holder.pid() == us));
        }
    }
}
