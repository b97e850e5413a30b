package org.etclane.sim.bench.vm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Programs that this machine must have, and the Debian packages that bring them. */
final class HostNeeds {
    private static final Duration INSTALLING = Duration.ofMinutes(15);

    /** What keeps the bench from running and is not its own fault; the message says what to do. */
    static final class Missing extends IOException {
        Missing(String what) {
            super(what);
        }
    }

    record Need(String program, String debianPackage) {
    }

    private static final List<Need> OF_DEBIAN = List.of(new Need("apt-get", "apt"), new Need("apt-cache", "apt"),
            new Need("dpkg-deb", "dpkg"), new Need("tar", "tar"), new Need("ldd", "libc-bin"));
    private static final List<Need> TO_INSTALL = List.of(new Need("qemu-system-x86_64", "qemu-system-x86"), new Need("make", "make"),
            new Need("gcc", "gcc"), new Need("xz", "xz-utils"));

    private HostNeeds() {
    }

    static boolean there(String program) {
        return HostCommand.find(program).isPresent();
    }

    static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** @throws Missing when this is not a machine on which the bench can be set up */
    static void checkMachine(String architecture, Predicate<String> there) throws Missing {
        if (!architecture.equals("amd64")) {
            throw new Missing("this machine is " + architecture + ": the virtual lane PC is an x86-64 one with the class path and the C"
                    + " library of this machine; run it on amd64");
        }
        List<String> absent = OF_DEBIAN.stream().map(Need::program).filter(there.negate()).toList();
        if (!absent.isEmpty()) {
            throw new Missing("no " + String.join(", no ", absent) + ": the kernel comes from Debian's packages; run it on Debian 12");
        }
    }

    /** Packages that would have to be installed. */
    static List<String> packages(Predicate<String> there) {
        return TO_INSTALL.stream().filter(need -> !there.test(need.program())).map(Need::debianPackage).toList();
    }

    /** What a person is told who cannot or does not want to let it be done. */
    static String advice(List<String> packages) {
        return "missing: " + String.join(", ", packages) + ". Install with: sudo apt-get install --no-install-recommends "
                + String.join(" ", packages);
    }

    /** @throws Missing when apt does not do it, with the end of what it said */
    static void install(List<String> packages, Path folder, Path log) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("apt-get", "install", "-y", "--no-install-recommends"));
        command.addAll(packages);
        HostCommand.Result result = HostCommand.run(folder, log, INSTALLING, command);
        if (!result.good()) {
            throw new Missing("apt-get could not install " + String.join(" ", packages) + " (no network, or old lists: sudo apt-get update)."
                    + " It said:\n" + tail(result.output()));
        }
    }

    static String tail(String output) {
        List<String> lines = output.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }
}
