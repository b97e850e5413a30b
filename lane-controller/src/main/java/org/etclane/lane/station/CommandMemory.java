package org.etclane.lane.station;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.etclane.lane.station.v1.CommandResult;

/** The last {@value #KEPT} commands and their results, so that none is carried out twice. One thread. */
final class CommandMemory {
    static final int KEPT = 64;

    private final Map<String, Optional<CommandResult>> byId = new LinkedHashMap<>();

    /** What is known of the command: empty when it is new; then it is remembered as under way (an inner empty). */
    Optional<Optional<CommandResult>> seen(String commandId) {
        Optional<Optional<CommandResult>> known = Optional.ofNullable(byId.get(commandId));
        if (known.isEmpty()) {
            if (byId.size() >= KEPT) {
                byId.remove(byId.keySet().iterator().next());
            }
            byId.put(commandId, Optional.empty());
        }
        return known;
    }

    /** False when the command is not known or has been answered: the first answer stays. */
    boolean answer(CommandResult result) {
        return byId.replace(result.getCommandId(), Optional.empty(), Optional.of(result));
    }
}
