package org.etclane.sim.card;

/** Status words a user card answers with (general knowledge: the national purse specification). */
public final class StatusWord {
    public static final int OK = 0x9000;
    public static final int WRONG_LENGTH = 0x6700;
    /** The command does not fit the state, e.g. a debit without INITIALIZE. */
    public static final int CONDITIONS_NOT_SATISFIED = 0x6985;
    public static final int WRONG_DATA = 0x6A80;
    public static final int FILE_NOT_FOUND = 0x6A82;
    public static final int RECORD_NOT_FOUND = 0x6A83;
    public static final int WRONG_PARAMETERS = 0x6A86;
    public static final int WRONG_OFFSET = 0x6B00;
    public static final int UNKNOWN_INSTRUCTION = 0x6D00;
    public static final int UNKNOWN_CLASS = 0x6E00;
    public static final int MAC_ERROR = 0x9302;
    public static final int INSUFFICIENT_BALANCE = 0x9401;
    public static final int COUNTER_EXHAUSTED = 0x9402;
    public static final int KEY_INDEX_UNKNOWN = 0x9403;
    /** The proof that was asked for is not (or no longer) in the card. */
    public static final int PROOF_NOT_AVAILABLE = 0x9406;

    private StatusWord() {
    }
}
