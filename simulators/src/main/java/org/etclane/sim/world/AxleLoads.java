package org.etclane.sim.world;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.etclane.sim.world.WeighedVehicle.AxleLoad;

/**
 * Axle loads of the vehicles that come, by national vehicle class: usual axle strings, empty to full, with the scatter of a weigh
 * scale. The same seed gives the same vehicles. Figures are plausible, not measured.
 */
public final class AxleLoads {
    private static final int PER_MILLE = 1000;
    private static final int FIRST_GOODS = 10;
    private static final double OVERLONG_M = 25;
    private static final int OVERLONG_AXLES = 16;
    private static final int TANDEM_CM = 135;

    private final SplittableRandom random;
    private final int noisePerMille;

    /** @param full per axle, kilograms; {@code empty} likewise */
    private record Build(boolean[] dual, int[] emptyKg, int[] fullKg, int[] spacingCm) {
    }

    /** @param noisePerMille each axle is weighed wrong by up to so much, either way; 0–200 */
    public AxleLoads(long seed, int noisePerMille) {
        if (noisePerMille < 0 || noisePerMille > 200) {
            throw new IllegalArgumentException("noisePerMille is " + noisePerMille + ", allowed: 0–200");
        }
        this.random = new SplittableRandom(seed);
        this.noisePerMille = noisePerMille;
    }

    /** The next vehicle of a class: 1–4 passenger, 11–16 goods; any other counts as 1. */
    public WeighedVehicle next(int vehicleClass) {
        Build build = build(vehicleClass);
        int load = random.nextInt(PER_MILLE + 1);
        List<AxleLoad> axles = new ArrayList<>();
        for (int i = 0; i < build.emptyKg.length; i++) {
            int trueKg = build.emptyKg[i] + (build.fullKg[i] - build.emptyKg[i]) * load / PER_MILLE;
            axles.add(new AxleLoad(noisy(trueKg), build.dual[i]));
        }
        List<Integer> spacings = new ArrayList<>();
        for (int spacing : build.spacingCm) {
            spacings.add(spacing + random.nextInt(7) - 3);
        }
        return new WeighedVehicle(axles, spacings, 5 + random.nextInt(150) / 10.0);
    }

    /**
     * The next vehicle of a class and length, as somebody wants it. Goods vehicles of 25 m and more are special transports with more
     * axles than a meter may count.
     */
    WeighedVehicle next(int vehicleClass, double lengthM, LoadWish wish) {
        if (!wish.axleLoadsKg().isEmpty()) {
            return asWished(vehicleClass, wish.axleLoadsKg()).within(lengthM);
        }
        WeighedVehicle usual = vehicleClass > FIRST_GOODS && lengthM >= OVERLONG_M ? overlong(OVERLONG_AXLES) : next(vehicleClass);
        return (wish.grossWeightKg().isPresent() ? weighing(usual, wish.grossWeightKg().getAsInt()) : usual).within(lengthM);
    }

    /** The same axles with all loads in proportion. */
    private static WeighedVehicle weighing(WeighedVehicle vehicle, int grossWeightKg) {
        List<AxleLoad> axles = new ArrayList<>();
        int leftKg = grossWeightKg;
        for (int i = 0; i < vehicle.axles().size(); i++) {
            AxleLoad axle = vehicle.axles().get(i);
            boolean last = i == vehicle.axles().size() - 1;
            int kg = last ? leftKg : (int) ((long) axle.weightKg() * grossWeightKg / vehicle.grossWeightKg() / 10 * 10);
            leftKg -= kg;
            axles.add(new AxleLoad(kg, axle.dual()));
        }
        return new WeighedVehicle(axles, vehicle.spacingsCm(), vehicle.speedKmh());
    }

    private WeighedVehicle asWished(int vehicleClass, List<Integer> loadsKg) {
        WeighedVehicle usual = next(vehicleClass);
        List<AxleLoad> axles = new ArrayList<>();
        List<Integer> spacings = new ArrayList<>();
        for (int i = 0; i < loadsKg.size(); i++) {
            axles.add(new AxleLoad(loadsKg.get(i), i > 0 && vehicleClass > FIRST_GOODS));
            if (i > 0) {
                spacings.add(i <= usual.spacingsCm().size() ? usual.spacingsCm().get(i - 1) : TANDEM_CM);
            }
        }
        return new WeighedVehicle(axles, spacings, usual.speedKmh());
    }

    /** What a scale makes of it this time, each axle in error by as much as the noise allows. */
    WeighedVehicle weighed(WeighedVehicle vehicle, double speedKmh) {
        return new WeighedVehicle(vehicle.axles().stream().map(axle -> new AxleLoad(noisy(axle.weightKg()), axle.dual())).toList(),
                vehicle.spacingsCm(), Math.round(speedKmh * 10) / 10.0);
    }

    /** A special transport: more axles than a meter may count. */
    public WeighedVehicle overlong(int axleCount) {
        List<AxleLoad> axles = new ArrayList<>();
        List<Integer> spacings = new ArrayList<>();
        for (int i = 0; i < axleCount; i++) {
            axles.add(new AxleLoad(noisy(i == 0 ? 6500 : 9000), i > 0));
            if (i > 0) {
                spacings.add(i == 1 ? 340 : i == 3 ? 550 : 150);
            }
        }
        return new WeighedVehicle(axles, spacings, 6);
    }

    private int noisy(int trueKg) {
        int spread = trueKg * noisePerMille / PER_MILLE;
        int noisy = trueKg + random.nextInt(2 * spread + 1) - spread;
        return Math.max(10, (noisy + 5) / 10 * 10);
    }

    private static Build build(int vehicleClass) {
        boolean s = false;
        boolean d = true;
        return switch (vehicleClass) {
            case 2 -> new Build(new boolean[] {s, s}, new int[] {1400, 1600}, new int[] {1700, 2600}, new int[] {330});
            case 3 -> new Build(new boolean[] {s, d}, new int[] {3500, 6000}, new int[] {4800, 9000}, new int[] {450});
            case 4 -> new Build(new boolean[] {s, d}, new int[] {4500, 8500}, new int[] {6500, 11_500}, new int[] {600});
            case 11 -> new Build(new boolean[] {s, s}, new int[] {1300, 1200}, new int[] {1700, 2700}, new int[] {280});
            case 12 -> new Build(new boolean[] {s, d}, new int[] {2900, 3300}, new int[] {6500, 11_300}, new int[] {420});
            case 13 -> new Build(new boolean[] {s, d, d}, new int[] {4800, 3200, 3100}, new int[] {7000, 9000, 9000},
                    new int[] {450, 135});
            case 14 -> new Build(new boolean[] {s, s, d, d}, new int[] {3900, 3900, 3200, 3100}, new int[] {6500, 6500, 9000, 9000},
                    new int[] {195, 390, 135});
            case 15 -> new Build(new boolean[] {s, d, d, d, d}, new int[] {4700, 3600, 2300, 2300, 2300},
                    new int[] {7000, 10_000, 8600, 8700, 8700}, new int[] {360, 640, 131, 131});
            case 16 -> new Build(new boolean[] {s, d, d, d, d, d}, new int[] {4900, 2800, 2700, 2300, 2300, 2300},
                    new int[] {6500, 8400, 8400, 8500, 8600, 8600}, new int[] {320, 135, 600, 131, 131});
            default -> new Build(new boolean[] {s, s}, new int[] {780, 620}, new int[] {940, 960}, new int[] {270});
        };
    }
}
