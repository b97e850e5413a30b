package org.etclane.device.gpio.line.chardev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real kernel's refusals, on files that are no GPIO chips, and the words for those that no test can provoke. */
class RealFilesTest {
    private static String refusal(String chip) {
        return assertThrows(LineFailure.class, () -> LineRequest.input(new Libc(), chip, 3, "ARM_LOOP", 0)).getMessage();
    }

    @Test
    void aMissingChipIsNamedWithThoseThatThereAre() {
        String words = refusal("/dev/gpiochip999");
        assertTrue(words.startsWith("/dev/gpiochip999 does not exist. GPIO chips of this machine: "), words);
        assertTrue(words.contains("CONFIG_GPIO_CDEV"), words);
    }

    @Test
    void aFileThatIsNoChipIsNamed() {
        assertEquals("/dev/null is not a GPIO chip: correct the chip in the configuration, allowed: a file such as /dev/gpiochip0",
                refusal("/dev/null"));
    }

    @Test
    void aDirectoryCannotBeOpened(@TempDir Path folder) {
        assertEquals(folder + " cannot be opened (error 21)", refusal(folder.toString()));
    }

    @Test
    void missingPermissionNamesGroupAndRemedy() {
        assertEquals("no permission for /dev/gpiochip0 (crw-rw---- root:gpio): add the lane's user to group gpio (sudo usermod -aG gpio"
                + " USER) and start the lane again", FailureWords.opening("/dev/gpiochip0", 13,
                new FailureWords.Facts("crw-rw---- root:gpio", "gpio", List.of())));
        String noGroup = FailureWords.opening("/dev/gpiochip0", 13, new FailureWords.Facts("crw------- root:root", "root", List.of()));
        assertTrue(noGroup.contains("/etc/udev/rules.d/60-gpio.rules") && noGroup.contains("SUBSYSTEM==\"gpio\""), noGroup);
    }

    @Test
    void factsAreThoseOfTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("chip"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        FailureWords.Facts facts = FailureWords.facts(file.toString());
        assertTrue(facts.access().startsWith("crw-r----- "), facts.access());
        assertEquals("", FailureWords.facts(folder.resolve("none").toString()).group());
    }

    @Test
    void anOldKernelAChipWithoutHardwareAndAReservedLineHaveTheirWords() {
        assertTrue(FailureWords.oldKernel("/dev/gpiochip0", 25).contains("5.10"));
        assertTrue(FailureWords.opening("/dev/gpiochip0", 6, new FailureWords.Facts("", "", List.of())).contains("no hardware"));
        assertTrue(FailureWords.requesting("/dev/gpiochip0", 3, 1, false, "", "as it is").contains("gpio-reserved-ranges"));
        assertTrue(FailureWords.requesting("/dev/gpiochip0", 3, 16, true, "", "as it is").contains("gpioinfo"));
    }
}
