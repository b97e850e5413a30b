package org.etclane.sim.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.etclane.device.ObuId;
import org.etclane.device.spi.Text;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneEvent;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.device.Lc301SimulatorAction;
import org.etclane.sim.device.RsuSimCommand;
import org.etclane.sim.device.RsuSimEvent;
import org.etclane.sim.device.ScaleSimCommand;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.host.VirtualLine;
import org.etclane.sim.scenario.Action;
import org.etclane.sim.scenario.LaneRecord;
import org.etclane.sim.scenario.Performance;
import org.etclane.sim.scenario.Scenario;
import org.etclane.sim.scenario.ScenarioBench;
import org.etclane.sim.scenario.ScenarioPlayer;
import org.etclane.sim.scenario.Seen;
import org.etclane.sim.world.Arrival;
import org.etclane.sim.world.LaneWorld;
import org.etclane.sim.world.LoadWish;
import org.etclane.sim.world.Scheduler;
import org.etclane.sim.world.Vehicle;

/** Scenarios in virtual time, on the real core: this bench sees the lane's records and has its hand on its process and its disk. */
public final class VirtualScenarioBench implements ScenarioBench {
    private static final Text NO_STATION = new Text("there is no station in virtual time", "虚拟时间下没有站级");
    private static final double READY_S = 20;

    private final VirtualLane lane;

    public VirtualScenarioBench(VirtualLane lane) {
        this.lane = lane;
    }

    /** Plays it to its end on a lane that has come up before. */
    public Seen play(Scenario scenario) {
        lane.runForSeconds(READY_S);
        lane.takeAlarmsShown();
        ScenarioPlayer player = new ScenarioPlayer(this);
        Performance performance = Performance.begin(scenario, player, () -> { });
        while (!performance.ended()) {
            lane.runForSeconds(1);
        }
        return performance.seen(Optional.of(records(player.startedWallMillis()))).withAlarmsShown(lane.takeAlarmsShown());
    }

    private List<LaneRecord> records(long sinceWallMillis) {
        Map<String, ObuId> obus = new HashMap<>();
        lane.journal().entries().forEach(entry -> {
            if (entry instanceof JournalEntry.Intended(var facts)) {
                obus.put(facts.transactionId(), facts.obu().id());
            }
        });
        return lane.journal().entries().stream().filter(entry -> entry.wallMillis() >= sinceWallMillis)
                .map(entry -> new LaneRecord(entry, entry instanceof JournalEntry.OfTransaction of
                        ? Optional.ofNullable(obus.get(of.transactionId())) : Optional.empty())).toList();
    }

    @Override
    public Scheduler scheduler() {
        return lane.scheduler;
    }

    @Override
    public LaneWorld world() {
        return lane.world;
    }

    @Override
    public LaneKind kind() {
        return lane.settings().kind();
    }

    @Override
    public Vehicle arrive(Arrival arrival, CardWish card, LoadWish load) {
        return lane.arrive(arrival, card, load);
    }

    @Override
    public void rsu(RsuSimCommand command) {
        lane.rsuLine.commandDevice(command);
    }

    @Override
    public void io(Lc301SimulatorAction action) {
        lane.io(action);
    }

    @Override
    public Optional<Text> cannotIo() {
        return Optional.empty();
    }

    @Override
    public Optional<Consumer<ScaleSimCommand>> scale() {
        return lane.scaleLine.map(line -> line::commandDevice);
    }

    @Override
    public ScenarioBench.Cable line(Action.Line line) {
        return new Wire(switch (line) {
            case RSU -> lane.rsuLine;
            case IO -> lane.ioLine;
            case SCALE -> lane.scaleLine.orElseThrow();
        });
    }

    private record Wire(VirtualLine<?, ?, ?, ?> line) implements ScenarioBench.Cable {
        @Override
        public void cut() {
            line.unplug("cable pulled");
        }

        @Override
        public void plug() {
            line.plug();
        }

        @Override
        public void toDevice(LineFault fault) {
            line.faultToDevice(fault);
        }

        @Override
        public void toLane(LineFault fault) {
            line.faultToDriver(fault);
        }
    }

    @Override
    public void onRsu(Consumer<RsuSimEvent> listener) {
        lane.onRsu(listener);
    }

    @Override
    public Optional<Text> cannot(Action.OfLane action) {
        return action instanceof Action.Station ? Optional.of(NO_STATION) : Optional.empty();
    }

    @Override
    public void lane(Action.OfLane action) {
        switch (action) {
            case Action.CloseLane() -> lane.offer(new LaneEvent.LaneClosed("scenario", "station"));
            case Action.OpenLane() -> lane.offer(new LaneEvent.LaneOpened("station"));
            case Action.DeclareEmpty() -> lane.offer(new LaneEvent.ZoneDeclaredEmpty("staff"));
            case Action.KillLane() -> {
                if (lane.running()) {
                    lane.kill(0);
                }
            }
            case Action.StartLane() -> {
                if (!lane.running()) {
                    lane.restart();
                }
            }
            case Action.Disk(Action.DiskState state, double seconds) -> disk(state, seconds);
            case Action.Station _ -> throw new IllegalArgumentException(NO_STATION.english());
        }
    }

    private void disk(Action.DiskState state, double seconds) {
        switch (state) {
            case SLOW -> lane.journal().slow(Math.round(seconds * 1e9));
            case FAILING -> lane.journal().fail();
            case WORKING -> {
                if (lane.journal().works()) {
                    lane.startAnew();
                }
            }
        }
    }

    @Override
    public List<PurseLedger.Entry> purses() {
        return lane.purses.entries();
    }

    @Override
    public long wallMillis(long nanos) {
        return VirtualLane.wallMillis(nanos);
    }
}
