package org.etclane.sim.device;

import java.util.Optional;
import org.etclane.device.rsu.serial.Ef04;
import org.etclane.sim.obu.SimObu;

/** One OBU's turn at a simulated RSU of any protocol, from the beacon that it answered. The simulation's thread. */
final class Dialogue {
    private final SimObu obu;
    private Optional<RsuSimFault> fault = Optional.empty();
    private boolean opened;
    private boolean failed;
    private boolean succeeded;
    private boolean stopped;
    private Optional<Ef04.Part> ef04AfterDebit = Optional.empty();

    Dialogue(SimObu obu) {
        this.obu = obu;
    }

    /** Taken up again by the lane itself, without B2. */
    static Dialogue resumed(SimObu obu) {
        Dialogue dialogue = new Dialogue(obu);
        dialogue.opened = true;
        return dialogue;
    }

    SimObu obu() {
        return obu;
    }

    /** B2 goes out. */
    void open(Optional<RsuSimFault> chosen) {
        opened = true;
        fault = chosen;
    }

    /** False while the lane has not heard of this OBU. */
    boolean opened() {
        return opened;
    }

    Optional<RsuSimFault> fault() {
        return fault;
    }

    boolean has(RsuSimFault asked) {
        return fault.filter(chosen -> chosen == asked).isPresent();
    }

    void forgetFault() {
        fault = Optional.empty();
        failed = false;
    }

    void fail() {
        failed = true;
    }

    boolean failed() {
        return failed;
    }

    void succeed() {
        succeeded = true;
        failed = false;
    }

    boolean succeeded() {
        return succeeded;
    }

    void stopAfterwards() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }

    /** Serial profile {@code ef04}: to be written when the card has answered the debit. */
    void ef04AfterDebit(Optional<Ef04.Part> part) {
        ef04AfterDebit = part;
    }

    Optional<Ef04.Part> ef04AfterDebit() {
        return ef04AfterDebit;
    }
}
