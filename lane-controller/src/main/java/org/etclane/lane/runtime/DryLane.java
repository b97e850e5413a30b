package org.etclane.lane.runtime;

import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent;
import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.LoopEvent.Role;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.ObuStatus;
import org.etclane.device.Plate;
import org.etclane.device.RsuCommand;
import org.etclane.device.RsuEvent;
import org.etclane.device.RsuIdentity;
import org.etclane.device.TransactionResult;
import org.etclane.device.VehicleFile;
import org.etclane.device.card.IssueFile;
import org.etclane.device.card.TransitRecord;
import org.etclane.device.link.Endpoint;
import org.etclane.lane.core.Devices;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneEffect;
import org.etclane.lane.core.LaneEvent;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.LaneMachine;
import org.etclane.lane.core.LaneSettings;
import org.etclane.lane.core.LaneState;
import org.etclane.lane.core.Moment;
import org.etclane.lane.core.StartFacts;
import org.etclane.lane.parameters.ParameterSet;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.parameters.StationKey;

/**
 * A lane without devices: the real core and, where it offers its words, the real RSU driver answer a made-up vehicle, byte for byte,
 * and nothing leaves the process. Warms a starting lane up, and shows how many transactions the lane can decide. Time is made up too: a millisecond per
 * event. One thread at a time.
 */
public final class DryLane implements EffectSink {
    private static final DateTimeFormatter DIGITS_14 = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final int BLACK_BOX_EVENTS = 64;
    private static final long EVENT_NANOS = 1_000_000L;
    /** Long enough for the arm to come down between two vehicles. */
    private static final long HEADWAY_NANOS = 3_000_000_000L;
    private static final Bytes ISSUER = Bytes.fromHex("cdf2bcafcdf2bcaf");
    private static final Plate PLATE = new Plate("测A12345", 0);
    private static final long BALANCE_FEN = 0xF000_0000L;
    private static final int CAPP = 0x10;

    private final LaneSettings settings;
    private final EntrySink journal;
    private final Optional<DryRsu> rsu;
    private final LaneKernel kernel;
    private final Optional<RateTable.Trip> trip;
    private final ArrayDeque<LaneEvent> pending = new ArrayDeque<>();
    private final Sink sink = new Sink();
    private final long wallMillis;
    private long nowNanos;
    private int obu;
    private boolean vehicleRead;
    private int vehicles;
    private int transacted;

    /** Where entries go. */
    @FunctionalInterface
    public interface EntrySink {
        /** @return true when the entry is to count as durable at once; else its ticket comes back by {@link #offer} */
        boolean append(long ticket, JournalEntry entry);
    }

    /**
     * @param rsu        without it the core hears of the vehicles at once
     * @param wallMillis of everything that happens here
     */
    public DryLane(LaneSettings settings, RateTable rates, long wallMillis, Optional<DryRsu> rsu, EntrySink journal) {
        this.settings = settings;
        this.rsu = rsu;
        this.journal = journal;
        this.wallMillis = wallMillis;
        trip = rates.feeFenByTrip().keySet().stream().filter(t -> t.exit().equals(settings.station()))
                .min(Comparator.comparing(RateTable.Trip::toString));
        LaneMachine machine = new LaneMachine(settings);
        kernel = new LaneKernel(machine, this, BLACK_BOX_EVENTS);
        kernel.begin(machine.start(StartFacts.FIRST, ParameterSet.of(rates), now()));
        rsu.ifPresentOrElse(there -> there.driver().linkUp(nowNanos, sink),
                () -> pending.add(new LaneEvent.DeviceSpoke(new HealthEvent(Devices.RSU, nowNanos, HealthEvent.State.UP, ""))));
        rsu(new RsuEvent.Ready(Devices.RSU, nowNanos, new RsuIdentity(List.of("373737373737", "000000000000"), 0x0D, "010001", 1)));
        pending.add(new LaneEvent.DeviceSpoke(new HealthEvent(Devices.IO, nowNanos, HealthEvent.State.UP, "")));
        loop(Role.TRIGGER, Occupancy.CLEAR);
        loop(Role.ARM, Occupancy.CLEAR);
        arm(BarrierEvent.Position.NOT_UP);
        handlePending();
        // past the time in which a vehicle may stand here unseen
        nowNanos += 2L * settings.startGraceMs() * 1_000_000L;
    }

    /** The next made-up vehicle comes, is transacted and goes, unless an entry about it has to be waited for: see {@link #offer}. */
    public void driveVehicle() {
        vehicles++;
        obu++;
        vehicleRead = false;
        nowNanos += HEADWAY_NANOS;
        pending.add(new LaneEvent.TimePassed());
        handlePending();
        loop(Role.TRIGGER, Occupancy.OCCUPIED);
        rsu(new RsuEvent.ObuFound(Devices.RSU, nowNanos, new ObuInfo(new ObuId(obu), ISSUER, -1, -1, "3701000000000001", 20200101, 20991231,
                "", 0x10, ObuStatus.decode(0, 1)), Bytes.EMPTY));
        handlePending();
    }

    /** The journal has spoken; whatever waited for it goes on. */
    public void offer(LaneEvent event) {
        pending.add(event);
        handlePending();
    }

