package org.etclane.device.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.etclane.device.Bytes;
import org.etclane.device.link.LinkTrace.Direction;
import org.etclane.device.trace.PcapngReader.Result;
import org.junit.jupiter.api.Test;

class PcapngTest {
    private static final List<TracedBytes> PACKETS = List.of(
            new TracedBytes(1_800_000_000_000_000_001L, Direction.NOTE, Bytes.EMPTY, "up"),
            new TracedBytes(1_800_000_000_120_000_000L, Direction.OUT, Bytes.of(0xFF, 0xFF, 0x80, 0xC0, 0x01), "C0 初始化"),
            new TracedBytes(1_800_000_000_150_000_000L, Direction.IN, Bytes.of(0xFF, 0xFF), ""));
    /** Worked out by hand from the draft, not by the writer. */
    private static final String ONE_PACKET = """
            0a0d0d0a 2c000000 4d3c2b1a 0100 0000 ffffffffffffffff
              0400 0700 6574636c616e65 00 0000 0000 2c000000
            01000000 30000000 9300 0000 00000000
              0200 0300 727375 00 0300 0100 78 000000 0900 0100 09 000000 0000 0000 30000000
            06000000 3c000000 00000000 01000000 02000000 05000000 05000000 ffff80c001 000000
              0200 0400 02000000 0100 0200 4330 0000 0000 0000 3c000000
            """;

    @Test
    void theFileIsAsTheDraftSays() {
        byte[] file = PcapngWriter.write("rsu", "x", List.of(
                new TracedBytes(0x1_0000_0002L, Direction.OUT, Bytes.of(0xFF, 0xFF, 0x80, 0xC0, 0x01), "C0")));
        assertEquals(ONE_PACKET.replaceAll("\\s", ""), HexFormat.of().formatHex(file));
    }

    @Test
    void whatWasWrittenIsReadBack() {
        Result result = PcapngReader.read(PcapngWriter.write("rsu", "antenna", PACKETS));
        assertEquals(new Result.Trace("rsu", PACKETS), result);
    }

    @Test
    void aFileOfTheOtherByteOrderAndMicrosecondsIsRead() {
        byte[] big = HexFormat.of().parseHex("""
                0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c
                00000001 00000014 0093 0000 00000000 00000014
                00000005 0000000c 0000000c
                00000006 00000024 00000000 00000000 000f4240 00000001 00000004 ab000000 00000024
                """.replaceAll("\\s", ""));
        assertEquals(new Result.Trace("", List.of(new TracedBytes(1_000_000_000L, Direction.NOTE, Bytes.of(0xAB), ""))),
                PcapngReader.read(big));
    }

    @Test
    void everyTruncationIsToldOrIsAWholeShorterTrace() {
        byte[] file = PcapngWriter.write("rsu", "antenna", PACKETS);
        int whole = 0;
        for (int length = 0; length < file.length; length++) {
            switch (PcapngReader.read(Arrays.copyOf(file, length))) {
                case Result.Trace t -> {
                    assertEquals(PACKETS.subList(0, t.packets().size()), t.packets());
                    whole++;
                }
                case Result.NoTrace n -> assertTrue(n.offset() <= length, n::toString);
            }
        }
        assertEquals(4, whole, "after the section, the interface and each packet but the last");
    }

    @Test
    void damageNeverThrows() {
        byte[] file = PcapngWriter.write("rsu", "antenna", PACKETS);
        for (int bit = 0; bit < file.length * 8; bit++) {
            byte[] flipped = file.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            PcapngReader.read(flipped);
        }
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int run = 0; run < 2_000; run++) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            if (noise.length > 28) { // past the first look
                ByteBuffer.wrap(noise).putInt(0x0A0D0D0A).putInt(random.nextInt()).putInt(0x1A2B3C4D);
            }
            assertInstanceOf(Result.class, PcapngReader.read(noise), "seed " + seed);
        }
    }

    @Test
    void moreThanOneInterfaceIsRefusedWithWhatToDo() {
        byte[] one = PcapngWriter.write("rsu", "", List.of());
        byte[] two = Arrays.copyOf(one, one.length + 20);
        ByteBuffer.wrap(two).order(java.nio.ByteOrder.LITTLE_ENDIAN).position(one.length).putInt(1).putInt(20).putShort((short) 147)
                .putShort((short) 0).putInt(0).putInt(20);
        Result.NoTrace refused = assertInstanceOf(Result.NoTrace.class, PcapngReader.read(two));
        assertTrue(refused.reason().contains("more than one interface"), refused::reason);
    }

    @Test
    void longCommentsAreCutOnACharactersBoundary() {
        Result.Trace trace = assertInstanceOf(Result.Trace.class, PcapngReader.read(PcapngWriter.write("rsu", "", List.of(
                new TracedBytes(1, Direction.IN, Bytes.EMPTY, "车".repeat(2000))))));
        assertEquals("车".repeat(1333), trace.packets().getFirst().comment());
    }
}
