package org.etclane.sim.bench.vm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpioArchiveTest {
    /** Its bytes were put together by a script from the format's description, and listed by cpio. */
    @Test
    void writesTheFormatThatTheKernelUnpacks() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CpioArchive archive = new CpioArchive(out);
        archive.folder("etc", 0755);
        archive.file("etc/motd", 0644, 1000, "hello\n".getBytes(StandardCharsets.UTF_8));
        archive.link("bin", "usr/bin");
        archive.characterDevice("dev/console", 0600, 5, 1);
        archive.end();
        try (InputStream golden = CpioArchiveTest.class.getResourceAsStream("small-archive.hex")) {
            String hex = new String(golden.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", "");
            assertArrayEquals(HexFormat.of().parseHex(hex), out.toByteArray());
        }
    }

    @Test
    void aFolderIsWrittenOnceAndBeforeWhatIsInIt(@TempDir Path folder) throws IOException {
        Path content = Files.writeString(folder.resolve("content"), "12345");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CpioArchive archive = new CpioArchive(out);
        archive.file("a/b/one", 0644, content);
        archive.file("a/b/two", 0644, content);
        archive.folder("a", 0700);
        archive.end();
        String text = out.toString(StandardCharsets.ISO_8859_1);
        assertEquals(5, text.split("070701", -1).length - 1, "a, a/b, two files, the end");
        assertTrue(text.indexOf("a\0") < text.indexOf("a/b\0") && text.indexOf("a/b\0") < text.indexOf("a/b/one\0"));
        assertEquals(0, out.size() % 4);
    }
}
