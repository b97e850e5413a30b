package org.etclane.sim.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.etclane.device.Plate;

/**
 * Makes up a list of arrivals. The same arguments always make the same list, on any machine: {@link Random} is specified to
 * the bit.
 *
 * <p>Shares are kept exactly rather than left to chance, so that a short run too holds the refusals that its mix promises: of
 * any twenty vehicles of the default mix three are refused, each for another reason until all reasons have been seen.
 */
public final class TrafficGenerator {
    /** No two vehicles reach the lane closer than this. */
    private static final double LEAST_HEADWAY_S = 1.5;
    /** A vehicle that comes again has had at least this long to pass the first time. */
    private static final long REPEAT_AFTER_NANOS = 60_000_000_000L;
    private static final int PLATES_PER_LETTER = 100_000;
    private static final String PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int BLUE = 0;
    private static final int YELLOW = 1;

    private final Random random;
    private final double meanHeadwayS;
    private final int count;
    private final VehicleMix mix;
    private final LaneKind lane;
    private final List<Arrival> arrivals = new ArrayList<>();

    /**
     * @param ratePerHour greater than 0, at most 2,400 (one vehicle in 1.5 s)
     * @param count       how many vehicles
     * @throws IllegalArgumentException out of range, or nothing in the mix applies to this kind of lane
     */
    public TrafficGenerator(long seed, double ratePerHour, int count, VehicleMix mix, LaneKind lane) {
        if (!(ratePerHour > 0) || ratePerHour > 3600 / LEAST_HEADWAY_S) {
            throw new IllegalArgumentException("rate " + ratePerHour
                    + " vehicles per hour: allowed is more than 0, at most 2400");
        }
        if (count < 0) {
            throw new IllegalArgumentException("number of vehicles " + count + ": must not be negative");
        }
        random = new Random(seed);
        meanHeadwayS = 3600 / ratePerHour;
        this.count = count;
        this.mix = mix;
        this.lane = lane;
    }

    /** All arrivals, the first at time 0. */
    public List<Arrival> arrivals() {
        if (arrivals.isEmpty()) {
            generate();
        }
        return List.copyOf(arrivals);
    }

    private void generate() {
        List<VehicleMix.Entry> usable = mix.entries().stream().filter(entry -> entry.kind().appliesTo(lane)).toList();
        if (usable.isEmpty()) {
            throw new IllegalArgumentException("nothing in vehicle mix '" + mix.name() + "' comes to an " + lane + " lane");
        }
        var plain = new Deck(usable.stream().filter(VehicleMix.Entry::plain).toList());
        var special = new Deck(usable.stream().filter(entry -> !entry.plain()).toList());
        double specialShare = special.weight / (plain.weight + special.weight);
        double owed = 0.5 * random.nextDouble(); // so that not every seed has its first special vehicle at the same place
        double atS = 0;
        for (int number = 1; number <= count; number++) {
            owed += specialShare;
            boolean isSpecial = owed >= 1 || plain.empty();
            VehicleMix.Entry entry = isSpecial ? special.draw() : plain.draw();
            owed -= isSpecial ? 1 : 0;
            arrivals.add(arrival(number, Math.round(atS * 1e9), entry));
            atS += LEAST_HEADWAY_S - (meanHeadwayS - LEAST_HEADWAY_S) * Math.log(1 - random.nextDouble());
        }
    }

    private Arrival arrival(int number, long atNanos, VehicleMix.Entry entry) {
        if (entry.kind() != VehicleKind.RECENTLY_TRANSACTED) {
            return new Arrival(number, atNanos, spec(number, entry), OptionalInt.empty());
        }
        Optional<Arrival> earlier = repeatable(atNanos);
        if (earlier.isEmpty()) { // too early in the run for anybody to come again
            var legal = new VehicleMix.Entry(VehicleKind.LEGAL_CAR, entry.behaviour(), 1, entry.lengthM(), entry.cruiseMps());
            return new Arrival(number, atNanos, spec(number, legal), OptionalInt.empty());
        }
        VehicleSpec first = earlier.get().spec();
        var again = new VehicleSpec(first.plate(), VehicleKind.RECENTLY_TRANSACTED, first.vehicleClass(), entry.behaviour(),
                first.lengthM(), first.cruiseMps(), first.accelerationMps2(), first.standstillGapM(), first.obuBehindBumperM(),
                first.reactionS());
        return new Arrival(number, atNanos, again, OptionalInt.of(earlier.get().number()));
    }

    /** The latest legal vehicle that should be through by now and has not come again yet. */
    private Optional<Arrival> repeatable(long atNanos) {
        List<Integer> taken = arrivals.stream().flatMap(arrival -> arrival.repeatOf().stream().boxed()).toList();
        return arrivals.reversed().stream()
                .filter(arrival -> arrival.spec().kind().legal() && arrival.spec().behaviour() == Behaviour.NORMAL
                        && atNanos - arrival.atNanos() >= REPEAT_AFTER_NANOS && !taken.contains(arrival.number()))
                .findFirst();
    }

    private VehicleSpec spec(int number, VehicleMix.Entry entry) {
        int vehicleClass = entry.kind().vehicleClass();
        boolean truck = vehicleClass > 10;
        double usualLengthM = between(switch (vehicleClass) {
            case 11 -> 5.2;
            case 12 -> 7;
            case 13 -> 9;
            case 14 -> 11;
            case 15 -> 14;
            case 16 -> 16.5;
            default -> 4.1;
        }, truck ? 1.5 : 0.9);
        double usualCruiseMps = truck ? between(3, 1.5) : between(4, 1.5);
        double accelerationMps2 = truck ? between(0.7, 0.5) : between(1.5, 0.8);
        boolean tailgater = entry.behaviour() == Behaviour.TAILGATER;
        return new VehicleSpec(new Plate(plateText(number), truck ? YELLOW : BLUE), entry.kind(), vehicleClass, entry.behaviour(),
                entry.lengthM().orElse(usualLengthM), entry.cruiseMps().orElse(tailgater ? 5.5 : usualCruiseMps),
                tailgater ? 2.5 : accelerationMps2, tailgater ? 0.5 : between(1.2, 1), truck ? 0.8 : 1.5, between(0.5, 0.5));
    }

    private double between(double fromInclusive, double width) {
        return fromInclusive + width * random.nextDouble();
    }

    /** Made-up plates: 测A00001, 测A00002 ...; unique within a run. */
    private static String plateText(int number) {
        char letter = PLATE_LETTERS.charAt(number / PLATES_PER_LETTER % PLATE_LETTERS.length());
        return "测%c%05d".formatted(letter, number % PLATES_PER_LETTER);
    }

    /** Deals entries in exact proportion to their weights, in an order that depends on the seed. */
    private final class Deck {
        private final List<VehicleMix.Entry> entries;
        private final double[] credit;
        private final double weight;

        Deck(List<VehicleMix.Entry> entries) {
            this.entries = entries;
            weight = entries.stream().mapToDouble(VehicleMix.Entry::weight).sum();
            credit = new double[entries.size()];
            for (int i = 0; i < credit.length; i++) {
                credit[i] = random.nextDouble() * entries.get(i).weight() / weight;
            }
        }

        boolean empty() {
            return entries.isEmpty();
        }

        VehicleMix.Entry draw() {
            int best = 0;
            for (int i = 0; i < credit.length; i++) {
                credit[i] += entries.get(i).weight() / weight;
                if (credit[i] > credit[best]) {
                    best = i;
                }
            }
            credit[best] -= 1;
            return entries.get(best);
        }
    }
}
