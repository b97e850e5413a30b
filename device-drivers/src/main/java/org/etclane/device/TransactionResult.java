package org.etclane.device;

/**
 * The result of a debit or entry write (rsu-serial.md §5 B5).
 *
 * @param fileTimeSeconds    time written to the card file, seconds since 1970 in the RSU's convention; 0 where the protocol does not
 *                           tell it (rsu-network.md §3)
 * @param terminal           12 hexadecimal digits: PSAM terminal number
 * @param purchaseTime       14 digits yyyyMMddHHmmss, the time that entered the TAC; empty in the short form
 * @param transType          09 CAPP, 06 stored-value traditional, 16 credit traditional; −1 in the short form
 * @param tac                8 hexadecimal digits, empty in the short form
 * @param cardSerial         card off-line counter, 0 if no purchase was made
 * @param terminalSerial     PSAM transaction serial, unsigned 32-bit; 0 beside a fetched TAC may mean that it is not known
 * @param balanceFen         after the debit, unsigned 32-bit; −1 when the RSU could not read it (FFFFFFFFH) or short form
 */
public record TransactionResult(long fileTimeSeconds, String terminal, String purchaseTime, int transType, String tac,
        int cardSerial, long terminalSerial, long balanceFen) {
}
