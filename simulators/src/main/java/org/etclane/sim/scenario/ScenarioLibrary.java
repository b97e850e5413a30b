package org.etclane.sim.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.etclane.device.spi.Language;

/** The scenarios that come with the simulators, by name; the texts lie beside this class as {@code NAME.yaml}. */
public final class ScenarioLibrary {
    private static final String ENDING = ".yaml";

    private ScenarioLibrary() {
    }

    /** In alphabetical order. */
    public static List<String> names() {
        URL here = ScenarioLibrary.class.getResource("plain-passage" + ENDING);
        try {
            URI uri = here.toURI();
            if (!uri.getScheme().equals("jar")) {
                return names(Path.of(uri).getParent());
            }
            String[] jarAndEntry = uri.toString().split("!");
            try (FileSystem jar = FileSystems.newFileSystem(URI.create(jarAndEntry[0]), Map.of())) {
                return names(jar.getPath(jarAndEntry[1]).getParent());
            }
        } catch (URISyntaxException | IOException broken) {
            throw new IllegalStateException("the scenario library cannot be read at " + here, broken);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).filter(n -> n.endsWith(ENDING))
                    .map(n -> n.substring(0, n.length() - ENDING.length())).sorted().toList();
        }
    }

    /** @throws IllegalArgumentException with every problem of the text; in the library only while it is being written */
    public static Scenario scenario(String name) {
        return good(text(name).orElseThrow(() -> new IllegalArgumentException("there is no scenario \"" + name + "\" in the library")),
                name, Language.EN);
    }

    /**
     * A scenario of the library, or else of a file.
     *
     * @throws IllegalArgumentException with every problem, one per line
     */
    public static Scenario resolve(String nameOrFile, Language language) {
        Optional<String> inLibrary = text(nameOrFile);
        if (inLibrary.isPresent()) {
            return good(inLibrary.get(), nameOrFile, language);
        }
        try {
            return good(Files.readString(Path.of(nameOrFile)), nameOrFile, language);
        } catch (IOException unreadable) {
            String reason = unreadable.getClass().getSimpleName() + " " + unreadable.getMessage();
            throw new IllegalArgumentException(language == Language.ZH
                    ? "“" + nameOrFile + "”既不是场景库中的名称，也不是可读的文件（" + reason + "）；用--list-scenarios列出场景库"
                    : "\"" + nameOrFile + "\" is neither in the library (--list-scenarios) nor a file that can be read (" + reason + ")",
                    unreadable);
        }
    }

    private static Scenario good(String text, String source, Language language) {
        return switch (ScenarioLoader.load(text, source)) {
            case ScenarioLoader.Loaded.Good(Scenario scenario) -> scenario;
            case ScenarioLoader.Loaded.Bad bad -> throw new IllegalArgumentException(bad.in(language));
        };
    }

    private static Optional<String> text(String name) {
        if (!name.matches("[a-z0-9-]+")) {
            return Optional.empty();
        }
        try (InputStream in = ScenarioLibrary.class.getResourceAsStream(name + ENDING)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
