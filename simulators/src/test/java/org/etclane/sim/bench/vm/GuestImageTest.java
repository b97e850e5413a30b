package org.etclane.sim.bench.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestImageTest {
    @TempDir
    Path folder;

    /** Read by a reader of the test's own. */
    private record Entry(int mode, int user, byte[] content) {
    }

    private static Map<String, Entry> read(byte[] archive) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        int at = 0;
        while (true) {
            String head = new String(archive, at, 110, StandardCharsets.US_ASCII);
            assertEquals("070701", head.substring(0, 6));
            int[] fields = new int[13];
            for (int i = 0; i < fields.length; i++) {
                fields[i] = Integer.parseUnsignedInt(head.substring(6 + 8 * i, 14 + 8 * i), 16);
            }
            String name = new String(archive, at + 110, fields[11] - 1, StandardCharsets.UTF_8);
            int from = (at + 110 + fields[11] + 3) / 4 * 4;
            if (name.equals("TRAILER!!!")) {
                return entries;
            }
            entries.put(name, new Entry(fields[1], fields[2], Arrays.copyOfRange(archive, from, from + fields[6])));
            at = (from + fields[6] + 3) / 4 * 4;
        }
    }

    private Path file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private Map<String, Entry> image() throws IOException {
        Path java = file("runtime/bin/java", "java");
        assertTrue(java.toFile().setExecutable(true));
        file("runtime/lib/modules", "classes");
        Workshop.Parts parts = new Workshop.Parts("6.1", file("vmlinuz", "kernel"), List.of(file("configfs.ko", "1"), file("e1000.ko", "2"),
                file("lane-gpio.ko", "3")), file("busybox", "busybox"), folder.resolve("runtime"));
        GuestImage image = new GuestImage(parts, List.of(file("lib/h2-2.4.jar", "h2"), file("lib/netty-native-4.2-osx-aarch_64.jar", "x"),
                file("lib/netty-native-4.2-linux-aarch_64.jar", "x"), file("lib/netty-native-4.2-windows-x86_64.jar", "x"),
                file("lib/netty-native-4.2-linux-x86_64.jar", "native")), file("config/lane.jvm", "-Xmx128m").getParent(),
                List.of(file("libc.so.6", "libc")));
        image.add("/opt/etclane/lanes/serial.yaml", "lane:".getBytes(StandardCharsets.UTF_8));
        image.addSecret("/opt/etclane/certificates/serial/lane-key.pem", "key".getBytes(StandardCharsets.UTF_8));
        Path written = folder.resolve("image.cpio");
        image.write(written);
        return read(Files.readAllBytes(written));
    }

    @Test
    void holdsWhatTheMachineNeeds() throws IOException {
        Map<String, Entry> image = image();
        assertEquals(0100755, image.get("init").mode());
        assertEquals(0100755, image.get("bin/busybox").mode());
        assertEquals(0100755, image.get("bin/gpio-chip").mode());
        assertEquals(0100755, image.get("opt/jre/bin/java").mode());
        assertEquals(0100644, image.get("opt/jre/lib/modules").mode());
        assertEquals(0020600, image.get("dev/console").mode());
        assertEquals("3", new String(image.get("lib/modules/2-lane-gpio.ko").content(), StandardCharsets.UTF_8));
        assertEquals("libc", new String(image.get(folder.toString().substring(1) + "/libc.so.6").content(), StandardCharsets.UTF_8));
        assertTrue(image.containsKey("opt/etclane/config/lane.jvm"));
        assertTrue(new String(image.get("etc/group").content(), StandardCharsets.UTF_8).contains("gpio:x:997:lane"));
    }

    @Test
    void aKeyIsTheLaneUsersAlone() throws IOException {
        Map<String, Entry> image = image();
        Entry key = image.get("opt/etclane/certificates/serial/lane-key.pem");
        assertEquals(0100600, key.mode());
        assertEquals(GuestPaths.LANE_USER_NUMBER, key.user());
        assertEquals(0100644, image.get("opt/etclane/lanes/serial.yaml").mode());
        assertTrue(new String(image.get("etc/passwd").content(), StandardCharsets.UTF_8).contains("lane:x:" + GuestPaths.LANE_USER_NUMBER));
    }

    @Test
    void librariesOfOtherMachinesStayOut() throws IOException {
        Map<String, Entry> image = image();
        assertEquals(List.of("opt/etclane/lib/h2-2.4.jar", "opt/etclane/lib/netty-native-4.2-linux-x86_64.jar"),
                image.keySet().stream().filter(name -> name.endsWith(".jar")).toList());
        assertFalse(image.containsKey("vmlinuz"));
    }

    @Test
    void librariesAreThoseThatTheLoaderResolves() {
        String ldd = """
                /opt/jre/lib/libnet.so:
                \tlinux-vdso.so.1 (0x00007ffc4f9d6000)
                \tlibjava.so => /opt/jre/lib/libjava.so (0x00007f0a1c000000)
                \tlibjvm.so => not found
                \tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f0a1be00000)
                \tlibm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007f0a1bd00000)
                \t/lib64/ld-linux-x86-64.so.2 (0x00007f0a1c2f4000)
                /opt/jre/lib/libzip.so:
                \tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f0a1be00000)
                """;
        assertEquals(List.of(Path.of("/lib/x86_64-linux-gnu/libc.so.6"), Path.of("/lib/x86_64-linux-gnu/libm.so.6"),
                Path.of("/lib64/ld-linux-x86-64.so.2")), GuestImage.libraries(ldd, Path.of("/opt/jre")));
    }

    @Test
    void scriptsOfTheMachineAreScripts() throws IOException, InterruptedException {
        for (String script : List.of("guest-init.sh", "guest-gpio-chip.sh")) {
            Path copy = Files.write(folder.resolve(script), GuestImage.resource(script));
            assertEquals(0, new ProcessBuilder("sh", "-n", copy.toString()).inheritIO().start().waitFor(), script);
        }
    }
}
