package org.etclane.lane.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code NEEDS-ATTENTION.json}: {@code {"setAside":[{"directory","cause","at","ledger","lastSequence"}]}}. Written before
 * anything is moved, so that no crash in between lets the lane open unnoticed.
 */
final class SetAsideNote {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final String ACKNOWLEDGED = "ACKNOWLEDGED.json";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final JournalFiles files;

    SetAsideNote(JournalFiles files) {
        this.files = files;
    }

    /** Moves every file of the journal into a new directory. */
    Path setAside(String cause, Optional<LedgerMark> mark, long wallMillis) throws IOException {
        Path dir = newDirectory(wallMillis);
        ObjectNode note = read().orElseGet(MAPPER::createObjectNode);
        ObjectNode event = note.withArray("/setAside").addObject();
        event.put("directory", dir.getFileName().toString());
        event.put("cause", cause);
        event.put("at", Instant.ofEpochMilli(wallMillis).toString());
        mark.ifPresent(known -> event.put("ledger", known.ledgerId()).put("lastSequence", known.sequence()));
        write(files.attention(), note);
        for (Path file : journalFiles()) {
            Files.move(file, dir.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
        new JournalFiles(dir).syncDirectory();
        files.syncDirectory();
        return dir;
    }

    /** The database and its mark. The lock stays: it is held. */
    private List<Path> journalFiles() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(files.dir(), "journal.*")) {
            for (Path file : all) {
                if (!file.equals(files.lock())) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private Path newDirectory(long wallMillis) throws IOException {
        String stamp = STAMP.format(Instant.ofEpochMilli(wallMillis).atZone(ZoneId.systemDefault()));
        for (int n = 1; ; n++) {
            Path dir = files.dir().resolve("set-aside-" + stamp + "-" + n);
            if (Files.notExists(dir)) {
                return Files.createDirectory(dir);
            }
        }
    }

    Optional<String> pending() throws IOException {
        if (Files.notExists(files.attention())) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        for (var event : read().orElseGet(MAPPER::createObjectNode).withArray("/setAside")) {
            lines.add(event.path("directory").asText() + ": " + event.path("cause").asText());
        }
        return Optional.of(lines.isEmpty() ? files.attention().getFileName() + " cannot be read" : String.join("; ", lines));
    }

    boolean acknowledge(String by, long wallMillis) throws IOException {
        if (Files.notExists(files.attention())) {
            return false;
        }
        ObjectNode note = read().orElseGet(MAPPER::createObjectNode);
        note.put("acknowledgedBy", by);
        note.put("acknowledgedAt", Instant.ofEpochMilli(wallMillis).toString());
        ArrayNode events = note.withArray("/setAside");
        for (var event : events) {
            Path dir = files.dir().resolve(event.path("directory").asText());
            if (Files.isDirectory(dir)) {
                write(dir.resolve(ACKNOWLEDGED), note);
            }
        }
        Files.delete(files.attention());
        files.syncDirectory();
        return true;
    }

    /** Empty when there is none or it is not JSON; an unreadable note still keeps the lane closed. */
    private Optional<ObjectNode> read() throws IOException {
        if (Files.notExists(files.attention())) {
            return Optional.empty();
        }
        try {
            return MAPPER.readTree(Files.readAllBytes(files.attention())) instanceof ObjectNode note ? Optional.of(note)
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private void write(Path file, ObjectNode note) throws IOException {
        Path making = file.resolveSibling(file.getFileName() + ".making");
        JournalFiles.writeDurably(making,
                MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(note).getBytes(StandardCharsets.UTF_8));
        Files.move(making, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        new JournalFiles(file.toAbsolutePath().getParent()).syncDirectory();
    }
}
