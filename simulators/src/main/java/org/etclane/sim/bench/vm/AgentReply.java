package org.etclane.sim.bench.vm;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/** What the agent inside the machine answers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "reply")
public sealed interface AgentReply {

    /** The first message of all, unasked: the machine is up. */
    record Hello(String kernel, String java, double upSeconds) implements AgentReply {
    }

    record Done() implements AgentReply {
    }

    /** @param output both streams */
    record Ran(int exit, String output) implements AgentReply {
    }

    record Started(long pid) implements AgentReply {
    }

    record Ended(int exit) implements AgentReply {
    }

    record Said(JsonNode result) implements AgentReply {
    }

    record Contents(byte[] bytes) implements AgentReply {
        @Override
        public boolean equals(Object other) {
            return other instanceof Contents(byte[] others) && Arrays.equals(bytes, others);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** It could not be done. */
    record Failed(String reason) implements AgentReply {
    }
}