    private void handlePending() {
        for (LaneEvent event = pending.poll(); event != null; event = pending.poll()) {
            nowNanos += EVENT_NANOS;
            kernel.handle(event, now());
        }
    }

    /** That came. */
    public int vehicles() {
        return vehicles;
    }

    /** That were released by the antenna; all of them, once the journal has everything. */
    public int transacted() {
        return transacted;
    }

    @Override
    public void run(List<LaneEffect> effects, LaneState after) {
        for (LaneEffect effect : effects) {
            switch (effect) {
                case LaneEffect.Tell(DeviceCommand command) -> told(command);
                case LaneEffect.Append(long ticket, JournalEntry entry) -> {
                    if (journal.append(ticket, entry)) {
                        pending.add(new LaneEvent.Durable(ticket));
                    }
                }
                case LaneEffect.Show _, LaneEffect.Observe _ -> { }
            }
        }
    }

    private void told(DeviceCommand command) {
        if (command == BarrierCommand.LOWER) {
            arm(BarrierEvent.Position.NOT_UP);
        }
        if (!(command instanceof RsuCommand toRsu)) {
            return; // lights and display: nobody looks; the arm goes up when a vehicle drives on
        }
        rsu.ifPresent(there -> there.driver().command(nowNanos, toRsu, sink));
        switch (toRsu) {
            case RsuCommand.ReadOn _ when vehicleRead ->
                    rsu(new RsuEvent.CardRead(Devices.RSU, nowNanos, new ObuId(obu), card(), Bytes.EMPTY));
            case RsuCommand.ReadOn _ -> {
                vehicleRead = true;
                rsu(new RsuEvent.VehicleRead(Devices.RSU, nowNanos, new ObuId(obu), new VehicleFile(PLATE, vehicleClass(), 0,
                        Optional.empty()), Bytes.EMPTY));
            }
            case RsuCommand.Debit d -> result(d.purchaseTime().format(DIGITS_14), BALANCE_FEN - d.amountFen());
            case RsuCommand.WriteEntry w -> result(w.purchaseTime().format(DIGITS_14), BALANCE_FEN);
            case RsuCommand.Release _ -> driveOn();
            case RsuCommand.Abandon _, RsuCommand.Repeat _, RsuCommand.Acknowledge _, RsuCommand.FetchTac _,
                 RsuCommand.SwitchAntenna _ -> { }
        }
    }

    private void driveOn() {
        transacted++;
        loop(Role.TRIGGER, Occupancy.CLEAR);
        arm(BarrierEvent.Position.UP);
        loop(Role.ARM, Occupancy.OCCUPIED);
        loop(Role.ARM, Occupancy.CLEAR);
    }

    private int vehicleClass() {
        return trip.map(RateTable.Trip::vehicleClass).orElse(1);
    }

    private CardFile card() {
        StationKey from = trip.map(RateTable.Trip::entry).orElse(settings.station());
        TransitRecord entered = TransitRecord.etcEntry(settings.transitLayout(), from.network(), from.station(), 1,
                wallMillis / 1000 - 600, vehicleClass(), PLATE, 2, 0, 0);
        TransitRecord transit = settings.kind() == LaneKind.EXIT ? entered : entered.withState(TransitRecord.ETC_OUT);
        IssueFile issue = new IssueFile(ISSUER, IssueFile.CREDIT, IssueFile.VERSION_2019, "3701", "2000000000000001", 20200101, 20991231,
                PLATE, 0, vehicleClass());
        return new CardFile(false, 0, CAPP, BALANCE_FEN, 0, issue.encode(), transit.encode43());
    }

    private void result(String purchaseTime, long balanceFen) {
        rsu(new RsuEvent.Completed(Devices.RSU, nowNanos, new ObuId(obu), new TransactionResult(wallMillis / 1000, "373737373737",
                purchaseTime, 9, "01020304", obu & 0xFFFF, obu, balanceFen), Bytes.EMPTY));
    }

    /** Through the driver when there is one. */
    private void rsu(RsuEvent event) {
        rsu.ifPresentOrElse(there -> {
            byte[] bytes = there.words().wire(event);
            there.driver().received(nowNanos, bytes, bytes.length, sink);
        }, () -> pending.add(new LaneEvent.DeviceSpoke(event)));
    }

    private void loop(Role role, Occupancy occupancy) {
        pending.add(new LaneEvent.DeviceSpoke(new LoopEvent(Devices.IO, nowNanos, role, occupancy)));
    }

    private void arm(BarrierEvent.Position position) {
        pending.add(new LaneEvent.DeviceSpoke(new BarrierEvent.ArmReported(Devices.IO, nowNanos, position)));
    }

    private Moment now() {
        return new Moment(nowNanos, wallMillis);
    }

    private final class Sink implements Endpoint.Sink<DeviceEvent> {
        @Override
        public void send(byte[] frame) {
            // to nobody
        }

        @Override
        public void emit(DeviceEvent event) {
            pending.add(new LaneEvent.DeviceSpoke(event));
        }

        @Override
        public void malformed(byte[] raw, String reason) {
            throw new IllegalStateException("a frame of our own cannot be read: " + reason);
        }
    }
}
