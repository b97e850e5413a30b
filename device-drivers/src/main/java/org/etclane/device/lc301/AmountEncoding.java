package org.etclane.device.lc301;

import org.etclane.device.Bytes;

/**
 * How fee and balance fill their four bytes. <b>Unconfirmed</b>: the source gives the width only, so it is a setting. An amount
 * that does not fit is sent as the largest that does, a negative one as 0: a display never shows a wrapped number.
 */
public enum AmountEncoding {
    /** Unsigned 32 bits, high byte first, in fen: the default. */
    BINARY_BIG_ENDIAN,
    /** Unsigned 32 bits, low byte first, in fen. */
    BINARY_LITTLE_ENDIAN,
    /** Eight decimal digits, two to a byte, in fen. */
    BCD;

    private static final long MAX_U32 = 0xFFFF_FFFFL;
    private static final long MAX_BCD = 99_999_999L;

    public Bytes encode(long amountFen) {
        long fen = Math.clamp(amountFen, 0L, this == BCD ? MAX_BCD : MAX_U32);
        return switch (this) {
            case BINARY_BIG_ENDIAN -> Bytes.of((int) (fen >> 24) & 0xFF, (int) (fen >> 16) & 0xFF, (int) (fen >> 8) & 0xFF,
                    (int) fen & 0xFF);
            case BINARY_LITTLE_ENDIAN -> Bytes.of((int) fen & 0xFF, (int) (fen >> 8) & 0xFF, (int) (fen >> 16) & 0xFF,
                    (int) (fen >> 24) & 0xFF);
            case BCD -> Bytes.fromHex("%08d".formatted(fen));
        };
    }

    /** @return fen; digits above 9 in {@link #BCD} count as they stand, so that noise never throws */
    public long decode(Bytes field) {
        return switch (this) {
            case BINARY_BIG_ENDIAN -> field.u32(0);
            case BINARY_LITTLE_ENDIAN -> Integer.toUnsignedLong(Integer.reverseBytes(field.i32(0)));
            case BCD -> {
                long fen = 0;
                for (int i = 0; i < field.size(); i++) {
                    fen = fen * 100 + (field.u8(i) >> 4) * 10 + (field.u8(i) & 0x0F);
                }
                yield fen;
            }
        };
    }
}
