package org.etclane.device.gpio.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.context.Context;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of others than the kernel are found by the name of their chip, and the kernel's stay the kernel's. */
class LineSourceTest {
    @TempDir
    Path folder;

    /** Claims everything, as a careless jar might. */
    public static final class Greedy implements LineSource {
        @Override
        public boolean serves(String chip) {
            return true;
        }

        @Override
        public Context open(List<String> chips, Consumer<String> lost) {
            throw new AssertionError("nothing is opened by looking");
        }
    }

    private <T> T withSources(String className, java.util.function.Supplier<T> what) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(LineSource.class.getName()), className + "\n");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader jar = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(jar);
            return what.get();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void withoutAJarAllChipsAreTheKernels() {
        assertEquals(Optional.empty(), LineSource.serving(List.of("/board/0")));
    }

    @Test
    void aJarMayBringLinesButNotTakeTheKernels() throws IOException {
        assertInstanceOf(Greedy.class, withSources(Greedy.class.getName(), () -> LineSource.serving(List.of("/board/0", "/board/1")))
                .orElseThrow());
        assertEquals(Optional.empty(), withSources(Greedy.class.getName(), () -> LineSource.serving(List.of("/board/0",
                "/dev/gpiochip0"))));
    }

    @Test
    void oneThatCannotBeLoadedIsSaidWithItsName() throws IOException {
        String message = assertThrows(IllegalStateException.class, () -> withSources("com.example.Missing",
                () -> LineSource.serving(List.of("/board/0")))).getMessage();
        assertTrue(message.contains("com.example.Missing") && message.contains("drivers/"), message);
    }
}
