package org.etclane.device.link;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.etclane.device.link.SerialPorts.Holder;
import org.etclane.device.link.SerialPorts.Holders;

/** Which processes have a file or socket open, from /proc. Takes milliseconds: not for the lane's threads. No state; any thread. */
final class OpenFiles {
    private OpenFiles() {
    }

    /** @param opened what a descriptor of the process leads to: "/dev/ttyS0", "socket:[1234]" */
    static Holders holders(Path proc, Predicate<Path> opened) {
        List<Holder> seen = new ArrayList<>();
        int hidden = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                switch (look(process, opened)) {
                    case OPEN -> seen.add(new Holder(Long.parseLong(process.getFileName().toString()), command(process)));
                    case NOT_PERMITTED -> hidden++;
                    case NOT_OPEN -> { }
                }
            }
        } catch (IOException | DirectoryIteratorException noProc) {
            return Holders.NONE; // a system without /proc: nothing can be said
        }
        return new Holders(List.copyOf(seen), hidden);
    }

    private enum Look { OPEN, NOT_OPEN, NOT_PERMITTED }

    private static Look look(Path process, Predicate<Path> opened) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (leadsTo(descriptor, opened)) {
                    return Look.OPEN;
                }
            }
            return Look.NOT_OPEN;
        } catch (AccessDeniedException notOurs) {
            return Look.NOT_PERMITTED;
        } catch (IOException | DirectoryIteratorException ended) {
            return Look.NOT_OPEN; // the process ended while we looked
        }
    }

    private static boolean leadsTo(Path descriptor, Predicate<Path> opened) {
        try {
            return opened.test(Files.readSymbolicLink(descriptor));
        } catch (IOException closed) {
            return false;
        }
    }

    private static String command(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException ended) {
            return "?";
        }
    }
}
