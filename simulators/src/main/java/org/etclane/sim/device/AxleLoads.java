package org.etclane.sim.device;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.etclane.sim.device.WeighedVehicle.AxleLoad;

/**
 * Axle loads of the vehicles that come, by national vehicle class: usual axle strings, empty to full, with the scatter of a weigh
 * scale. The same seed gives the same vehicles. Figures are plausible, not measured.
 */
public final class AxleLoads {
    private static final int PER_MILLE = 1000;

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
