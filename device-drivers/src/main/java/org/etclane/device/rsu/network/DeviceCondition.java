package org.etclane.device.rsu.network;

import org.etclane.device.rsu.network.UnitFrame.Antenna;
import org.etclane.device.rsu.network.UnitFrame.B0Status;
import org.etclane.device.rsu.network.UnitFrame.B1Heartbeat;
import org.etclane.device.rsu.network.UnitFrame.Psam;
import org.etclane.device.rsu.network.UnitFrame.PsamRun;

import java.util.ArrayList;
import java.util.List;

/**
 * What B0 and B1 say of the RSU's health. Judged is only what a healthy captured RSU does not report as well: control bytes 2 and
 * 3, the number of working antennas and the authorisation of PSAMs stand at "fault" there.
 */
final class DeviceCondition {
    private DeviceCondition() {
    }

    /** Causes, joined; empty when all is well. @param judgeAuthorisation PSAMs are to be authorised here */
    static String trouble(B1Heartbeat b1, boolean judgeAuthorisation) {
        List<String> causes = new ArrayList<>();
        if (b1.control1() == 1 || b1.control1() == 3) {
            causes.add((b1.control1() == 1 ? "master" : "slave") + " controller fault");
        }
        List<PsamRun> psams = new ArrayList<>(b1.psams1());
        psams.addAll(b1.psams2());
        for (PsamRun psam : psams) {
            if (psam.run() != 0) {
                causes.add("PSAM on channel " + psam.channel() + " does not run");
            } else if (judgeAuthorisation && psam.auth() != 0) {
                causes.add("PSAM on channel " + psam.channel() + " is not authorised");
            }
        }
        for (Antenna antenna : b1.antennas()) {
            if (antenna.status() != 0) {
                causes.add("antenna " + antenna.id() + ": " + RsuNetworkErrorCodes.antennaMeaning(antenna.status()));
            }
        }
        return String.join("; ", causes);
    }

    static boolean wantsAuthorisation(B0Status b0) {
        return b0.psams().stream().mapToInt(Psam::auth).anyMatch(auth -> auth > 0);
    }
}
