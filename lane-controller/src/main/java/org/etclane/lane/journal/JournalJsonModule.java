package org.etclane.lane.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.ObuId;
import org.etclane.device.TripFile;
import org.etclane.device.VehicleWeight;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.TransactionFacts;
import org.etclane.lane.parameters.SetId;

/** How the value types of the house look in a stored entry (see {@link JournalEntryJson}). */
final class JournalJsonModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    JournalJsonModule() {
        super("etclane-journal");
        text(Bytes.class, Bytes::hex, Bytes::fromHex);
        text(ObuId.class, ObuId::hex, hex -> new ObuId(Integer.parseUnsignedInt(hex, 16)));
        text(LocalDateTime.class, LocalDateTime::toString, LocalDateTime::parse);
        addSerializer(OptionalLong.class, new OptionalLongWriter());
        addDeserializer(OptionalLong.class, new OptionalLongReader());
        addSerializer(optionalType(), new OptionalWriter());
        addDeserializer(optionalType(), new OptionalReader(null));
        setMixInAnnotation(CardFile.class, CardShape.class);
        setMixInAnnotation(TransactionFacts.class, DecidedShape.class);
        setMixInAnnotation(JournalEntry.Refused.class, DecidedShape.class);
        setMixInAnnotation(JournalEntry.PassageEnded.class, PassageShape.class);
        setMixInAnnotation(VehicleWeight.class, WeightShape.class);
    }

    /** A passage without a weight is stored as all were before the lane knew of scales. */
    private interface PassageShape {
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Optional<VehicleWeight> weight();
    }

    /** In the same order every time, so that the same entry is the same text. */
    private interface WeightShape {
        @JsonSerialize(converter = InOrder.class)
        Set<VehicleWeight.Doubt> doubts();
    }

    private static final class InOrder extends StdConverter<Set<VehicleWeight.Doubt>, List<VehicleWeight.Doubt>> {
        @Override
        public List<VehicleWeight.Doubt> convert(Set<VehicleWeight.Doubt> doubts) {
            return doubts.stream().sorted().toList();
        }
    }

    /** A card without a trip file is stored as cards were before the lane could read any. */
    private interface CardShape {
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Optional<TripFile> trip();
    }

    /** What was decided before there were parameter sets names none. */
    private interface DecidedShape {
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Optional<SetId> parameters();
    }

    @SuppressWarnings("unchecked")
    private static Class<Optional<?>> optionalType() {
        return (Class<Optional<?>>) (Class<?>) Optional.class;
    }

    private <T> void text(Class<T> type, Function<T, String> write, Function<String, T> read) {
        addSerializer(type, new JsonSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeString(write.apply(value));
            }
        });
        addDeserializer(type, new JsonDeserializer<T>() {
            @Override
            public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
                if (!in.hasToken(JsonToken.VALUE_STRING)) {
                    throw JsonMappingException.from(in, "a text is expected for " + type.getSimpleName());
                }
                try {
                    return read.apply(in.getText());
                } catch (IllegalArgumentException | DateTimeException e) {
                    throw JsonMappingException.from(in, "not a " + type.getSimpleName() + ": " + in.getText(), e);
                }
            }
        });
    }

    private static final class OptionalLongWriter extends JsonSerializer<OptionalLong> {
        @Override
        public void serialize(OptionalLong value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (value.isPresent()) {
                out.writeNumber(value.getAsLong());
            } else {
                out.writeNull();
            }
        }
    }

    private static final class OptionalLongReader extends JsonDeserializer<OptionalLong> {
        @Override
        public OptionalLong deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (!in.hasToken(JsonToken.VALUE_NUMBER_INT)) {
                throw JsonMappingException.from(in, "a whole number or null is expected");
            }
            return OptionalLong.of(in.getLongValue());
        }

        @Override
        public OptionalLong getNullValue(DeserializationContext context) {
            return OptionalLong.empty();
        }
    }

    private static final class OptionalWriter extends JsonSerializer<Optional<?>> {
        @Override
        public boolean isEmpty(SerializerProvider provider, Optional<?> value) {
            return value.isEmpty();
        }

        @Override
        public void serialize(Optional<?> value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (value.isPresent()) {
                provider.defaultSerializeValue(value.get(), out);
            } else {
                out.writeNull();
            }
        }
    }

    /** Learns from the record component what the optional holds. */
    private static final class OptionalReader extends JsonDeserializer<Optional<?>> implements ContextualDeserializer {
        private final JsonDeserializer<?> content;

        OptionalReader(JsonDeserializer<?> content) {
            this.content = content;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property)
                throws JsonMappingException {
            return new OptionalReader(context.findContextualValueDeserializer(property.getType().containedType(0), property));
        }

        @Override
        public Optional<?> deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return Optional.of(content.deserialize(in, context));
        }

        @Override
        public Optional<?> getNullValue(DeserializationContext context) {
            return Optional.empty();
        }
    }
}
