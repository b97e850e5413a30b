package org.etclane.device.wim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.etclane.device.VehicleWeight.Axle;
import org.etclane.device.VehicleWeight.AxleGroup;
import org.etclane.device.VehicleWeight.Tyres;
import org.junit.jupiter.api.Test;

/** weighing.md §7. */
class AxleGroupsTest {
    private static final Tyres S = Tyres.SINGLE;
    private static final Tyres D = Tyres.DUAL;

    private static List<Axle> axles(Tyres... tyres) {
        return IntStream.range(0, tyres.length).mapToObj(i -> new Axle(1000 * (i + 1), tyres[i], -1)).toList();
    }

    private static String string(List<AxleGroup> groups) {
        return String.join("", groups.stream().map(g -> Integer.toString(g.code(), 36).toUpperCase()).toList());
    }

    @Test
    void tyresMakeTheCodeInEitherOrder() {
        assertEquals(1, AxleGroups.code(List.of(S)));
        assertEquals(2, AxleGroups.code(List.of(D)));
        assertEquals(3, AxleGroups.code(List.of(S, S)));
        assertEquals(4, AxleGroups.code(List.of(S, D)));
        assertEquals(4, AxleGroups.code(List.of(D, S)));
        assertEquals(5, AxleGroups.code(List.of(D, D)));
        assertEquals(6, AxleGroups.code(List.of(S, S, S)));
        assertEquals(7, AxleGroups.code(List.of(S, D, S)));
        assertEquals(8, AxleGroups.code(List.of(D, S, D)));
        assertEquals(9, AxleGroups.code(List.of(D, D, D)));
        assertEquals(10, AxleGroups.code(List.of(D, D, D, D)));
        assertEquals(12, AxleGroups.code(List.of(S, S, S, S, S, S)));
        assertEquals(0, AxleGroups.code(List.of(S, Tyres.UNKNOWN)));
    }

    @Test
    void axlesOfACodeAreCounted() {
        assertEquals(List.of(0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 5, 6),
                IntStream.rangeClosed(0, 12).mapToObj(code -> new AxleGroup(code, 0).axleCount()).toList());
        IntStream.rangeClosed(0, 12).forEach(code ->
                assertEquals(new AxleGroup(code, 0).axleCount(), AxleGroups.tyres(code).size()));
    }

    @Test
    void closeAxlesFormAGroupWithTheSumOfTheirWeights() {
        List<AxleGroup> groups = AxleGroups.of(axles(S, D, D, D, D, D), List.of(320, 135, 600, 131, 131), 190);
        assertEquals("159", string(groups));
        assertEquals(List.of(1000, 5000, 15000), groups.stream().map(AxleGroup::weightKg).toList());
        assertEquals("12", string(AxleGroups.of(axles(S, D), List.of(380), 190)));
        assertEquals("11", string(AxleGroups.of(axles(S, S), List.of(190), 190)), "not closer than 1.9 m");
        assertEquals("3", string(AxleGroups.of(axles(S, S), List.of(189), 190)));
    }

    @Test
    void withoutSpacingsNothingIsGrouped() {
        assertEquals(List.of(), AxleGroups.of(axles(S, D), List.of(), 190));
        assertEquals(List.of(), AxleGroups.of(axles(S, D), List.of(0), 190), "0: the meter measured none");
        assertEquals(List.of(), AxleGroups.of(List.of(), List.of(), 190));
        assertEquals("1", string(AxleGroups.of(axles(S), List.of(), 190)));
    }

    @Test
    void toldKindsGetTheirAxlesWeightsOnlyWhenTheyFit() {
        assertEquals(List.of(1000, 5000), AxleGroups.weigh(List.of(1, 5), axles(S, D, D)).stream().map(AxleGroup::weightKg).toList());
        assertEquals(List.of(-1, -1), AxleGroups.weigh(List.of(1, 2), axles(S, D, D)).stream().map(AxleGroup::weightKg).toList());
        assertEquals(List.of(-1, -1), AxleGroups.weigh(List.of(0, 5), axles(D, D)).stream().map(AxleGroup::weightKg).toList());
    }

    @Test
    void sevenMeansAllDualInTheSchemeOfSeven() {
        assertEquals(9, AxleCodeScheme.SEVEN.toNine(7));
        assertEquals(7, AxleCodeScheme.NINE.toNine(7));
        assertEquals(0, AxleCodeScheme.SEVEN.toNine(8));
        assertEquals(0, AxleCodeScheme.SEVEN.toNine(9));
        for (int code = 0; code < 7; code++) {
            assertEquals(code, AxleCodeScheme.SEVEN.toNine(code));
            assertEquals(code, AxleCodeScheme.SEVEN.fromNine(code));
        }
        assertEquals(7, AxleCodeScheme.SEVEN.fromNine(9));
        assertEquals(0, AxleCodeScheme.SEVEN.fromNine(7), "a mixed tridem has no name there");
        assertEquals(10, AxleCodeScheme.SEVEN.toNine(10));
        assertEquals(8, AxleCodeScheme.NINE.fromNine(8));
    }
}
