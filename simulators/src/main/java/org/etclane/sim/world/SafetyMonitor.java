package org.etclane.sim.world;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The physical truth about the barrier, independent of what any controller believes: how often the arm moved, and whether it
 * ever came down on a vehicle. Watches the road every simulation step.
 */
public final class SafetyMonitor {
    /** Below this angle the tip of the arm is lower than the body of a car. */
    public static final double CONTACT_DEGREES = 60;

    /** LOWERED_ON_VEHICLE: the arm came to the vehicle. RAN_INTO_ARM: the vehicle came to an arm that was not falling. */
    public enum ContactKind { LOWERED_ON_VEHICLE, RAN_INTO_ARM }

    /** @param fallBeganAtNanos when the arm last began to fall, {@link Long#MIN_VALUE} if never */
    public record Contact(ContactKind kind, long atNanos, int vehicleNumber, String plate, double armDegrees, double frontM,
                          double rearM, double speedMps, long fallBeganAtNanos) {
        @Override
        public String toString() {
            String fall = fallBeganAtNanos == Long.MIN_VALUE ? "which has never fallen"
                    : (atNanos - fallBeganAtNanos) / 1_000_000 + " ms after it began to fall";
            return "%s: vehicle #%d %s from %.2f to %.2f m at %.1f m/s, arm at %.0f degrees, %s".formatted(
                    kind, vehicleNumber, plate, rearM, frontM, speedMps, armDegrees, fall);
        }
    }

    private final double armLineM;
    private final List<Contact> contacts = new ArrayList<>();
    private final Set<Vehicle> underArm = new HashSet<>();
    private final Set<Vehicle> touching = new HashSet<>();
    private long raises;
    private long lowers;
    private long fallBeganAtNanos = Long.MIN_VALUE;
    private int passed;
    private int passedUntransacted;

    SafetyMonitor(double armLineM) {
        this.armLineM = armLineM;
    }

    /** Movements that began upwards, reversals of a fall included. */
    public long raises() {
        return raises;
    }

    /** Movements that began downwards. */
    public long lowers() {
        return lowers;
    }

    /** How often the arm came down on a vehicle; the one number that must stay 0. */
    public long loweredOnVehicle() {
        return contacts.stream().filter(c -> c.kind() == ContactKind.LOWERED_ON_VEHICLE).count();
    }

    /** How often a vehicle drove into an arm that was down, stuck low or only rising. */
    public long ranIntoArm() {
        return contacts.stream().filter(c -> c.kind() == ContactKind.RAN_INTO_ARM).count();
    }

    public List<Contact> contacts() {
        return List.copyOf(contacts);
    }

    public int vehiclesPassedUnderArm() {
        return passed;
    }

    /** Of those, the ones whose unit never sounded the paid tone. */
    public int passedUntransacted() {
        return passedUntransacted;
    }

    void armStarted(BarrierArm.Motion motion, long atNanos) {
        switch (motion) {
            case RISING -> raises++;
            case FALLING -> {
                lowers++;
                fallBeganAtNanos = atNanos;
            }
            case STILL -> { }
        }
    }

    void vehiclePassed(Vehicle vehicle) {
        passed++;
        if (!vehicle.transacted()) {
            passedUntransacted++;
        }
    }

    void watch(long nowNanos, double armDegrees, BarrierArm.Motion motion, List<Vehicle> vehicles) {
        boolean low = armDegrees < CONTACT_DEGREES;
        for (Vehicle vehicle : vehicles) {
            if (!vehicle.over(armLineM)) {
                underArm.remove(vehicle);
                touching.remove(vehicle);
                continue;
            }
            boolean wasThere = !underArm.add(vehicle);
            if (!low) {
                touching.remove(vehicle);
            } else if (touching.add(vehicle)) {
                boolean armCame = wasThere || motion == BarrierArm.Motion.FALLING;
                contacts.add(new Contact(armCame ? ContactKind.LOWERED_ON_VEHICLE : ContactKind.RAN_INTO_ARM, nowNanos,
                        vehicle.number(), vehicle.spec().plate().text(), armDegrees, vehicle.frontM(), vehicle.rearM(),
                        vehicle.speedMps(), fallBeganAtNanos));
            }
        }
    }
}
