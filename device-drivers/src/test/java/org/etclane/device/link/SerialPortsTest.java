package org.etclane.device.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.etclane.device.link.SerialPorts.Holder;
import org.etclane.device.link.SerialPorts.Holders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerialPortsTest {
    @TempDir
    Path root;
    private Path proc;
    private Path device;

    @BeforeEach
    void processTable() throws Exception {
        device = Files.createFile(root.resolve("ttyS1"));
        proc = Files.createDirectories(root.resolve("proc"));
        process(12, "java", device);
        process(13, "bash", root.resolve("other"));
        Files.createDirectories(proc.resolve("sys"));
    }

    private void process(long pid, String command, Path open) throws Exception {
        Path descriptors = Files.createDirectories(proc.resolve(Long.toString(pid)).resolve("fd"));
        Files.writeString(proc.resolve(Long.toString(pid)).resolve("comm"), command + "\n");
        Files.createSymbolicLink(descriptors.resolve("0"), root.resolve("null"));
        Files.createSymbolicLink(descriptors.resolve("7"), open);
    }

    @Test
    void findsTheHolderAlsoThroughALink() throws Exception {
        Holders expected = new Holders(List.of(new Holder(12, "java")), 0);
        assertEquals(expected, SerialPorts.holders(device, proc));
        assertEquals(expected, SerialPorts.holders(Files.createSymbolicLink(root.resolve("rsu"), device), proc));
    }

    @Test
    void saysWhatItMayNotSee() {
        assertEquals("free", new Holders(List.of(), 0).toString());
        assertEquals("free as far as may be seen: 3 processes belong to other users", new Holders(List.of(), 3).toString());
        assertEquals("java (pid 12)", new Holders(List.of(new Holder(12, "java")), 0).toString());
        assertTrue(new Holders(List.of(new Holder(12, "java")), 3).toString().contains("may be more"));
    }

    @Test
    void aSystemWithoutProcessTableSaysNothing() {
        assertEquals(new Holders(List.of(), 0), SerialPorts.holders(device, root.resolve("no-proc")));
    }

    @Test
    void configuredPathThatIsMissingIsListedAsSuch() {
        String path = root.resolve("ttyUSB0").toString();
        SerialPorts.Port port = SerialPorts.list(List.of(path)).stream().filter(found -> found.path().equals(path)).findFirst()
                .orElseThrow();
        assertFalse(port.exists());
        assertEquals("configured", port.description());
    }
}
