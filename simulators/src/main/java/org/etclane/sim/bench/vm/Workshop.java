package org.etclane.sim.bench.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes what the machine consists of and keeps it: Debian's kernel with two of its modules, the simulated GPIO chip built against its
 * headers, busybox, and a Java runtime. Packages are downloaded and unpacked below its folder, never installed.
 */
public final class Workshop {
    /** What the lane and its libraries use of Java. */
    private static final String JAVA_MODULES = "java.base,java.logging,java.sql,java.naming,java.management,java.xml,java.instrument,"
            + "jdk.unsupported,jdk.management,jdk.net";
    private static final Duration QUICK = Duration.ofMinutes(2);
    private static final Duration LONG = Duration.ofMinutes(20);

    /**
     * @param release of the kernel
     * @param modules to be loaded in this order
     * @param runtime a folder with {@code bin/java}
     */
    public record Parts(String release, Path kernel, List<Path> modules, Path busybox, Path runtime) {
        public Parts {
            modules = List.copyOf(modules);
        }
    }

    private final Path folder;
    private final Consumer<String> out;

    /** @param folder made when it is not there */
    public Workshop(Path folder, Consumer<String> out) {
        this.folder = folder;
        this.out = out;
    }

    /** @throws HostNeeds.Missing when a package cannot be had */
    public Parts make() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("logs"));
        Path kernel = keptKernel().orElse(null);
        if (kernel == null) {
            kernel = kernel();
        } else {
            out.accept("  kernel " + kernel.getFileName() + " as made before");
        }
        return new Parts(kernel.getFileName().toString(), found(kernel, ".*/vmlinuz-[^/]*"),
                List.of(found(kernel, ".*/configfs\\.ko"), found(kernel, ".*/e1000\\.ko"), found(kernel, ".*/" + GpioSimSource.MODULE + "\\.ko")),
                found(kernel, ".*/bin/busybox"), runtime());
    }

    /** The newest that was finished. */
    private Optional<Path> keptKernel() throws IOException {
        Path kernels = Files.createDirectories(folder.resolve("kernels"));
        try (Stream<Path> all = Files.list(kernels)) {
            return all.filter(one -> Files.exists(one.resolve("ready"))).max(Path::compareTo);
        }
    }

    private Path kernel() throws IOException, InterruptedException {
        DebianKernel names = names();
        Path kernel = Files.createDirectories(folder.resolve("kernels").resolve(names.release()));
        Path packages = Files.createDirectories(folder.resolve("packages"));
        out.accept("  downloading (not installing) " + String.join(", ", names.packages()));
        download(packages, names.packages());
        out.accept("  unpacking them into " + kernel);
        Path root = Files.createDirectories(kernel.resolve("root"));
        for (String name : names.binary()) {
            must("unpack " + name, QUICK, "dpkg-deb", "-x", file(packages, name).toString(), root.toString());
        }
        out.accept("  building the simulated GPIO chip against the headers of " + names.release());
        buildChip(names, file(packages, names.source()), root, Files.createDirectories(kernel.resolve("chip")));
        Files.createFile(kernel.resolve("ready"));
        return kernel;
    }

    private DebianKernel names() throws IOException, InterruptedException {
        String image = run(QUICK, "apt-cache", "depends", "linux-image-amd64").output();
        try {
            String headers = run(QUICK, "apt-cache", "depends", "linux-headers-" + DebianKernel.release(image)).output();
            return DebianKernel.of(image, headers, run(QUICK, "apt-cache", "depends", "linux-source").output());
        } catch (IllegalArgumentException unknown) {
            throw new HostNeeds.Missing("apt knows no kernel packages (" + unknown.getMessage() + "). Run: sudo apt-get update");
        }
    }

    private void download(Path into, List<String> packages) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("apt-get", "download"));
        command.addAll(packages);
        HostCommand.Result result = HostCommand.run(into, log(), LONG, command);
        if (!result.good() && HostNeeds.root()) {
            out.accept("  the package lists are old; apt-get update");
            run(LONG, "apt-get", "update");
            result = HostCommand.run(into, log(), LONG, command);
        }
        if (!result.good()) {
            throw new HostNeeds.Missing("the packages cannot be downloaded (no network, or old lists: sudo apt-get update). apt-get said:\n"
                    + HostNeeds.tail(result.output()));
        }
    }

    private void buildChip(DebianKernel names, Path source, Path root, Path chip) throws IOException, InterruptedException {
        must("unpack the kernel source", QUICK, "dpkg-deb", "-x", source.toString(), chip.toString());
        Path archive = found(chip, ".*/linux-source-[^/]*\\.tar\\.[^/]*");
        List<String> untar = new ArrayList<>(List.of("tar", "-xf", archive.toString(), "-C", chip.toString(), "--strip-components=1"));
        GpioSimSource.FILES.forEach(file -> untar.add(names.source() + "/" + file));
        must("unpack the kernel source", LONG, untar.toArray(String[]::new));
        Files.delete(archive);
        Path build = Files.createDirectories(chip.resolve("build"));
        for (String file : GpioSimSource.FILES) {
            Path from = chip.resolve(file);
            Files.copy(from, build.resolve(from.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        Path interrupts = build.resolve(GpioSimSource.INTERRUPTS);
        try {
            Files.writeString(interrupts, GpioSimSource.changed(Files.readString(interrupts)));
        } catch (IllegalArgumentException otherKernel) {
            throw new HostNeeds.Missing(otherKernel.getMessage() + "; run it on Debian 12");
        }
        Files.writeString(build.resolve("Makefile"), GpioSimSource.MAKEFILE);
        Path headers = root.resolve("usr/src/linux-headers-" + names.release());
        Path makefile = headers.resolve("Makefile");
        // as installed it names the other half of the headers by its place in the system
        Files.writeString(makefile, Files.readString(makefile).replace("include /usr/src/", "include " + root.resolve("usr/src") + "/"));
        must("build the simulated GPIO chip", LONG, "make", "-C", headers.toString(), "M=" + build, "CC=gcc", "modules");
    }

    private Path runtime() throws IOException, InterruptedException {
        Path runtime = folder.resolve("runtime-" + System.getProperty("java.runtime.version"));
        if (Files.exists(runtime.resolve("bin/java"))) {
            return runtime;
        }
        out.accept("  making a Java runtime of " + System.getProperty("java.runtime.version"));
        Path unfinished = folder.resolve("runtime-new");
        run(QUICK, "rm", "-rf", unfinished.toString());
        must("make a Java runtime", LONG, Path.of(System.getProperty("java.home"), "bin", "jlink").toString(), "--add-modules", JAVA_MODULES,
                "--strip-debug", "--no-man-pages", "--no-header-files", "--generate-cds-archive", "--output", unfinished.toString());
        return Files.move(unfinished, runtime);
    }

    private HostCommand.Result run(Duration patience, String... command) throws IOException, InterruptedException {
        return HostCommand.run(folder, log(), patience, List.of(command));
    }

    private void must(String what, Duration patience, String... command) throws IOException, InterruptedException {
        HostCommand.Result result = run(patience, command);
        if (!result.good()) {
            throw new IOException("cannot " + what + ": " + String.join(" ", command) + " ended with " + result.exit() + ":\n"
                    + HostNeeds.tail(result.output()));
        }
    }

    private Path log() {
        return folder.resolve("logs").resolve("last-command.log");
    }

    private static Path file(Path packages, String name) throws IOException {
        return found(packages, ".*/" + Pattern.quote(name) + "_[^/]*\\.deb");
    }

    /** The file below the folder whose path is like that; of several the last in order. */
    private static Path found(Path folder, String pattern) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().matches(pattern) && Files.isRegularFile(path)).max(Path::compareTo)
                    .orElseThrow(() -> new IOException("no file " + pattern + " in " + folder + "; delete the folder and start again"));
        }
    }
}
