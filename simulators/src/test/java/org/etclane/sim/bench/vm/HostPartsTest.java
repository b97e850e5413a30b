package org.etclane.sim.bench.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of packages, the change to the kernel's source, and what is said when something is missing. */
class HostPartsTest {
    private static final String IMAGE = "linux-image-amd64\n  Depends: linux-image-6.1.0-56-amd64\n";
    private static final String HEADERS = """
            linux-headers-6.1.0-56-amd64
              Depends: linux-headers-6.1.0-56-common
              Depends: linux-kbuild-6.1
              Depends: linux-compiler-gcc-12-x86
            """;
    private static final String SOURCE = "linux-source\n  Depends: linux-source-6.1\n";

    @Test
    void theKernelsPackagesAreThoseThatAptNames() {
        DebianKernel kernel = DebianKernel.of(IMAGE, HEADERS, SOURCE);
        assertEquals("6.1.0-56-amd64", kernel.release());
        assertEquals(List.of("linux-image-6.1.0-56-amd64", "linux-headers-6.1.0-56-amd64", "linux-headers-6.1.0-56-common",
                "linux-kbuild-6.1", "busybox-static", "linux-source-6.1"), kernel.packages());
    }

    @Test
    void aptThatKnowsNoKernelIsTold() {
        assertThrows(IllegalArgumentException.class, () -> DebianKernel.of("", HEADERS, SOURCE));
        assertThrows(IllegalArgumentException.class, () -> DebianKernel.of(IMAGE, "", SOURCE));
        assertThrows(IllegalArgumentException.class, () -> DebianKernel.of(IMAGE, HEADERS, "N: Unable to locate package\n"));
    }

    @Test
    void theOneChangeIsMadeWhereItBelongs() {
        assertEquals("\t\tgeneric_handle_irq_safe(irqnum);\n", GpioSimSource.changed("\t\thandle_simple_irq(irq_to_desc(irqnum));\n"));
    }

    @Test
    void anotherSourceIsRefused() {
        String line = "handle_simple_irq(irq_to_desc(irqnum));";
        assertThrows(IllegalArgumentException.class, () -> GpioSimSource.changed("generic_handle_irq_safe(irqnum);"));
        assertThrows(IllegalArgumentException.class, () -> GpioSimSource.changed(line + line));
    }

    @Test
    void whatIsMissingIsToldWithItsPackage() throws IOException {
        assertEquals(List.of("qemu-system-x86"), HostNeeds.packages(program -> !program.startsWith("qemu")));
        assertTrue(HostNeeds.advice(List.of("qemu-system-x86")).endsWith("sudo apt-get install --no-install-recommends qemu-system-x86"));
        HostNeeds.checkMachine("amd64", _ -> true);
        assertTrue(assertThrows(HostNeeds.Missing.class, () -> HostNeeds.checkMachine("aarch64", _ -> true)).getMessage()
                .contains("aarch64"));
        assertTrue(assertThrows(HostNeeds.Missing.class, () -> HostNeeds.checkMachine("amd64", program -> !program.equals("dpkg-deb")))
                .getMessage().contains("dpkg-deb"));
    }

    @Test
    void aProgramThatFailsOrHangsIsTold(@TempDir Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        HostCommand.Result failed = HostCommand.run(folder, log, Duration.ofSeconds(10), List.of("sh", "-c", "echo out; echo err >&2; exit 3"));
        assertEquals(new HostCommand.Result(3, "out\nerr\n"), failed);
        assertTrue(assertThrows(IOException.class, () -> HostCommand.run(folder, log, Duration.ofMillis(100), List.of("sleep", "60")))
                .getMessage().contains("did not end"));
        assertThrows(IOException.class, () -> HostCommand.run(folder, log, Duration.ofSeconds(1), List.of("/no/such/program")));
    }

    @Test
    void theMachineHasAConsoleThreeUartsOutsideAndOneSpare() {
        List<String> command = new Qemu.Machine(Path.of("/k"), Path.of("/i"), Path.of("/c"), List.of(11, 12, 13), 99).command();
        String line = String.join(" ", command);
        assertTrue(line.contains("-serial file:/c -chardev socket,id=uart1,host=127.0.0.1,port=11,reconnect=1 -serial chardev:uart1"), line);
        assertTrue(line.contains("port=13,reconnect=1 -serial chardev:uart3 -chardev null,id=uart4 -device pci-serial,chardev=uart4"), line);
        assertTrue(line.contains("8250.nr_uarts=8 vmbench_host=10.0.2.2 vmbench_port=99"), line);
        assertThrows(IllegalArgumentException.class, () -> new Qemu.Machine(Path.of("/k"), Path.of("/i"), Path.of("/c"), List.of(1), 9));
    }
}
