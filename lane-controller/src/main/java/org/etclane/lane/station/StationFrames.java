package org.etclane.lane.station;

import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageCodec;
import java.util.List;
import org.etclane.lane.station.v1.Envelope;
import org.etclane.lane.station.v1.ErrorCode;

/**
 * Frames of the station link (station.proto, FRAME): 4 bytes length, high byte first, then one {@link Envelope}. The first frame
 * that breaks a rule raises one {@link ProtocolViolation}; everything after it is thrown away, because no later byte can be
 * trusted to begin a frame. Both sides use it. One instance per connection, on its event loop.
 */
public final class StationFrames extends ByteToMessageCodec<Envelope> {
    /** Largest length field, bytes. */
    public static final int MAX_BYTES = 1 << 20;

    private static final int LENGTH_BYTES = 4;
    private static final int SHOWN_BYTES = 32;

    private boolean broken;

    @Override
    protected void encode(ChannelHandlerContext context, Envelope message, ByteBuf out) {
        byte[] content = message.toByteArray();
        if (content.length > MAX_BYTES) {
            throw new IllegalArgumentException("message of " + content.length + " bytes, at most " + MAX_BYTES);
        }
        out.writeInt(content.length).writeBytes(content);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < LENGTH_BYTES) {
            return;
        }
        long length = in.getUnsignedInt(in.readerIndex());
        if (length > MAX_BYTES) {
            throw broken(in, ErrorCode.FRAME_TOO_LARGE, "frame of " + length + " bytes, at most " + MAX_BYTES);
        }
        if (length == 0) {
            throw broken(in, ErrorCode.MALFORMED_FRAME, "frame of 0 bytes");
        }
        if (in.readableBytes() >= LENGTH_BYTES + length) {
            out.add(parse(in, (int) length));
        }
    }

    private Envelope parse(ByteBuf in, int length) {
        byte[] content = ByteBufUtil.getBytes(in, in.readerIndex() + LENGTH_BYTES, length);
        try {
            Envelope envelope = Envelope.parseFrom(content);
            if (envelope.getMessageCase() == Envelope.MessageCase.MESSAGE_NOT_SET) {
                throw broken(in, ErrorCode.MALFORMED_FRAME, "no known message in the envelope");
            }
            in.skipBytes(LENGTH_BYTES + length);
            return envelope;
        } catch (InvalidProtocolBufferException notAnEnvelope) {
            throw broken(in, ErrorCode.MALFORMED_FRAME, notAnEnvelope.getMessage());
        }
    }

    private ProtocolViolation broken(ByteBuf in, ErrorCode code, String detail) {
        broken = true;
        String shown = ByteBufUtil.hexDump(in, in.readerIndex(), Math.min(SHOWN_BYTES, in.readableBytes()));
        in.skipBytes(in.readableBytes());
        return new ProtocolViolation(code, detail + ", begins " + shown);
    }
}
