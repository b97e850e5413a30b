package org.etclane.sim.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.etclane.device.VehicleWeight;
import org.etclane.device.VehicleWeight.Doubt;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.rules.SpecialEvent;
import org.etclane.sim.device.FfMeterSimSettings;
import org.etclane.sim.world.Vehicle;

/**
 * The weights on record beside what really was weighed. A vehicle of the lane is the one that had last come over the trigger loop when
 * the lane took it in; the weight on its record has to be one that the scale made of that very vehicle.
 *
 * <p>Two who drive onto a platform as if they were one vehicle are one to scale and loop: their common weight is taken for right, and
 * told.
 *
 * @param weighed   vehicles that the scale weighed, each as often as it did
 * @param paired    vehicles that left with a weight on record
 * @param unweighed vehicles that passed and are on record as not weighed (148)
 * @param unpaired  weights on record as belonging to nobody (161, 201)
 * @param together  of the paired ones, those that were weighed with somebody else on the platform
 * @param wrong     of the paired ones, those with another vehicle's weight, in words; never a single one
 */
public record WeighReport(long weighed, long paired, long unweighed, long unpaired, long together, List<String> wrong) {
    /** A lane's clock may label a moment a little earlier than the road's does. */
    private static final long CLOCKS_APART_MS = 20;
    /** What an indicator shows of a load that does not rest swings so far. */
    private static final double SWING = 0.1;

    public WeighReport {
        wrong = List.copyOf(wrong);
    }

    /** @param wallMillis of a moment of the simulation */
    static WeighReport of(List<JournalEntry> journal, RoadScale.Truth truth, LongUnaryOperator wallMillis) {
        long paired = 0;
        long unweighed = 0;
        long unpaired = 0;
        long together = 0;
        List<String> wrong = new ArrayList<>();
        for (JournalEntry entry : journal) {
            if (entry instanceof JournalEntry.WeightUnpaired) {
                unpaired++;
            } else if (entry instanceof JournalEntry.PassageEnded passage) {
                unweighed += passage.event().filter(SpecialEvent.NOT_WEIGHED::equals).isPresent() ? 1 : 0;
                paired += passage.weight().isPresent() ? 1 : 0;
                Optional<Vehicle> vehicle = vehicle(passage, truth, wallMillis);
                List<RoadScale.Weighing> its = passage.weight().map(weight -> truth.weighings().stream()
                        .filter(w -> vehicle.filter(w.vehicles()::contains).isPresent() && same(w, weight)).toList()).orElse(List.of());
                together += !its.isEmpty() && its.stream().allMatch(w -> w.vehicles().size() > 1) ? 1 : 0;
                passage.weight().filter(_ -> its.isEmpty()).ifPresent(weight -> wrong.add(words(passage, vehicle, weight, truth)));
            }
        }
        long weighed = truth.weighings().stream().mapToLong(w -> w.vehicles().size()).sum();
        return new WeighReport(weighed, paired, unweighed, unpaired, together, wrong);
    }

    /** Who had last come over the trigger loop when the lane took it in. */
    private static Optional<Vehicle> vehicle(JournalEntry.PassageEnded passage, RoadScale.Truth truth, LongUnaryOperator wallMillis) {
        return truth.crossings().stream()
                .filter(c -> wallMillis.applyAsLong(c.atNanos()) <= passage.enteredWallMillis() + CLOCKS_APART_MS)
                .reduce((_, later) -> later).map(RoadScale.Crossing::vehicle);
    }

    private static String words(JournalEntry.PassageEnded passage, Optional<Vehicle> vehicle, VehicleWeight weight, RoadScale.Truth truth) {
        String whose = truth.weighings().stream().filter(w -> same(w, weight)).map(w -> w.vehicles().toString()).findFirst()
                .orElse("no vehicle at all");
        return "vehicle " + passage.vehicleNumber() + " of the lane, " + vehicle.map(Vehicle::toString).orElse("nobody") + ", is on record with "
                + weight.grossWeightKg() + " kg " + weight.doubts() + ", the weight of " + whose;
    }

    private static boolean same(RoadScale.Weighing truth, VehicleWeight weight) {
        int grossKg = truth.measured().grossWeightKg();
        if (weight.doubts().contains(Doubt.UNREADABLE)) {
            return true; // a vehicle was weighed; there is no figure to compare
        }
        if (weight.doubts().contains(Doubt.NEVER_STABLE)) {
            return weight.grossWeightKg() <= truth.borneKg() * (1 + SWING); // perhaps seen in part only: that is the doubt
        }
        int countedKg = weight.doubts().contains(Doubt.AXLES_CUT) ? truth.measured().axles().stream()
                .limit(FfMeterSimSettings.defaults().mostAxles()).mapToInt(axle -> axle.weightKg()).sum() : grossKg;
        return weight.grossWeightKg() == countedKg;
    }

    public boolean right() {
        return wrong.isEmpty();
    }

    /** For people, one line and one for each wrong pair. */
    String text() {
        return "%d vehicles weighed, %d paired, %d of them wrongly, %d with somebody else; %d passed unweighed, %d weights of nobody".formatted(
                weighed, paired, wrong.size(), together, unweighed, unpaired);
    }
}
