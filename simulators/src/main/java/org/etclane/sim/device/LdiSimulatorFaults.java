package org.etclane.sim.device;

/**
 * What is wrong with a simulated device of the national interface, all at once.
 *
 * @param unansweredOrders   so many 1B are obeyed and not answered; counts down
 * @param unansweredInitialisations so many 1A are not answered; counts down
 * @param wrongSeq           every B1 carries SEQ 02, as in the printed samples
 * @param duplicateReports   every 1C is sent twice
 * @param lostReports        1C is never sent: only 0C tells
 * @param lostAnswers        B1 is never sent
 * @param fault02            0C says "initialisation data wrong" for every module until it is initialised again
 * @param silent             hears and sends nothing, the connection stays
 * @param wrongCode          another verification code in every head
 * @param wrongLane          another lane in every head
 * @param refuseOrders       every order fails, status 01, and moves nothing
 * @param staleMonitor       run states in 0C are those of the 0C before
 * @param floodBytes         sends so many bytes of noise every 10 ms
 */
public record LdiSimulatorFaults(int unansweredOrders, int unansweredInitialisations, boolean wrongSeq, boolean duplicateReports,
                                 boolean lostReports, boolean lostAnswers, boolean fault02, boolean silent, boolean wrongCode,
                                 boolean wrongLane, boolean refuseOrders, boolean staleMonitor, int floodBytes) {
    public static final LdiSimulatorFaults NONE = new LdiSimulatorFaults(0, 0, false, false, false, false, false, false, false, false,
            false, false, 0);

    public LdiSimulatorFaults withUnansweredOrders(int count) {
        return new LdiSimulatorFaults(count, unansweredInitialisations, wrongSeq, duplicateReports, lostReports, lostAnswers, fault02,
                silent, wrongCode, wrongLane, refuseOrders, staleMonitor, floodBytes);
    }

    public LdiSimulatorFaults withUnansweredInitialisations(int count) {
        return new LdiSimulatorFaults(unansweredOrders, count, wrongSeq, duplicateReports, lostReports, lostAnswers, fault02,
                silent, wrongCode, wrongLane, refuseOrders, staleMonitor, floodBytes);
    }

    public static LdiSimulatorFaults seqOfTheSamples() {
        return new LdiSimulatorFaults(0, 0, true, false, false, false, false, false, false, false, false, false, 0);
    }

    public static LdiSimulatorFaults reportsTwice() {
        return new LdiSimulatorFaults(0, 0, false, true, false, false, false, false, false, false, false, false, 0);
    }

    public static LdiSimulatorFaults reportsLost() {
        return new LdiSimulatorFaults(0, 0, false, false, true, false, false, false, false, false, false, false, 0);
    }

    public static LdiSimulatorFaults answersLost() {
        return new LdiSimulatorFaults(0, 0, false, false, false, true, false, false, false, false, false, false, 0);
    }

    public static LdiSimulatorFaults asksForInitialisation() {
        return new LdiSimulatorFaults(0, 0, false, false, false, false, true, false, false, false, false, false, 0);
    }

    public static LdiSimulatorFaults saysNothing() {
        return new LdiSimulatorFaults(0, 0, false, false, false, false, false, true, false, false, false, false, 0);
    }

    public static LdiSimulatorFaults codeOfAnother() {
        return new LdiSimulatorFaults(0, 0, false, false, false, false, false, false, true, false, false, false, 0);
    }

    public static LdiSimulatorFaults laneOfAnother() {
        return new LdiSimulatorFaults(0, 0, false, false, false, false, false, false, false, true, false, false, 0);
    }

    public static LdiSimulatorFaults ordersRefused() {
        return new LdiSimulatorFaults(0, 0, false, false, false, false, false, false, false, false, true, false, 0);
    }

    public static LdiSimulatorFaults monitorStale() {
        return new LdiSimulatorFaults(0, 0, false, false, false, false, false, false, false, false, false, true, 0);
    }

    public static LdiSimulatorFaults flood(int bytesPer10Ms) {
        return new LdiSimulatorFaults(0, 0, false, false, false, false, false, false, false, false, false, false, bytesPer10Ms);
    }
}
