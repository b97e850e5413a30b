package org.etclane.lane.core;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent;
import org.etclane.device.BarrierEvent.Position;
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
import org.etclane.lane.parameters.ParameterSet;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.parameters.StationKey;
import org.etclane.lane.rules.SpecialEvent;

/**
 * A lane driven by hand in virtual time: inputs, time leaps, and what came out. Journal tickets become durable when the script
 * says so (or at once, with {@link #autoDurable}).
 */
final class LaneScript {
    static final StationKey ENTRY_STATION = new StationKey("3701", 7);
    static final StationKey EXIT_STATION = new StationKey("3701", 12);
    static final Bytes ISSUER = Bytes.fromHex("cdf2bcafcdf2bcaf");
    private static final long START_WALL_MILLIS = 1_800_000_000_000L;

    final List<DeviceCommand> told = new ArrayList<>();
    final List<JournalEntry> journal = new ArrayList<>();
    final List<LaneEffect.Show> shown = new ArrayList<>();
    final List<Observation> observed = new ArrayList<>();
    private final LaneMachine machine;
    final LaneSettings settings;
    LaneState state;
    private long nanos = 1_000_000_000L;
    private long wallOffsetMillis = START_WALL_MILLIS;
    boolean autoDurable = true;
    private long durableTo = Long.MIN_VALUE;

    static LaneScript exit() {
        return justStarted().settled();
    }

    static LaneScript justStarted() {
        return new LaneScript(settings(LaneKind.EXIT), StartFacts.FIRST);
    }

    static LaneScript entry() {
        return new LaneScript(settings(LaneKind.ENTRY), StartFacts.FIRST).settled();
    }

    static LaneSettings settings(LaneKind kind) {
        return LaneSettings.defaults(kind, "370100120100101000001", kind == LaneKind.EXIT ? EXIT_STATION : ENTRY_STATION, 3,
                ZoneId.of("Asia/Shanghai"));
    }

    static ParameterSet parameters() {
        return parameters("2026-001", 2000);
    }

    /** A set in which class 1 pays so much. */
    static ParameterSet parameters(String version, long feeFen) {
        return ParameterSet.of(new RateTable(version, "00", 0, 50, Map.of(new RateTable.Trip(ENTRY_STATION, EXIT_STATION, 1), feeFen,
                new RateTable.Trip(ENTRY_STATION, EXIT_STATION, 11), 4001L)));
    }

    LaneScript(LaneSettings settings, StartFacts facts) {
        this.settings = settings;
        machine = new LaneMachine(settings);
        take(machine.start(facts, parameters(), now()));
        device(new RsuEvent.Ready("rsu", nanos, new RsuIdentity(List.of("373737373737"), 8, "010001", 1)));
        device(new HealthEvent("rsu", nanos, HealthEvent.State.UP, ""));
        device(new HealthEvent("io", nanos, HealthEvent.State.UP, ""));
        loop(Role.TRIGGER, Occupancy.CLEAR);
        loop(Role.ARM, Occupancy.CLEAR);
        arm(Position.NOT_UP);
        clearLog();
    }

    /** A lane that has been up long enough to trust its loops. */
    private LaneScript settled() {
        after(settings.startGraceMs() + 1000);
        clearLog();
        return this;
    }

    void clearLog() {
        told.clear();
        journal.clear();
        shown.clear();
        observed.clear();
    }

    Moment now() {
        return new Moment(nanos, wallOffsetMillis + nanos / 1_000_000);
    }

    LaneScript wallJump(long millis) {
        wallOffsetMillis += millis;
        return this;
    }

    LaneScript event(LaneEvent event) {
        take(machine.step(state, event, now()));
        return this;
    }

    LaneScript device(DeviceEvent event) {
        return event(new LaneEvent.DeviceSpoke(event));
    }

    private void take(Step step) {
        state = step.state();
        for (LaneEffect effect : step.effects()) {
            switch (effect) {
                case LaneEffect.Tell(DeviceCommand command) -> told.add(command);
                case LaneEffect.Append(_, JournalEntry entry) -> journal.add(entry);
                case LaneEffect.Show show -> shown.add(show);
                case LaneEffect.Observe(Observation observation) -> observed.add(observation);
            }
        }
        if (autoDurable) {
            durable();
        }
    }

    /** Everything appended so far is on the disk. */
    LaneScript durable() {
        if (state.lastTicket() > durableTo) {
            durableTo = state.lastTicket();
            take(machine.step(state, new LaneEvent.Durable(durableTo), now()));
        }
        return this;
    }

    /** Lets time pass, stopping wherever the lane wants to be asked. */
    LaneScript after(int millis) {
        long until = nanos + millis * 1_000_000L;
        while (state.nextDueNanos() <= until) {
            nanos = Math.max(nanos, state.nextDueNanos());
            event(new LaneEvent.TimePassed());
        }
        nanos = until;
        return this;
    }

    LaneScript loop(Role role, Occupancy occupancy) {
        return device(new LoopEvent("io", nanos, role, occupancy));
    }

    LaneScript arm(Position position) {
        return device(new BarrierEvent.ArmReported("io", nanos, position));
    }

    /** A vehicle drives over the trigger loop into the zone. */
    LaneScript vehicleEnters() {
        return loop(Role.TRIGGER, Occupancy.OCCUPIED).after(800).loop(Role.TRIGGER, Occupancy.CLEAR);
    }

