package org.etclane.lane.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.etclane.lane.core.JournalEntry;

/**
 * The stored form of an entry, in both directions. One JSON object: {@code type} (see {@link EntryKind}), {@code v} (version of
 * the shape, 1), then the components of the record by name. Byte strings and OBU ids are hexadecimal, local times ISO 8601,
 * enumerations their constant's name, an empty optional {@code null}, numbers plain. Reading is strict: an unknown, missing or
 * null field is an {@link UnreadableEntryException}, because a guessed amount is worse than none. Three fields may be absent,
 * and are written only where there is something, because older entries lack them: a card's {@code trip}, a passage's {@code weight},
 * and {@code parameters} (the set decided by) of facts and refusals. Golden files pin the shape.
 *
 * <p>Thread-safe; no state.
 */
public final class JournalEntryJson {
    static final int VERSION = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JournalJsonModule())
            .enable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private JournalEntryJson() {
    }

    /** One line of JSON. A component named {@code type} or {@code v} would hide those; a test notices. */
    public static String write(JournalEntry entry) {
        ObjectNode body = MAPPER.createObjectNode();
        body.put("type", EntryKind.of(entry).storedName());
        body.put("v", VERSION);
        body.setAll((ObjectNode) MAPPER.valueToTree(entry));
        try {
            return MAPPER.writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an entry without a JSON form: " + entry, impossible);
        }
    }

    /** @throws UnreadableEntryException when the text is not what {@link #write} makes */
    public static JournalEntry read(String json) {
        try {
            if (!(MAPPER.readTree(json) instanceof ObjectNode body)) {
                throw new UnreadableEntryException("not a JSON object: " + shortened(json), null);
            }
            JsonNode kind = body.remove("type");
            JsonNode version = body.remove("v");
            if (kind == null || version == null || !version.isInt() || version.intValue() != VERSION) {
                throw new UnreadableEntryException("type " + kind + ", version " + version + ": " + shortened(json), null);
            }
            EntryKind named = EntryKind.named(kind.asText());
            mayLack(body.at("/facts/card"), "trip");
            mayLack(body.at("/facts"), "parameters");
            mayLack(named == EntryKind.REFUSED ? body : null, "parameters");
            mayLack(named == EntryKind.PASSAGE_ENDED ? body : null, "weight");
            return MAPPER.treeToValue(body, named.type());
        } catch (JsonProcessingException e) {
            throw new UnreadableEntryException(e.getOriginalMessage() + ": " + shortened(json), e);
        }
    }

    private static void mayLack(JsonNode node, String field) {
        if (node instanceof ObjectNode object && !object.has(field)) {
            object.putNull(field);
        }
    }

    private static String shortened(String json) {
        return json.length() <= 200 ? json : json.substring(0, 200) + "…";
    }
}
