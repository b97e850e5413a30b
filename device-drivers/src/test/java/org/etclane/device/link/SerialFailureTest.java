package org.etclane.device.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.etclane.device.link.SerialFailure.Facts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each cause says what was seen and what to do about it. */
class SerialFailureTest {
    private static final Facts THERE = new Facts(true, false, "crw-rw---- root:dialout", "dialout", "cutecom (pid 77)");

    @Test
    void noPermissionNamesTheGroupAndTheRemedy() {
        assertEquals("no permission for /dev/ttyS1 (crw-rw---- root:dialout): add the lane's user to group dialout "
                + "(sudo usermod -aG dialout USER) and start the lane again",
                SerialFailure.explain("/dev/ttyS1", SerialFailure.EACCES, THERE));
    }

    @Test
    void noPermissionTakesTheGroupOfTheDeviceFile() {
        Facts uucp = new Facts(true, false, "crw-rw---- root:uucp", "uucp", "free");
        assertTrue(SerialFailure.explain("/dev/ttyS1", SerialFailure.EACCES, uucp).contains("usermod -aG uucp"));
        Facts unknown = new Facts(true, false, "", "", "free");
        assertTrue(SerialFailure.explain("/dev/ttyS1", SerialFailure.EACCES, unknown).contains("usermod -aG dialout"));
    }

    @Test
    void noPermissionPutsNobodyIntoTheGroupRoot() {
        Facts bare = new Facts(true, false, "crw------- root:root", "root", "free");
        assertEquals("no permission for /dev/ttyS4 (crw------- root:root): add the lane's user to group dialout (sudo usermod -aG dialout"
                + " USER), give the port to that group (the line KERNEL==\"ttyS4\", GROUP=\"dialout\", MODE=\"0660\" in"
                + " /etc/udev/rules.d/60-serial.rules, then sudo udevadm trigger) and start the lane again",
                SerialFailure.explain("/dev/ttyS4", SerialFailure.EACCES, bare));
    }

    @Test
    void lockedNamesTheHolder() {
        assertEquals("/dev/ttyS1 is locked by another process: cutecom (pid 77)",
                SerialFailure.explain("/dev/ttyS1", SerialFailure.EAGAIN, THERE));
    }

    @Test
    void secondOpeningInTheSameProcessIsNotCalledMissing() {
        assertTrue(SerialFailure.explain("/dev/ttyS1", SerialFailure.ENOENT, THERE).contains("already open in this process"));
    }

    @Test
    void missingAndDanglingAreTold() {
        Facts missing = new Facts(false, false, "", "", "");
        Facts dangling = new Facts(false, true, "", "", "");
        assertTrue(SerialFailure.explain("/dev/ttyS9", SerialFailure.ENOENT, missing).contains("does not exist"));
        assertTrue(SerialFailure.explain("/dev/rsu", SerialFailure.ENOENT, dangling).contains("leads nowhere"));
    }

    @Test
    void anUnknownErrorKeepsItsNumber() {
        assertEquals("/dev/ttyS1 cannot be opened (error 99)", SerialFailure.explain("/dev/ttyS1", 99, THERE));
    }

    @Test
    void factsComeFromTheFileSystem(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("port"));
        Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("nothing"));
        assertTrue(SerialFailure.facts(file.toString()).access().startsWith("crw"));
        assertTrue(SerialFailure.facts(dangling.toString()).brokenLink());
        assertEquals(new Facts(false, false, "", "", ""), SerialFailure.facts(directory.resolve("none").toString()));
    }
}
