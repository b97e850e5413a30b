package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;

import java.util.Optional;

/**
 * What profile {@code ef04} says about file EF04 of the OBU, which holds the entry and the fee accumulated on the way
 * (rsu-serial.md §4, §5 and card-and-obu-files.md §2; one source). The bytes are carried, not read, here.
 */
public sealed interface Ef04 {
    /** Where the record begins in the file, and how long it is: bytes 315–405. */
    int RECORD_OFFSET = 314;
    int RECORD_LENGTH = 91;

    /**
     * What C0 asks to have read with the card and put into B4.
     *
     * @param option 0 nothing; 1 taken for "read it": the meaning of EF04_Opt is not published
     */
    record Request(int option, int offset, int length) implements Ef04 {
        /** The whole record. */
        public static final Request RECORD = new Request(1, RECORD_OFFSET, RECORD_LENGTH);
        public static final Request NOTHING = new Request(0, 0, 0);
    }

    /**
     * A piece of the file. Offset and length are those of the frame, 0–65535; a device may fill the place with zeros and say
     * length 0, so they need not agree with the data.
     */
    record Part(int offset, int length, Bytes data) implements Ef04 {
        public static final Part NONE = new Part(0, 0, Bytes.EMPTY);

        public static Part of(int offset, Bytes data) {
            return new Part(offset, data.size(), data);
        }

        /** The data when it is what the frame announces, else nothing. */
        public Optional<Bytes> content() {
            return length > 0 && length == data.size() ? Optional.of(data) : Optional.empty();
        }
    }

    /**
     * What B4 adds.
     *
     * @param cardStatus ReadIccStatus: 0 the card was read, else balance and files mean nothing
     * @param status     ReadEf04Status: 0 read, 1 failed or not read
     * @param part       empty when C0 did not ask for it (100 bytes)
     */
    record Read(int cardStatus, int status, Optional<Part> part) implements Ef04 {
    }

    /**
     * What B5 adds.
     *
     * @param keyType     0 3DES, 4 SM4
     * @param writeStatus 0 EF04 written, or nothing was to be written
     */
    record Result(int keyType, int writeStatus) implements Ef04 {
    }
}
