package org.etclane.device.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Says in one sentence why a serial port did not open and what to do about it. Pure except for {@link #facts}. */
final class SerialFailure {
    /** errno values of Linux; jSerialComm hands them through. */
    static final int ENOENT = 2;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int ENODEV = 19;
    static final int ENOTTY = 25;

    private SerialFailure() {
    }

    /**
     * What could be seen of the port when it refused.
     *
     * @param brokenLink there is a symbolic link that leads nowhere
     * @param access     "crw-rw---- root:dialout", or empty when not known
     * @param group      group of the device file, empty when not known
     * @param holders    in words, see {@link SerialPorts.Holders}
     */
    record Facts(boolean exists, boolean brokenLink, String access, String group, String holders) {
    }

    static String explain(String path, int errno, Facts facts) {
        if (facts.brokenLink()) {
            return path + " leads nowhere: the device behind the link is unplugged or its driver is not loaded";
        }
        if (!facts.exists()) {
            return path + " does not exist: unplugged, driver not loaded, or the path is wrong"
                    + " (lanectl ports shows what there is)";
        }
        return switch (errno) {
            case EACCES -> "no permission for " + path + (facts.access().isEmpty() ? "" : " (" + facts.access() + ")") + ": "
                    + permission(path, facts.group());
            case EAGAIN, EBUSY -> path + " is locked by another process: " + facts.holders();
            // the library says 2 when it has the same port open itself
            case ENOENT -> path + " is already open in this process: two devices are configured on one port";
            case EIO, ENODEV -> path + " exists but does not answer as a serial port (error " + errno
                    + "): no hardware behind it, or it was just unplugged";
            case ENOTTY -> path + " is not a serial port";
            default -> path + " cannot be opened (error " + errno + ")"; // errno is an open set, not an enum of ours
        };
    }

    /** Nobody gets into group root for a port: then the port is given to the group that usually has them. */
    private static String permission(String path, String owner) {
        boolean ownGroup = !owner.isEmpty() && !owner.equals("root");
        String group = ownGroup ? owner : "dialout";
        String kernelName = path.substring(path.lastIndexOf('/') + 1);
        return "add the lane's user to group " + group + " (sudo usermod -aG " + group + " USER)" + (owner.equals("root")
                ? ", give the port to that group (the line KERNEL==\"" + kernelName + "\", GROUP=\"dialout\", MODE=\"0660\" in"
                        + " /etc/udev/rules.d/60-serial.rules, then sudo udevadm trigger)" : "") + " and start the lane again";
    }

    static Facts facts(String path) {
        Path file = Path.of(path);
        boolean exists = Files.exists(file);
        boolean brokenLink = !exists && Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (!exists) {
            return new Facts(false, brokenLink, "", "", "");
        }
        String holders = SerialPorts.holders(path).toString();
        try {
            PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
            String access = "c" + PosixFilePermissions.toString(attributes.permissions()) + " " + attributes.owner() + ":"
                    + attributes.group();
            return new Facts(true, false, access, attributes.group().getName(), holders);
        } catch (IOException | UnsupportedOperationException notReadable) {
            return new Facts(true, false, "", "", holders);
        }
    }
}
