package org.etclane.sim.world;

import java.util.Optional;
import java.util.OptionalLong;
import org.etclane.sim.obu.SimObu;

/** A vehicle on the road, or the place of a neighbour's unit. Others may only look; the road moves it. */
public final class Vehicle {
    private static final long NEVER = Long.MIN_VALUE;

    private final int number;
    private final VehicleSpec spec;
    private final Optional<SimObu> obu;
    private final long arrivedAtNanos;

    // motion, owned by Road
    double frontM;
    double speedMps;
    /** Where the front shall go backwards to; infinite while it wants to go forwards. */
    double retreatToM = Double.POSITIVE_INFINITY;
    /** Its front has crossed onto the trigger loop and has not gone back since. */
    boolean inTransactionZone;
    final Driver driver;
    boolean onTrigger;

    // on a scale, owned by WeighPlace
    /** True axle loads; empty in a lane without a scale. */
    Optional<WeighedVehicle> load = Optional.empty();
    /** Its tail has left the scale forwards, and it has not gone back wholly since. */
    boolean weighed;

    // history
    private int attempts;
    private long enteredAtNanos = NEVER;
    private long transactedAtNanos = NEVER;
    private long refusedAtNanos = NEVER;
    private long armReachedAtNanos = NEVER;
    private long passedAtNanos = NEVER;
    private long backedOutAtNanos = NEVER;
    private long goneAtNanos = NEVER;

    Vehicle(int number, VehicleSpec spec, Optional<SimObu> obu, long arrivedAtNanos, Driver driver) {
        this.number = number;
        this.spec = spec;
        this.obu = obu;
        this.arrivedAtNanos = arrivedAtNanos;
        this.driver = driver;
    }

    /** In order of arrival, from 1. */
    public int number() {
        return number;
    }

    public VehicleSpec spec() {
        return spec;
    }

    public Optional<SimObu> obu() {
        return obu;
    }

    public double frontM() {
        return frontM;
    }

    public double rearM() {
        return frontM - spec.lengthM();
    }

    /** Where its on-board unit is. */
    public double obuM() {
        return frontM - spec.obuBehindBumperM();
    }

    /** Negative while it reverses. */
    public double speedMps() {
        return speedMps;
    }

    /** What it weighs, axle by axle; empty in a lane without a scale. */
    public Optional<WeighedVehicle> load() {
        return load;
    }

    /** Its unit has sounded the paid tone. */
    public boolean transacted() {
        return transactedAtNanos != NEVER;
    }

    public boolean passed() {
        return passedAtNanos != NEVER;
    }

    public VehicleTrace trace() {
        return new VehicleTrace(number, spec, arrivedAtNanos, attempts, moment(enteredAtNanos), moment(transactedAtNanos),
                moment(refusedAtNanos), moment(armReachedAtNanos), moment(passedAtNanos), moment(backedOutAtNanos),
                moment(goneAtNanos));
    }

    boolean backedOut() {
        return backedOutAtNanos != NEVER;
    }

    boolean over(double xM) {
        return rearM() <= xM && frontM >= xM;
    }

    boolean backedOutFor(long nowNanos, double seconds) {
        return backedOutAtNanos != NEVER && nowNanos - backedOutAtNanos >= seconds * 1e9;
    }

    void noteEntered(long atNanos) {
        attempts++;
        enteredAtNanos = first(enteredAtNanos, atNanos);
    }

    void noteTransacted(long atNanos) {
        transactedAtNanos = first(transactedAtNanos, atNanos);
    }

    void noteRefused(long atNanos) {
        refusedAtNanos = first(refusedAtNanos, atNanos);
    }

    void noteArmReached(long atNanos) {
        armReachedAtNanos = first(armReachedAtNanos, atNanos);
    }

    void notePassed(long atNanos) {
        passedAtNanos = first(passedAtNanos, atNanos);
    }

    void noteBackedOut(long atNanos) {
        backedOutAtNanos = first(backedOutAtNanos, atNanos);
    }

    void noteGone(long atNanos) {
        goneAtNanos = first(goneAtNanos, atNanos);
    }

    private static long first(long known, long atNanos) {
        return known == NEVER ? atNanos : known;
    }

    private static OptionalLong moment(long nanos) {
        return nanos == NEVER ? OptionalLong.empty() : OptionalLong.of(nanos);
    }

    @Override
    public String toString() {
        return "#%d %s %s %.1f..%.1f m %.1f m/s".formatted(number, spec.plate().text(), spec.kind(), rearM(), frontM, speedMps);
    }
}
