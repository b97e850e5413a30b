package org.etclane.device.rsu.serial;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The families of frame layouts that RSUs of variant A speak (rsu-serial.md §0). Chosen by configuration, never guessed: some
 * lengths are the same in two of them with another meaning (B4 of 98 bytes, B5 of 40).
 *
 * <p>Each is a table of layouts for both directions, and the few points in which the dialogue itself differs. What differs
 * between devices of one profile is in {@link RsuSerialSettings}.
 */
public enum Profile {
    /** Parking and serial clients, a lane library of 2013, Wanji-style structures. The only one with captures. */
    CLASSIC(ClassicLayouts.LANE, ClassicLayouts.UNIT, 2, Entry.WRITE, Proof.TAC, Set.of(0x80)),
    /** A Jiangsu-style client. Its single-FF start of frame is a fact of the device or a fault of that client: a setting. */
    JIANGSU(RegionalLayouts.JIANGSU_LANE, RegionalLayouts.JIANGSU_UNIT, 1, Entry.WRITE, Proof.PURSE_RECORDS, Set.of(0x80)),
    /** A Yunnan lane program (one source); it documents 08H as the heartbeat's error code beside the official 80H. */
    YUNNAN(RegionalLayouts.YUNNAN_LANE, RegionalLayouts.YUNNAN_UNIT, 2, Entry.WRITE, Proof.PURSE_RECORDS, Set.of(0x80, 0x08)),
    /** RSU firmware of the time since 2019 that also reads file EF04 of the OBU (one source). */
    EF04(RegionalLayouts.EF04_LANE, RegionalLayouts.EF04_UNIT, 2, Entry.PURCHASE_OF_NOTHING, Proof.TAC_AGAIN, Set.of(0x80));

    /** How an entry gets onto the card. */
    enum Entry {
        /** C3. */
        WRITE,
        /** There is no C3: C6 over 0 fen, whose transit record the card takes over with the purchase. */
        PURCHASE_OF_NOTHING
    }

    /** What can be had when the answer to a debit was lost. */
    enum Proof {
        /** C7 or C8 by setting, answered with B5. */
        TAC,
        /** C7 reads the card's purse records, answered with B7: they tell that the debit was made, and have no TAC. */
        PURSE_RECORDS,
        /** C8 without anything to write, answered with B5. */
        TAC_AGAIN
    }

    private final Map<Integer, Form> lane;
    private final Map<Integer, Form> unit;
    private final int usualStxBytes;
    private final Entry entry;
    private final Proof proof;
    private final Set<Integer> heartbeatCodes;

    Profile(List<Layout> lane, List<Layout> unit, int usualStxBytes, Entry entry, Proof proof, Set<Integer> heartbeatCodes) {
        this.lane = Form.table(lane);
        this.unit = Form.table(unit);
        this.usualStxBytes = usualStxBytes;
        this.entry = entry;
        this.proof = proof;
        this.heartbeatCodes = heartbeatCodes;
    }

    /** As in the configuration: {@code classic}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How many FF begin a frame; receivers take any number. */
    public int usualStxBytes() {
        return usualStxBytes;
    }

    /** RSCTL…BCC of a frame's usual layout, without an EF04 part that may follow; for a command that the profile has. */
    public int usualBytes(int command) {
        return laneForm(command).or(() -> unitForm(command)).orElseThrow().usual().minLength();
    }

    /** False when C2 has no StopType, so that it always means "search again". */
    public boolean canAskAgain() {
        return lane.get(0xC2).has(Field.STOP_TYPE);
    }

    /** True when a B2 with this error code is a heartbeat. */
    boolean isHeartbeat(int errorCode) {
        return heartbeatCodes.contains(errorCode);
    }

    Entry entry() {
        return entry;
    }

    Proof proof() {
        return proof;
    }

    Optional<Form> laneForm(int command) {
        return Optional.ofNullable(lane.get(command));
    }

    Optional<Form> unitForm(int command) {
        return Optional.ofNullable(unit.get(command));
    }
}
