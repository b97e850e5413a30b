package org.etclane.lane.diagnostics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.etclane.lane.journal.Journal;

/** What each request asks of the lane. Diagnostics thread. */
final class ControlVerbs {
    private final LaneControl lane;
    private final String user;

    /** @param user the peer's user name, as the system says */
    ControlVerbs(LaneControl lane, String user) {
        this.lane = lane;
        this.user = user;
    }

    sealed interface Answer {
    }

    record Now(byte[] line) implements Answer {
    }

    /** @param done with any value that has a JSON form */
    record Later(CompletableFuture<?> done) implements Answer {
    }

    record Watching() implements Answer {
    }

    private static final class BadArgument extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadArgument(String words) {
            super(words);
        }
    }

    Answer answer(byte[] line) {
        Optional<ObjectNode> request = ControlProtocol.request(line);
        if (request.isEmpty()) {
            return failure(ControlProtocol.Failure.MALFORMED, "a request is one JSON object in one line");
        }
        try {
            return answer(request.get());
        } catch (BadArgument bad) {
            return failure(ControlProtocol.Failure.BAD_ARGUMENT, bad.getMessage());
        }
    }

    LaneControl.Watch watch(Consumer<LaneSnapshotLine> sink) {
        return lane.watch(sink);
    }

    private Answer answer(ObjectNode request) {
        String verb = text(request, "verb", 40);
        return switch (verb) {
            case "status" -> result(RecordJson.of(lane.status()));
            case "devices" -> result(RecordJson.of(lane.devices()));
            case "outbox" -> result(RecordJson.of(lane.outbox()));
            case "stages" -> result(RecordJson.of(lane.stages()));
            case "records" -> result(RecordJson.of(lane.records(number(request, "limit", 20, ControlProtocol.MAX_RECORDS),
                    request.hasNonNull("filter") ? Optional.of(text(request, "filter", 64)) : Optional.empty())));
            case "record" -> record(text(request, "id", 64));
            case "trace-set" -> named(() -> RecordJson.of(lane.setTrace(text(request, "link", 64), flag(request, "on"))));
            case "trace-show" -> named(() -> RecordJson.of(lane.showTrace(text(request, "link", 64),
                    number(request, "lines", 100, ControlProtocol.MAX_TRACE_LINES))));
            case "trace-packets" -> named(() -> RecordJson.of(lane.trace(text(request, "link", 64))));
            case "open" -> new Later(lane.openLane(user));
            case "close" -> new Later(lane.closeLane(text(request, "reason", 200), user));
            case "zone-empty" -> new Later(lane.declareZoneEmpty(user));
            case "parameters" -> result(RecordJson.of(lane.parameters()));
            case "parameters-load" -> new Later(lane.loadParameters(Path.of(text(request, "file", 4000)), user));
            case "parameters-rollback" -> new Later(lane.rollBackParameters(request.hasNonNull("version")
                    ? Optional.of(text(request, "version", 64)) : Optional.empty(), user));
            case "watch" -> new Watching();
            default -> failure(ControlProtocol.Failure.UNKNOWN_VERB, "there is no verb \"" + verb + "\"");
        };
    }

    private Answer record(String id) {
        List<Journal.Stored> entries = lane.record(id);
        return result(RecordJson.of(entries));
    }

    /** A link that does not exist is the asker's mistake. */
    private static Answer named(java.util.function.Supplier<JsonNode> work) {
        try {
            return result(work.get());
        } catch (IllegalArgumentException noSuchLink) {
            return failure(ControlProtocol.Failure.BAD_ARGUMENT, noSuchLink.getMessage());
        }
    }

    private static String text(ObjectNode request, String name, int max) {
        JsonNode value = request.get(name);
        if (value == null || !value.isTextual() || value.textValue().isBlank() || value.textValue().length() > max) {
            throw new BadArgument("\"" + name + "\" has to be a text of 1–" + max + " characters");
        }
        return value.textValue();
    }

    private static int number(ObjectNode request, String name, int otherwise, int max) {
        JsonNode value = request.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.isInt() || value.intValue() < 1 || value.intValue() > max) {
            throw new BadArgument("\"" + name + "\" has to be a number 1–" + max);
        }
        return value.intValue();
    }

    private static boolean flag(ObjectNode request, String name) {
        JsonNode value = request.get(name);
        if (value == null || !value.isBoolean()) {
            throw new BadArgument("\"" + name + "\" has to be true or false");
        }
        return value.booleanValue();
    }

    private static Answer result(JsonNode result) {
        return new Now(ControlProtocol.result(result));
    }

    private static Answer failure(ControlProtocol.Failure failure, String message) {
        return new Now(ControlProtocol.failure(failure, message));
    }
}
