package org.etclane.sim.scenario;

import java.util.List;
import java.util.OptionalDouble;
import org.etclane.lane.core.LaneKind;

/**
 * A scenario as it was read.
 *
 * @param name      one line for people
 * @param about     what it shows and why it matters; may be empty
 * @param lastsS    seconds from its start to its end; empty: until all steps are done and everybody has left
 * @param scale     in front of the trigger loop
 * @param patienceS seconds that drivers wait at an arm that says nothing; empty: as usual
 */
public record Scenario(String name, String about, LaneKind lane, ScaleInLane scale, OptionalDouble lastsS, OptionalDouble patienceS, List<Step> steps,
        Expectation expect) {
    public Scenario {
        steps = List.copyOf(steps);
    }

    /** @param sentence as it was written, with its time */
    public record Step(When when, Action action, String sentence) {
    }
}
