package org.etclane.lane.rules;

import java.util.Map;

/**
 * Why a vehicle may not pass.
 *
 * @param inputs the values that led to it, by name, as text
 */
public record Refusal(SpecialEvent event, Map<String, String> inputs) {
    public Refusal {
        inputs = Map.copyOf(inputs);
    }
}
