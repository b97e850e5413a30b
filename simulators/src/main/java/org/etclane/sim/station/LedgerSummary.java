package org.etclane.sim.station;

/**
 * The station's ledger in numbers.
 *
 * @param records        stored, each once
 * @param settledExitFen sum of what exits have taken
 * @param conflicts      records kept aside: their name or their transaction was used before (duplicates)
 * @param redelivered    records that came again and changed nothing, since this server was made
 */
public record LedgerSummary(long records, long transactions, long settled, long settledExitFen, long notDebited, long unknown,
        long reconciliation, long conflicts, long redelivered, long tacGood, long tacBad, long tacMissing, long securityEvents) {

    /** A few lines for people. */
    public String text() {
        return """
                records         %,d
                transactions    %,d  (settled %,d, not debited %,d, unknown %,d, reconciliation %,d)
                taken at exits  %,d.%02d yuan
                duplicates      %,d kept aside, %,d delivered again without effect
                TAC             %,d good, %,d bad, %,d missing
                security events %,d
                """.formatted(records, transactions, settled, notDebited, unknown, reconciliation, settledExitFen / 100,
                settledExitFen % 100, conflicts, redelivered, tacGood, tacBad, tacMissing, securityEvents);
    }
}
