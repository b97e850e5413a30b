package org.etclane.lane.diagnostics;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.etclane.lane.config.LaneConfig;

/**
 * Where the lane's control socket is: {@code --socket}, else {@code --data}, else the environment variable ETCLANE_DATA, else the
 * only socket in {@code data} or in a folder of it, below the project's folder.
 */
final class LaneFinder {
    private final Path root;
    private final Map<String, String> environment;

    LaneFinder(Path root, Map<String, String> environment) {
        this.root = root;
        this.environment = environment;
    }

    /** More than one lane runs from here; the message lists their sockets. */
    static final class Several extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient List<Path> sockets;

        Several(List<Path> sockets) {
            super(sockets.stream().map(Path::toString).collect(Collectors.joining(", ")));
            this.sockets = sockets;
        }
    }

    /** Every lane's that is found, where {@link #socket} wants a single one. */
    List<Path> sockets(Path given, Path data) throws IOException {
        try {
            return List.of(socket(given, data));
        } catch (Several several) {
            return several.sockets;
        }
    }

    Path socket(Path given, Path data) throws IOException {
        if (given != null) {
            return given.toAbsolutePath();
        }
        if (data != null) {
            return ofData(data.toAbsolutePath());
        }
        String fromEnvironment = environment.getOrDefault("ETCLANE_DATA", "");
        if (!fromEnvironment.isEmpty()) {
            return ofData(Path.of(fromEnvironment).toAbsolutePath());
        }
        return ofData(root.resolve("data"));
    }

    /** The folder's own socket, or the only one in a folder below it. */
    private static Path ofData(Path data) throws IOException {
        Path own = LaneConfig.socketIn(data);
        if (Files.exists(own) || !Files.isDirectory(data) || !Files.isReadable(data)) {
            return own;
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(data, Files::isDirectory)) {
            for (Path folder : folders) {
                if (Files.exists(LaneConfig.socketIn(folder))) {
                    found.add(LaneConfig.socketIn(folder));
                }
            }
        }
        if (found.size() > 1) {
            throw new Several(found.stream().sorted().toList());
        }
        return found.isEmpty() ? own : found.getFirst();
    }
}