    /** The arm obeys the last command. */
    LaneScript armObeys() {
        Optional<BarrierCommand> last = state.barrier().last();
        after(700);
        return arm(last.orElseThrow() == BarrierCommand.RAISE ? Position.UP : Position.NOT_UP);
    }

    LaneScript vehiclePasses() {
        return loop(Role.ARM, Occupancy.OCCUPIED).after(900).loop(Role.ARM, Occupancy.CLEAR);
    }

    LaneScript found(Obu obu) {
        return device(new RsuEvent.ObuFound("rsu", nanos, obu.info(), Bytes.of(0xB2, obu.id)));
    }

    LaneScript vehicleRead(Obu obu) {
        return device(new RsuEvent.VehicleRead("rsu", nanos, obu.obuId(), obu.vehicle(), Bytes.of(0xB3, obu.id)));
    }

    LaneScript cardRead(Obu obu) {
        return device(new RsuEvent.CardRead("rsu", nanos, obu.obuId(), obu.card(), Bytes.of(0xB4, obu.id)));
    }

    /** Found, vehicle, card; 50 ms each. */
    LaneScript read(Obu obu) {
        return found(obu).after(50).vehicleRead(obu).after(50).cardRead(obu);
    }

    /** The card does what the last debit or entry write said. */
    LaneScript answers(Obu obu) {
        obu.obey(lastTransact());
        return answeredAs(obu);
    }

    LaneScript answeredAs(Obu obu) {
        return device(new RsuEvent.Completed("rsu", nanos, obu.obuId(), obu.result(lastTransact()), Bytes.of(0xB5, obu.id)));
    }

    LaneScript failed(Obu obu, RsuEvent.RsuStep step, int code, RsuEvent.DebitCertainty certainty) {
        return device(new RsuEvent.StepFailed("rsu", nanos, obu.obuId(), step, code, certainty, "code " + code, Bytes.of(code)));
    }

    RsuCommand lastTransact() {
        return told.stream().filter(c -> c instanceof RsuCommand.Debit || c instanceof RsuCommand.WriteEntry)
                .map(RsuCommand.class::cast).reduce((_, b) -> b).orElseThrow();
    }

    <T> List<T> told(Class<T> type) {
        return told.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T> List<T> journal(Class<T> type) {
        return journal.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<SpecialEvent> refusals() {
        return journal(JournalEntry.Refused.class).stream().map(JournalEntry.Refused::event).toList();
    }

    DeviceCommand lastTold() {
        return told.getLast();
    }

    /** An OBU with its card, whose purse really moves. */
    static final class Obu {
        private static final DateTimeFormatter DIGITS_14 = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
        final int id;
        String plate = "测A12345";
        String cardPlate = "测A12345";
        int vehicleClass = 1;
        long balanceFen = 10_000;
        int cardType = IssueFile.STORED_VALUE;
        int cardExpiryYmd = 20401231;
        int cardStartYmd = 20200101;
        int obuExpiresYmd = 20401231;
        int obuIssuedYmd = 20200101;
        ObuStatus status = ObuStatus.decode(0x20, 1);
        TransitRecord transit;
        int serial;

        Obu(int id) {
            this.id = id;
            transit = TransitRecord.etcEntry(TransitRecord.Layout.Y2019, "3701", 7, 1, START_WALL_MILLIS / 1000 - 3600, 1,
                    new Plate("测A12345", 0), 2, 0, 0);
        }

        Obu with(UnaryOperator<Obu> change) {
            return change.apply(this);
        }

        Obu withoutEntry() {
            transit = transit.withState(TransitRecord.ETC_OUT);
            return this;
        }

        ObuId obuId() {
            return new ObuId(id);
        }

        ObuInfo info() {
            return new ObuInfo(obuId(), ISSUER, 1, 0x40, "1234567887654321", obuIssuedYmd, obuExpiresYmd, "", 0x10, status);
        }

        VehicleFile vehicle() {
            return new VehicleFile(new Plate(plate, 0), vehicleClass, 0, Optional.empty());
        }

        CardFile card() {
            return new CardFile(false, 0, 0x10, balanceFen, 0, issue().encode(), transit.encode43());
        }

        IssueFile issue() {
            return new IssueFile(ISSUER, cardType, 0x40, "3701", "%016d".formatted(id), cardStartYmd, cardExpiryYmd,
                    new Plate(cardPlate, 0), 0, vehicleClass);
        }

        void obey(RsuCommand command) {
            if (command instanceof RsuCommand.Debit debit) {
                balanceFen -= debit.amountFen();
                serial++;
                transit = TransitRecord.parse(debit.transit(), TransitRecord.Layout.Y2019).orElseThrow();
            } else if (command instanceof RsuCommand.WriteEntry write) {
                transit = TransitRecord.parse(write.transit(), TransitRecord.Layout.Y2019).orElseThrow();
            }
        }

        TransactionResult result(RsuCommand command) {
            return command instanceof RsuCommand.Debit debit
                    ? new TransactionResult(0, "373737373737", debit.purchaseTime().format(DIGITS_14), 9, "613c67b6", serial, 17,
                            balanceFen)
                    : new TransactionResult(0, "373737373737", "", -1, "", 0, 0, -1);
        }
    }
}
