package org.etclane.sim.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.etclane.sim.fault.LineFault.Arrival;
import org.etclane.sim.fault.SeededLineFault.Rates;
import org.junit.jupiter.api.Test;

class SeededLineFaultTest {
    private static final Rates EVERYTHING = new Rates(50_000, 50_000, 50_000, 50_000, 100_000, 5_000_000, 20_000, 1_000_000);

    private static List<String> pass(LineFault fault, int pieces) {
        List<String> arrived = new ArrayList<>();
        for (int i = 0; i < pieces; i++) {
            byte[] piece = new byte[8];
            java.util.Arrays.fill(piece, (byte) i);
            for (Arrival arrival : fault.pass(i * 1_000L, piece)) {
                arrived.add(switch (arrival) {
                    case Arrival.Octets(long at, byte[] bytes) -> at + " " + HexFormat.of().formatHex(bytes);
                    case Arrival.Cut(long at, long forNanos) -> at + " cut " + forNanos;
                });
            }
        }
        return arrived;
    }

    @Test
    void sameSeedSameFaults() {
        assertEquals(pass(new SeededLineFault(7, EVERYTHING), 1_000), pass(new SeededLineFault(7, EVERYTHING), 1_000));
        assertNotEquals(pass(new SeededLineFault(7, EVERYTHING), 1_000), pass(new SeededLineFault(8, EVERYTHING), 1_000));
    }

    @Test
    void timesNeverGoBackwards() {
        long latest = Long.MIN_VALUE;
        for (String arrival : pass(new SeededLineFault(7, EVERYTHING), 1_000)) {
            long at = Long.parseLong(arrival.substring(0, arrival.indexOf(' ')));
            assertTrue(at >= latest);
            latest = at;
        }
    }

    @Test
    void ratesOfZeroChangeNothing() {
        assertEquals(pass(LineFault.NONE, 500), pass(new SeededLineFault(7, Rates.noise(0, 0)), 500));
    }

    @Test
    void noiseDoesNotDependOnHowBytesAreGrouped() {
        byte[] all = new byte[4096];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertArrayEquals(through(all, all.length), through(all, 7));
        assertNotEquals(all.length, through(all, all.length).length); // some were lost
    }

    private static byte[] through(byte[] all, int step) {
        SeededLineFault fault = new SeededLineFault(11, Rates.noise(10_000, 10_000));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int from = 0; from < all.length; from += step) {
            byte[] piece = java.util.Arrays.copyOfRange(all, from, Math.min(all.length, from + step));
            for (Arrival arrival : fault.pass(0, piece)) {
                if (arrival instanceof Arrival.Octets(long _, byte[] bytes)) {
                    out.writeBytes(bytes);
                }
            }
        }
        return out.toByteArray();
    }

    @Test
    void lossOfEverythingAndDuplicationOfEverything() {
        assertEquals(List.of(), pass(new SeededLineFault(1, Rates.noise(0, 1_000_000)), 3));
        Rates twice = new Rates(0, 0, 0, 1_000_000, 0, 0, 0, 0);
        assertEquals(List.of("0 0000000000000000", "0 0000000000000000", "1000 0101010101010101", "1000 0101010101010101"),
                pass(new SeededLineFault(1, twice), 2));
    }

    @Test
    void aCutTakesThePieceWithIt() {
        Rates cut = new Rates(0, 0, 0, 0, 0, 0, 1_000_000, 500);
        assertEquals(List.of("0 cut 500"), pass(new SeededLineFault(1, cut), 1));
    }

    @Test
    void faultsChainAndSilenceHasAnEnd() {
        LineFault chain = LineFault.silence(1_000, 3_000).then(new SeededLineFault(1, new Rates(0, 0, 0, 1_000_000, 0, 0, 0, 0)));
        assertEquals(List.of("0 0000000000000000", "0 0000000000000000", "3000 0303030303030303", "3000 0303030303030303"),
                pass(chain, 4));
    }

    @Test
    void saysHowToMakeItAgain() {
        assertTrue(new SeededLineFault(42, EVERYTHING).toString().contains("seed 42"));
    }
}
