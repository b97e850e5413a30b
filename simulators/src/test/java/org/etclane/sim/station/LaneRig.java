package org.etclane.sim.station;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.etclane.lane.journal.Journal;
import org.etclane.lane.station.HeartbeatSource;
import org.etclane.lane.station.LinkClock;
import org.etclane.lane.station.ParameterInbox;
import org.etclane.lane.station.StationCommand;
import org.etclane.lane.station.StationLink;
import org.etclane.lane.station.StationLinkSettings;
import org.etclane.lane.station.StationListener;
import org.etclane.lane.station.TlsFiles;

/** A lane's station link with a listener that remembers. */
final class LaneRig implements StationListener, AutoCloseable {
    final List<StationCommand> commands = new CopyOnWriteArrayList<>();
    final List<String> security = new CopyOnWriteArrayList<>();
    final List<String> disconnected = new CopyOnWriteArrayList<>();
    final List<String> connected = new CopyOnWriteArrayList<>();
    final StationLink link;
    private final ParameterInbox inbox;

    LaneRig(StationLinkSettings settings, Journal journal, LinkClock clock) {
        this(settings, journal, clock, new NoInbox());
    }

    LaneRig(StationLinkSettings settings, Journal journal, LinkClock clock, ParameterInbox inbox) {
        this.inbox = inbox;
        HeartbeatSource.Content content = new HeartbeatSource.Content("OPEN",
                List.of(new HeartbeatSource.Device("rsu", "UP", "")),
                List.of(new HeartbeatSource.Parameter("2026-04", 1, "ab".repeat(32), true)), List.of("RSU_DOWN"));
        link = new StationLink(settings, journal, this, () -> content, clock, RandomGenerator.of("L64X128MixRandom"));
    }

    static StationLinkSettings settings(int port, String laneId, TlsFiles tls) {
        return new StationLinkSettings("127.0.0.1", port, "localhost", laneId, "test", tls, 64, 16, 250, 20, 200, 5000, 1000);
    }

    static LaneRig started(int port, TlsFiles tls, Journal journal) {
        return started(port, tls, journal, new NoInbox());
    }

    static LaneRig started(int port, TlsFiles tls, Journal journal, ParameterInbox inbox) {
        LaneRig rig = new LaneRig(settings(port, Entries.LANE, tls), journal, LinkClock.system(), inbox);
        rig.link.start();
        return rig;
    }

    @Override
    public void onCommand(StationCommand command) {
        commands.add(command);
        link.answer(command.commandId(), true, "done");
    }

    @Override
    public ParameterInbox parameters() {
        return inbox;
    }

    /** Of a lane that has nowhere to put a package. */
    private record NoInbox() implements ParameterInbox {
        @Override
        public long maxBytes() {
            return 1000;
        }

        @Override
        public long begin(String sha256, long size) {
            return 0;
        }

        @Override
        public void append(String sha256, long offset, ByteBuffer bytes) throws IOException {
            throw new IOException("no disk");
        }

        @Override
        public void finish(String sha256, Consumer<List<String>> verdict) {
            verdict.accept(List.of("nothing is kept here"));
        }
    }

    @Override
    public void onSecurityEvent(String detail) {
        security.add(detail);
    }

    @Override
    public void onConnected() {
        connected.add("up");
    }

    @Override
    public void onDisconnected(String cause) {
        disconnected.add(cause);
    }

    @Override
    public void close() {
        link.close();
    }
}
