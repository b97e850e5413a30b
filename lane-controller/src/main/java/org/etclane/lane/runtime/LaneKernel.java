package org.etclane.lane.runtime;

import java.util.List;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.core.LaneEvent;
import org.etclane.lane.core.LaneMachine;
import org.etclane.lane.core.LaneMode;
import org.etclane.lane.core.LaneState;
import org.etclane.lane.core.Moment;
import org.etclane.lane.core.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owner of the lane's state between steps: takes an event, steps, hands the effects out. Has no thread: the lane loop drives it in
 * production, a scheduler in virtual time. A bug in the core closes the lane and keeps everything else running.
 */
public final class LaneKernel {
    private static final Logger LOG = LoggerFactory.getLogger(LaneKernel.class);

    private final LaneMachine machine;
    private final EffectSink sink;
    private final BlackBox blackBox;
    private LaneState state;
    private boolean failed;

    /** @param blackBoxEvents so many of the last events are told when the core fails */
    public LaneKernel(LaneMachine machine, EffectSink sink, int blackBoxEvents) {
        this.machine = machine;
        this.sink = sink;
        blackBox = new BlackBox(blackBoxEvents);
    }

    /** Takes a start (or a restart after the journal came back) as the new state. */
    public void begin(Step start) {
        state = start.state();
        failed = false;
        sink.run(start.effects(), state);
    }

    public void handle(LaneEvent event, Moment now) {
        blackBox.add(now, event);
        try {
            advance(event, now);
        } catch (RuntimeException bug) { // a bug in the core must close the lane, not end the process that guards the arm
            afterBug(bug, now);
        }
    }

    private void advance(LaneEvent event, Moment now) {
        Step step = machine.step(state, event, now);
        state = step.state();
        sink.run(step.effects(), state);
    }

    private void afterBug(RuntimeException bug, Moment now) {
        LOG.error("the core failed; the lane closes. Last events:\n{}", String.join("\n", blackBoxLines()), bug);
        if (failed) {
            return;
        }
        failed = true;
        for (LaneEvent event : List.of(new LaneEvent.AlarmReported(LaneAlarm.INTERNAL, true, bug.toString()),
                new LaneEvent.LaneClosed("internal error: " + bug, LaneMode.Closed.BY_CONTROLLER))) {
            try {
                advance(event, now);
            } catch (RuntimeException again) { // as above; the state stays as it was before the bug
                LOG.error("the core cannot close the lane", again);
            }
        }
    }

    /** Newest last. */
    private List<String> blackBoxLines() {
        return blackBox.contents().stream().map(e -> e.at().nanos() + " " + e.event()).toList();
    }

    public LaneState state() {
        return state;
    }

    public long nextDueNanos() {
        return state.nextDueNanos();
    }
}
