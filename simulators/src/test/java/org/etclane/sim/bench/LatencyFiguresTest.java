package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyFiguresTest {
    private static final long MS = 1_000_000L;

    private static List<Long> ms(long... values) {
        return LongStream.of(values).map(v -> v * MS).boxed().toList();
    }

    @Test
    void percentilesAreSamplesOfTheNearestRank() {
        List<Long> upTo2000 = new ArrayList<>(LongStream.rangeClosed(1, 2000).map(v -> v * MS).boxed().toList());
        Collections.shuffle(upTo2000, new Random(1));
        LatencyFigures f = LatencyFigures.of(upTo2000);
        assertEquals(new LatencyFigures(2000, 1000, 1980, 1998, 2000, 1700), f);
    }

    @Test
    void fewSamplesStillHaveEveryPercentile() {
        assertEquals(new LatencyFigures(0, 0, 0, 0, 0, 0), LatencyFigures.of(List.of()));
        assertEquals(new LatencyFigures(1, 5, 5, 5, 5, 0), LatencyFigures.of(ms(5)));
        assertEquals(new LatencyFigures(2, 5, 9, 9, 9, 0), LatencyFigures.of(ms(9, 5)));
    }

    @Test
    void exactly300MsIsNotOver() {
        assertEquals(1, LatencyFigures.of(List.of(300 * MS, 300 * MS + 1)).over300());
    }

    @Test
    void ratioOfNothingIsNothing() {
        LatencyFigures some = LatencyFigures.of(ms(210, 220));
        assertEquals(0, some.over(LatencyFigures.of(List.of())).p50());
        assertEquals(1.05, some.over(LatencyFigures.of(ms(200, 220))).p50(), 1e-9);
    }

    @Test
    void namesInJson() {
        assertEquals("{\"p50\":5.0,\"p99\":9.0,\"p999\":9.0,\"max\":9.0}", LatencyFigures.of(ms(9, 5)).json().toString());
    }
}
