package org.etclane.lane.parameters.lists;

import java.util.Optional;

/**
 * Why a card or an OBU is listed (lane-rules.md §6, one source: an exam that names the reasons). ⚠ The national numeric codes are
 * unknown; {@link #code()} is ours, {@link #word()} the name in CSV. An issuer's own codes are translated where a list is made.
 * The provincial special events 154–158 (§5) tell five groups of reasons apart; which reason belongs to which is our reading.
 */
public enum ListReason {
    /** 挂失. Cards and OBUs. */
    LOST(1, "lost", 154, "挂失", "reported lost"),
    /** 挂起. Cards and OBUs. */
    SUSPENDED(2, "suspended", 155, "挂起", "suspended"),
    /** 无卡注销, 无签注销: the account was closed and the card or OBU not handed in. */
    CANCELLED(3, "cancelled", 156, "注销", "cancelled without being handed in"),
    /** Cards only. */
    STORED_VALUE_SHORT(4, "stored-value-short", 157, "储值不足", "stored value short"),
    /** Cards only. */
    OVERDRAWN(5, "overdrawn", 157, "账户透支", "account overdrawn"),
    /** Cards: the payment institution restricts; OBUs: the issuing channel does. */
    RESTRICTED(6, "restricted", 155, "合作机构限制", "restricted by the payment institution or channel"),
    /** 车型不符. Cards and OBUs. */
    VEHICLE_MISMATCH(7, "vehicle-mismatch", 158, "车型不符", "does not belong to this vehicle"),
    /** Cards and OBUs. */
    NO_CHANNEL(8, "no-channel", 158, "无支付渠道", "no payment channel"),
    /** A reason that a list names and we do not know. */
    OTHER(15, "other", 158, "其他", "other reason");

    private static final ListReason[] BY_CODE = new ListReason[16];

    static {
        for (ListReason reason : values()) {
            BY_CODE[reason.code] = reason;
        }
    }

    private final int code;
    private final String word;
    private final int specialType;
    private final String chinese;
    private final String english;

    ListReason(int code, String word, int specialType, String chinese, String english) {
        this.code = code;
        this.word = word;
        this.specialType = specialType;
        this.chinese = chinese;
        this.english = english;
    }

    /** 1–15. */
    public int code() {
        return code;
    }

    public String word() {
        return word;
    }

    /** 154 lost, 155 disabled, 156 cancelled, 157 overdrawn, 158 other. */
    public int specialType() {
        return specialType;
    }

    public String chinese() {
        return chinese;
    }

    public String english() {
        return english;
    }

    public static Optional<ListReason> ofCode(int code) {
        return isCode(code) ? Optional.of(BY_CODE[code]) : Optional.empty();
    }

    /** Makes no object: it is asked for every entry of a list. */
    public static boolean isCode(int code) {
        return code >= 0 && code < BY_CODE.length && BY_CODE[code] != null;
    }
}
