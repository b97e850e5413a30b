package org.etclane.sim.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.etclane.device.link.ByteLink;
import org.junit.jupiter.api.Test;

/** Chunks come out as they went in, however the stream is cut. */
class ChunkLinkTest {
    private static final List<String> CHUNKS = List.of("51", "", "440a01", "ff".repeat(300));

    private final List<String> heard = new ArrayList<>();
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
    private ByteLink.Listener wire;
    private final ChunkLink link = new ChunkLink(new ByteLink() {
        @Override
        public void start(Listener listener) {
            wire = listener;
        }

        @Override
        public boolean offer(byte[] frame) {
            stream.writeBytes(frame);
            return true;
        }

        @Override
        public void restart(String cause) {
            wire.down(0, cause);
        }

        @Override
        public Optional<String> trouble() {
            return Optional.empty();
        }

        @Override
        public String description() {
            return "wire";
        }

        @Override
        public void close() {
            wire = null;
        }
    });

    private byte[] sent() {
        link.start(new ByteLink.Listener() {
            @Override
            public void up(long atNanos) {
                heard.add("up");
            }

            @Override
            public void bytes(long atNanos, byte[] chunk) {
                heard.add(HexFormat.of().formatHex(chunk));
            }

            @Override
            public void down(long atNanos, String cause) {
                heard.add("down");
            }
        });
        CHUNKS.forEach(chunk -> assertTrue(link.offer(HexFormat.of().parseHex(chunk))));
        wire.up(0);
        heard.clear();
        return stream.toByteArray();
    }

    @Test
    void theLengthGoesInFront() {
        assertArrayEquals(HexFormat.of().parseHex("0003" + "440a01"), ChunkLink.framed(HexFormat.of().parseHex("440a01")));
        assertArrayEquals(HexFormat.of().parseHex("012c"), Arrays.copyOf(ChunkLink.framed(new byte[300]), 2));
    }

    @Test
    void everySplitGivesTheSameChunks() {
        byte[] all = sent();
        for (int cut = 0; cut <= all.length; cut++) {
            heard.clear();
            wire.bytes(1, Arrays.copyOf(all, cut));
            wire.bytes(1, Arrays.copyOfRange(all, cut, all.length));
            assertEquals(CHUNKS, heard, "cut at " + cut);
        }
        heard.clear();
        for (byte one : all) {
            wire.bytes(1, new byte[] {one});
        }
        assertEquals(CHUNKS, heard);
    }

    @Test
    void whatWasHalfReceivedIsNotKept() {
        byte[] all = sent();
        wire.bytes(1, Arrays.copyOf(all, 1));
        link.restart("test");
        wire.up(2);
        wire.bytes(2, all);
        assertEquals(CHUNKS, heard.subList(2, heard.size()));
    }
}
