package org.etclane.device;

import java.util.List;

/** The guide board (情报板, LED board) that drivers read before they enter the lane. A level: the latest stands. */
public sealed interface GuideBoardCommand extends DeviceCommand {

    /** @param lines one entry per row */
    record Show(DisplayCommand.Colour colour, List<String> lines) implements GuideBoardCommand {
        public Show {
            lines = List.copyOf(lines);
        }
    }

    record Clear() implements GuideBoardCommand {
    }
}
