package org.etclane.lane.parameters.store;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the folder's {@code state.json} says; its replacement is what puts a set in force. Immutable.
 *
 * @param inForce       manifest hash of the set in force, empty for that of the configured file
 * @param highestNumber of all packages ever accepted: an older one may not come back by itself
 * @param held          by number
 */
record StoreState(String inForce, long highestNumber, List<HeldSet> held) {
    static final StoreState EMPTY = new StoreState("", 0, List.of());
    private static final int VERSION = 1;
    private static final JsonMapper MAPPER = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS).enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    StoreState {
        held = held.stream().sorted(Comparator.comparingLong(HeldSet::number)).toList();
    }

    Optional<HeldSet> bySha(String sha256) {
        return held.stream().filter(set -> set.sha256().equals(sha256)).findFirst();
    }

    /** 0 while the configured file is in force. */
    long numberInForce() {
        return bySha(inForce).map(HeldSet::number).orElse(0L);
    }

    StoreState with(HeldSet fresh) {
        List<HeldSet> more = new java.util.ArrayList<>(held);
        more.add(fresh);
        return new StoreState(inForce, Math.max(highestNumber, fresh.number()), more);
    }

    StoreState inForce(String sha256) {
        return new StoreState(sha256, highestNumber, held);
    }

    StoreState map(UnaryOperator<HeldSet> change) {
        return new StoreState(inForce, highestNumber, held.stream().map(change).toList());
    }

    StoreState only(List<HeldSet> kept) {
        return new StoreState(inForce, highestNumber, kept);
    }

    byte[] json() {
        ObjectNode root = MAPPER.createObjectNode().put("v", VERSION);
        root.setAll((ObjectNode) MAPPER.valueToTree(this));
        return (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IOException when it is not what {@link #json} makes */
    static StoreState read(byte[] json) throws IOException {
        JsonNode root = MAPPER.readTree(json);
        if (!(root instanceof ObjectNode object) || object.path("v").asInt() != VERSION) {
            throw new IOException("no state of version " + VERSION);
        }
        object.remove("v");
        for (JsonNode held : object.path("held")) {
            if (held instanceof ObjectNode set && !set.has("damaged")) {
                set.put("damaged", false); // the first form did not know why a set was withdrawn
            }
        }
        return MAPPER.treeToValue(object, StoreState.class);
    }
}
