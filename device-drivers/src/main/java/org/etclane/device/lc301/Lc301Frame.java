package org.etclane.device.lc301;

import org.etclane.device.Bytes;

/**
 * The frames of the XY-LC-301 lane I/O controller (车道控制器), both directions (lane-io-lc301.md §1). Raw field values only:
 * what a bit or an amount means is decided by {@link Lc301Settings}, because the sources leave part of it open.
 */
public sealed interface Lc301Frame {

    /**
     * Host → controller, 24 bytes: the whole wanted state. Layout confirmed by one source; byte values are 0–255.
     *
     * @param ctrl1   {@link Lc301Bits#RAISE} … {@link Lc301Bits#PASS}
     * @param fee     4 bytes, encoding unconfirmed ({@link AmountEncoding})
     * @param balance 4 bytes, as {@code fee}
     * @param entry   6 bytes, encoding unconfirmed ({@link TextEncoding})
     * @param ctrl2   {@link Lc301Bits#AUTO_LOWER} … {@link Lc301Bits#LANE_KIND}
     * @param seq     a frame with the seq of the one before is answered and not executed again
     */
    record AControl(int address, int ctrl1, Bytes fee, Bytes balance, Bytes entry, int vehicleClass, int vehicleKind,
                    int ctrl2, int seq) implements Lc301Frame {
        public AControl {
            octet("address", address);
            octet("ctrl1", ctrl1);
            width("fee", fee, 4);
            width("balance", balance, 4);
            width("entry", entry, 6);
            octet("vehicleClass", vehicleClass);
            octet("vehicleKind", vehicleKind);
            octet("ctrl2", ctrl2);
            octet("seq", seq);
        }

        public boolean raise() {
            return (ctrl1 & Lc301Bits.RAISE) != 0;
        }

        public boolean lower() {
            return (ctrl1 & Lc301Bits.LOWER) != 0;
        }

        public AControl withSeq(int newSeq) {
            return new AControl(address, ctrl1, fee, balance, entry, vehicleClass, vehicleKind, ctrl2, newSeq);
        }

        /** The same frame with more bits set. */
        public AControl plus(int moreCtrl1, int moreCtrl2) {
            return new AControl(address, ctrl1 | moreCtrl1, fee, balance, entry, vehicleClass, vehicleKind, ctrl2 | moreCtrl2,
                    seq);
        }
    }

    /** Controller → host, 7 bytes, on every change and as the answer to every good frame. Carries no seq. */
    record BStatus(int address, int st1, int st2) implements Lc301Frame {
        public BStatus {
            octet("address", address);
            octet("st1", st1);
            octet("st2", st2);
        }

        public boolean closingBar() {
            return (st1 & Lc301Bits.ST1_CLOSING_BAR) != 0;
        }

        public boolean footAlarm() {
            return (st1 & Lc301Bits.ST1_FOOT_ALARM) == 0;
        }

        public boolean barrierUp() {
            return (st1 & Lc301Bits.ST1_BARRIER_UP) != 0;
        }

        public boolean frontOccupied() {
            return (st1 & Lc301Bits.ST1_FRONT_COIL) == 0;
        }

        public boolean rearOccupied() {
            return (st1 & Lc301Bits.ST1_REAR_COIL) == 0;
        }

        public boolean canopyGreen(boolean greenIsOne) {
            return (st1 & Lc301Bits.ST1_CANOPY) != 0 == greenIsOne;
        }

        public boolean passGreen(boolean greenIsOne) {
            return (st1 & Lc301Bits.ST1_PASS) != 0 == greenIsOne;
        }

        public boolean barrierFault() {
            return (st2 & Lc301Bits.ST2_BARRIER_FAULT) != 0;
        }

        public boolean lightFault() {
            return (st2 & Lc301Bits.ST2_LIGHT_FAULT) != 0;
        }
    }

    /**
     * Host → controller. <b>Unconfirmed</b>: the source names the commands (R, V, D) and not the bytes; this house assumes
     * {@code 02 'C' addr code 03 BCC}, 6 bytes.
     */
    record CCommand(int address, Code code) implements Lc301Frame {
        public CCommand {
            octet("address", address);
        }

        public enum Code {
            RESET('R'), VERSION('V'), DUMP('D');

            final int octet;

            Code(int octet) {
                this.octet = octet;
            }
        }
    }

    /** Controller → host, {@code 15 45 45 45 45 03 00}: the last frame could not be read. */
    record ErrorReport() implements Lc301Frame {
    }

    /** Fee display: {@code 02 'Y' 03 59} green with a spoken thank-you, {@code 02 'Z' 03 5A} red (lane-io-lc301.md §3). */
    record DisplayColour(boolean green) implements Lc301Frame {
    }

    private static void octet(String name, int value) {
        if (value < 0 || value > 255) {
            throw new IllegalArgumentException(name + " must be 0–255: " + value);
        }
    }

    private static void width(String name, Bytes value, int bytes) {
        if (value.size() != bytes) {
            throw new IllegalArgumentException(name + " must be " + bytes + " bytes: " + value);
        }
    }
}
