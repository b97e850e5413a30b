package org.etclane.lane.runtime;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The sample driver packed as its maker would, and loaded as if nothing else knew its classes. */
final class DriverJar {
    private static final String PACKAGE = "com.example.board";

    private DriverJar() {
    }

    static Path write(Path jar) throws IOException, URISyntaxException {
        Path classes = Path.of(DriverJar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            add(out, classes, classes.resolve(PACKAGE.replace('.', '/')));
            add(out, classes.resolve("sample-driver"), classes.resolve("sample-driver"));
        }
        return jar;
    }

    private static void add(JarOutputStream out, Path root, Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            out.putNextEntry(new JarEntry(root.relativize(file).toString()));
            Files.copy(file, out);
            out.closeEntry();
        }
    }

    /** Ours, and the jars. */
    static URLClassLoader loader(Path... jars) throws IOException {
        URL[] urls = new URL[jars.length];
        for (int i = 0; i < jars.length; i++) {
            urls[i] = jars[i].toUri().toURL();
        }
        ClassLoader ours = new ClassLoader(DriverJar.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith(PACKAGE)) {
                    throw new ClassNotFoundException(name);
                }
                return super.loadClass(name, resolve);
            }
        };
        return new URLClassLoader(urls, ours);
    }
}
