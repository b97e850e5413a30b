package org.etclane.lane.diagnostics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.JsonFactory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One line of JSON (UTF-8, ended by LF) each way.
 *
 * <pre>
 * request   {"verb":"records","limit":20}      verbs: status devices records record outbox stages
 *                                              trace-set trace-show trace-packets open close zone-empty watch
 *                                              parameters parameters-load parameters-rollback
 * response  {"ok":true,"result":...}           watch: one {"ok":true,"line":...} per line until the reader goes away
 *           {"ok":false,"error":"refused","message":"..."}
 * </pre>
 *
 * Pure.
 */
final class ControlProtocol {
    static final int MAX_REQUEST_BYTES = 8192;
    static final int MAX_RECORDS = 1000;
    static final int MAX_TRACE_LINES = 5000;

    /** Why a request was not answered with a result; the code is what stands on the wire. */
    enum Failure {
        MALFORMED("malformed"), TOO_LONG("too-long"), UNKNOWN_VERB("unknown-verb"), BAD_ARGUMENT("bad-argument"), BUSY("busy"),
        REFUSED("refused"), TIMEOUT("timeout"), NOT_PERMITTED("not-permitted"), INTERNAL("internal");

        private final String code;

        Failure(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(20).build()).build()).build();

    private ControlProtocol() {
    }

    /** Empty when it is not a JSON object. */
    static Optional<ObjectNode> request(byte[] line) {
        try {
            return MAPPER.readTree(line) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (java.io.IOException notJson) {
            return Optional.empty();
        }
    }

    static JsonNode read(String line) throws JsonProcessingException {
        return new JsonMapper().readTree(line);
    }

    static byte[] result(JsonNode result) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("ok", true);
        node.set("result", result);
        return line(node);
    }

    static byte[] watchLine(LaneSnapshotLine shown) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("ok", true);
        node.set("line", RecordJson.of(shown));
        return line(node);
    }

    static byte[] failure(Failure failure, String message) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("ok", false);
        node.put("error", failure.code());
        node.put("message", message);
        return line(node);
    }

    static byte[] line(JsonNode node) {
        return (node + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
