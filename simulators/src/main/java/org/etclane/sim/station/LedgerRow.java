package org.etclane.sim.station;

/**
 * One transaction as the station has it.
 *
 * @param cardNumber      20 digits, network first; empty when the record came without facts
 * @param cardSerial      the card's off-line counter of the purchase; 0 when none is known
 * @param amountFen       taken (settled), or that the lane wanted to take (every other state)
 * @param balanceAfterFen −1 when not known
 */
public record LedgerRow(String transactionId, String laneId, String ledgerId, long sequence, Kind kind, State state,
        String passageId, String cardNumber, int cardSerial, long amountFen, long balanceAfterFen, String terminal,
        long terminalSerial, String tac, TacState tacState) {

    public enum Kind { ENTRY, EXIT, NOT_KNOWN }

    public enum State { SETTLED, NOT_DEBITED, UNKNOWN, RECONCILIATION }

    /** GOOD and BAD were computed; MISSING: an exit settled by balance; NONE: nothing was taken, no TAC is due. */
    public enum TacState { GOOD, BAD, MISSING, NONE }
}
