package org.etclane.device.gpio.line.chardev;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Says in one sentence why a chip or line cannot be used and what to do about it. Pure except for {@link #facts}. */
final class FailureWords {
    /** errno values of Linux. */
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EIO = 5;
    static final int ENXIO = 6;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int ENOTTY = 25;
    static final int EOPNOTSUPP = 95;
    /** The kernel's own, which some chip drivers let out. */
    static final int ENOTSUPP = 524;

    private static final String UDEV_RULE = "SUBSYSTEM==\"gpio\", KERNEL==\"gpiochip*\", GROUP=\"gpio\", MODE=\"0660\"";

    private FailureWords() {
    }

    /**
     * What could be seen of the chip's file when it refused.
     *
     * @param access "crw-rw---- root:gpio", empty when not known
     * @param group  of the file, empty when not known
     * @param chips  the chips that there are
     */
    record Facts(String access, String group, List<String> chips) {
    }

    static String opening(String chip, int errno, Facts facts) {
        return switch (errno) {
            case ENOENT -> chip + " does not exist. GPIO chips of this machine: "
                    + (facts.chips().isEmpty() ? "none" : String.join(", ", facts.chips()))
                    + ". Correct the chip in the configuration, or load the kernel module of the board's GPIO controller; the kernel"
                    + " needs CONFIG_GPIO_CDEV";
            case EACCES, EPERM -> permission(chip, facts);
            case ENXIO, ENODEV -> chip + " has no hardware behind it any more (error " + errno
                    + "): plugged out, or its kernel module was unloaded";
            default -> chip + " cannot be opened (error " + errno + ")"; // errno is an open set, not an enum of ours
        };
    }

    private static String permission(String chip, Facts facts) {
        String seen = "no permission for " + chip + (facts.access().isEmpty() ? "" : " (" + facts.access() + ")") + ": ";
        boolean ownGroup = !facts.group().isEmpty() && !facts.group().equals("root");
        return ownGroup ? seen + "add the lane's user to group " + facts.group() + " (sudo usermod -aG " + facts.group()
                + " USER) and start the lane again"
                : seen + "make a group for it (sudo groupadd --system gpio; sudo usermod -aG gpio USER), put the line "
                + UDEV_RULE + " into /etc/udev/rules.d/60-gpio.rules, then sudo udevadm trigger, and start the lane again";
    }

    static String noChip(String chip, int errno) {
        return errno == ENOTTY || errno == EINVAL ? chip + " is not a GPIO chip: correct the chip in the configuration, allowed: a file"
                + " such as /dev/gpiochip0" : chip + " does not answer as a GPIO chip (error " + errno + ")";
    }

    static String oldKernel(String chip, int errno) {
        return chip + " does not know version 2 of the GPIO interface (error " + errno + "): the kernel must be 5.10 or newer";
    }

    static String noLine(String chip, int offset, int lines) {
        return chip + " has no line " + offset + ": it has " + lines + " lines, allowed: 0–" + (lines - 1);
    }

    /**
     * @param used     the kernel says that somebody holds the line
     * @param consumer the name under which it is held, may be empty
     * @param wanted   "as an input with edges"
     */
    static String requesting(String chip, int offset, int errno, boolean used, String consumer, String wanted) {
        String line = chip + " line " + offset;
        if (errno == EBUSY || used) {
            return line + " is taken by " + (consumer.isEmpty() ? "the kernel or a program without a name" : "\"" + consumer + "\"")
                    + ": " + remedy(offset, consumer);
        }
        return switch (errno) {
            case EPERM, EACCES -> line + " must not be used (error " + errno
                    + "): the board reserves it (gpio-reserved-ranges); choose another line";
            case ENXIO, EOPNOTSUPP, ENOTSUPP, EINVAL, EIO -> line + " cannot be used " + wanted + " (error " + errno + "): the chip"
                    + " lacks interrupts, pull resistors or that direction on this line; set pull: as-is or choose another line";
            case ENODEV -> line + " is gone: the chip was plugged out, or its kernel module was unloaded";
            default -> line + " cannot be requested " + wanted + " (error " + errno + ")"; // errno is an open set, not an enum of ours
        };
    }

    private static String remedy(int offset, String consumer) {
        if (consumer.startsWith(LineRequest.CONSUMER)) {
            return "another lane process is running; stop it (scripts/lanectl status finds it). If none is, one line has two roles"
                    + " under two names of its chip";
        }
        return switch (consumer) {
            case "sysfs" -> "somebody exported it under /sys/class/gpio; write the line's number there to unexport";
            case "" -> "see \"gpioinfo\" and /sys/kernel/debug/gpio for who uses line " + offset;
            default -> "stop that program, or keep that kernel driver from the line (\"gpioinfo\" shows it), or choose another line";
        };
    }

    static String using(String chip, int offset, String what, int errno) {
        return chip + " line " + offset + " could not be " + what + " (error " + errno + ")"
                + (errno == ENODEV || errno == ENXIO ? ": the chip was plugged out, or its kernel module was unloaded" : "");
    }

    static Facts facts(String chip) {
        List<String> chips = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of("/dev"), "gpiochip*")) {
            found.forEach(path -> chips.add(path.toString()));
        } catch (java.io.IOException unreadable) {
            chips.clear(); // a machine that hides /dev has no chips to offer
        }
        chips.sort(null);
        try {
            PosixFileAttributes attributes = Files.readAttributes(Path.of(chip), PosixFileAttributes.class);
            return new Facts("c" + PosixFilePermissions.toString(attributes.permissions()) + " " + attributes.owner() + ":"
                    + attributes.group(), attributes.group().getName(), chips);
        } catch (java.io.IOException | UnsupportedOperationException notReadable) {
            return new Facts("", "", chips);
        }
    }
}
