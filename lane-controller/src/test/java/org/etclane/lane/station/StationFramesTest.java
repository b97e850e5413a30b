package org.etclane.lane.station;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.HexFormat;
import java.util.Random;
import org.etclane.lane.station.v1.Envelope;
import org.etclane.lane.station.v1.ErrorCode;
import org.etclane.lane.station.v1.Hello;
import org.etclane.lane.station.v1.ParameterChunk;
import org.etclane.lane.station.v1.UploadAck;
import org.junit.jupiter.api.Test;

class StationFramesTest {
    private static final Envelope HELLO = Envelope.newBuilder().setHello(Hello.newBuilder().setLaneId("G1").setProtocolVersion(1))
            .build();
    private static final Envelope ACK = Envelope.newBuilder().setUploadAck(UploadAck.newBuilder().setSequence(300)).build();
    /** By hand from station.proto: length 8; field 1, 6 bytes; field 1 "G1"; field 2 = 1. */
    private static final byte[] HELLO_BYTES = HexFormat.of().parseHex("00000008" + "0a06" + "0a024731" + "1001");
    /** Length 5; field 4, 3 bytes; field 1 = 300. */
    private static final byte[] ACK_BYTES = HexFormat.of().parseHex("00000005" + "2203" + "08ac02");

    private static EmbeddedChannel channel() {
        return new EmbeddedChannel(new StationFrames());
    }

    private static byte[] both() {
        return Unpooled.wrappedBuffer(HELLO_BYTES, ACK_BYTES).copy().array();
    }

    @Test
    void bytesOnTheWire() {
        EmbeddedChannel channel = channel();
        channel.writeOutbound(HELLO, ACK);
        assertArrayEquals(HELLO_BYTES, ByteBufUtil.getBytes(channel.<ByteBuf>readOutbound()));
        assertArrayEquals(ACK_BYTES, ByteBufUtil.getBytes(channel.<ByteBuf>readOutbound()));
    }

    @Test
    void everySplitOfTheStreamGivesTheSameMessages() {
        byte[] stream = both();
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                EmbeddedChannel channel = channel();
                channel.writeInbound(Unpooled.copiedBuffer(stream, 0, first));
                channel.writeInbound(Unpooled.copiedBuffer(stream, first, second - first));
                channel.writeInbound(Unpooled.copiedBuffer(stream, second, stream.length - second));
                assertEquals(HELLO, channel.readInbound());
                assertEquals(ACK, channel.readInbound());
                assertNull(channel.readInbound());
            }
        }
    }

    @Test
    void everyTruncationWaits() {
        for (int length = 0; length < HELLO_BYTES.length; length++) {
            EmbeddedChannel channel = channel();
            channel.writeInbound(Unpooled.copiedBuffer(HELLO_BYTES, 0, length));
            assertNull(channel.readInbound());
        }
    }

    @Test
    void everySingleBitFlipIsAMessageARefusalOrWaiting() {
        byte[] stream = both();
        for (int bit = 0; bit < stream.length * 8; bit++) {
            byte[] flipped = stream.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            feed(channel(), flipped);
        }
    }

    @Test
    void noiseIsRefusedAndNothingAfterItIsRead() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            byte[] noise = new byte[4096];
            random.nextBytes(noise);
            noise[0] = (byte) (1 + random.nextInt(255));
            EmbeddedChannel channel = channel();
            ProtocolViolation violation = assertThrows(ProtocolViolation.class,
                    () -> channel.writeInbound(Unpooled.wrappedBuffer(noise)), "new Random(" + seed + "L)");
            assertEquals(ErrorCode.FRAME_TOO_LARGE, violation.code());
            channel.writeInbound(Unpooled.wrappedBuffer(HELLO_BYTES));
            assertNull(channel.readInbound(), "no later byte can be trusted");
        }
    }

    /** Any other exception fails the test. */
    private static void feed(EmbeddedChannel channel, byte[] bytes) {
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        } catch (ProtocolViolation refused) {
            channel.writeInbound(Unpooled.wrappedBuffer(HELLO_BYTES));
            while (channel.readInbound() instanceof Envelope read) {
                assertEquals(true, read.isInitialized());
            }
        }
    }

    @Test
    void limitsOfTheLength() {
        assertEquals(ErrorCode.FRAME_TOO_LARGE, violation("00100001").code());
        assertEquals(ErrorCode.FRAME_TOO_LARGE, violation("ffffffff").code());
        assertEquals(ErrorCode.MALFORMED_FRAME, violation("00000000").code());
        assertEquals(ErrorCode.MALFORMED_FRAME, violation("00000002ffff").code());
        // field 99 only: an envelope without a known message
        assertEquals(ErrorCode.MALFORMED_FRAME, violation("000000039a0600").code());
        EmbeddedChannel channel = channel();
        channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex("00100000")));
        assertNull(channel.readInbound(), "1 MiB is allowed: it waits for the rest");
    }

    private static ProtocolViolation violation(String hex) {
        return assertThrows(ProtocolViolation.class,
                () -> channel().writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex))));
    }

    @Test
    void tooLargeAMessageIsNotSent() {
        Envelope large = Envelope.newBuilder().setParameterChunk(ParameterChunk.newBuilder()
                .setData(ByteString.copyFrom(new byte[StationFrames.MAX_BYTES]))).build();
        assertThrows(RuntimeException.class, () -> channel().writeOutbound(large));
    }
}
