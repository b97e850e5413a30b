package org.etclane.sim.bench.vm;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The machine's first and only file system: busybox, kernel modules, C library, Java, the lane's class path and configuration, the
 * files of a run. Written as one {@link CpioArchive}.
 */
final class GuestImage {
    private static final Pattern RESOLVED = Pattern.compile("(?m)^\\s*(?:\\S+ => )?(/\\S+) \\(0x[0-9a-f]+\\)$");
    private static final Pattern FOREIGN = Pattern.compile(".*-(osx|windows|linux)-(?!x86_64)\\w+\\.jar|.*-(osx|windows)-x86_64\\.jar");
    private static final int EXECUTABLE = 0755;
    private static final int READABLE = 0644;
    private static final int SECRET = 0600;

    private static final String PASSWD = "root:x:0:0:root:/:/bin/sh\nlane:x:1000:1000:lane:/data:/bin/sh\n";
    private static final String GROUP = "root:x:0:\ntty:x:5:\ndialout:x:20:lane\ngpio:x:997:lane\nlane:x:1000:\n";

    private final Workshop.Parts parts;
    private final List<Path> jars;
    private final Path config;
    private final List<Path> libraries;
    private final Map<String, byte[]> open = new LinkedHashMap<>();
    private final Map<String, byte[]> lanes = new LinkedHashMap<>();

    /**
     * @param jars      class path of the lane and of the agent
     * @param config    folder of the lane's configuration
     * @param libraries what {@link #libraries} found
     */
    GuestImage(Workshop.Parts parts, List<Path> jars, Path config, List<Path> libraries) {
        this.parts = parts;
        this.jars = jars.stream().filter(jar -> !FOREIGN.matcher(jar.getFileName().toString()).matches()).sorted().toList();
        this.config = config;
        this.libraries = List.copyOf(libraries);
    }

    /** A file of this run, for everybody to read. @param path absolute, in the machine */
    void add(String path, byte[] content) {
        open.put(path, content);
    }

    /** A file of this run that only the lane's user may read. */
    void addSecret(String path, byte[] content) {
        lanes.put(path, content);
    }

    /** Shared libraries in the output of {@code ldd}, without those that lie below the folder. */
    static List<Path> libraries(String ldd, Path without) {
        List<Path> found = new ArrayList<>();
        Matcher line = RESOLVED.matcher(ldd);
        while (line.find()) {
            Path library = Path.of(line.group(1)).normalize();
            if (!library.startsWith(without) && !found.contains(library)) {
                found.add(library);
            }
        }
        return found;
    }

    void write(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            CpioArchive archive = new CpioArchive(out);
            for (String folder : List.of("proc", "sys", "dev", "tmp", "run", "data")) {
                archive.folder(folder, EXECUTABLE);
            }
            archive.characterDevice("dev/console", SECRET, 5, 1);
            archive.file("init", EXECUTABLE, 0, resource("guest-init.sh"));
            archive.file("bin/gpio-chip", EXECUTABLE, 0, resource("guest-gpio-chip.sh"));
            archive.file("bin/busybox", EXECUTABLE, parts.busybox());
            archive.file("etc/passwd", READABLE, 0, PASSWD.getBytes(StandardCharsets.UTF_8));
            archive.file("etc/group", READABLE, 0, GROUP.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < parts.modules().size(); i++) {
                Path module = parts.modules().get(i);
                archive.file("lib/modules/" + i + "-" + module.getFileName(), READABLE, module);
            }
            for (Path library : libraries) {
                archive.file(library.toString().substring(1), EXECUTABLE, library);
            }
            tree(archive, parts.runtime(), "opt/jre");
            for (Path jar : jars) {
                archive.file(GuestPaths.LIB.substring(1) + "/" + jar.getFileName(), READABLE, jar);
            }
            tree(archive, config, GuestPaths.CONFIG.substring(1));
            for (Map.Entry<String, byte[]> entry : open.entrySet()) {
                archive.file(entry.getKey().substring(1), READABLE, 0, entry.getValue());
            }
            for (Map.Entry<String, byte[]> entry : lanes.entrySet()) {
                archive.file(entry.getKey().substring(1), SECRET, GuestPaths.LANE_USER_NUMBER, entry.getValue());
            }
            archive.end();
        }
    }

    private static void tree(CpioArchive archive, Path folder, String into) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile).forEach(path -> files.put(into + "/" + folder.relativize(path), path));
        }
        for (Map.Entry<String, Path> file : files.entrySet()) {
            archive.file(file.getKey(), Files.isExecutable(file.getValue()) ? EXECUTABLE : READABLE, file.getValue());
        }
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream in = GuestImage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no resource " + name + " beside " + GuestImage.class.getName());
            }
            return in.readAllBytes();
        }
    }
}
