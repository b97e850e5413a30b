package org.etclane.device.ldi;

import java.util.List;

/** What a session is told to do with its device. */
public sealed interface LdiOrder {

    /** 1B for one module. While the one before is not answered the latest waits; an order to a barrier goes out at once. */
    record Control(LdiControl control) implements LdiOrder {
    }

    // ---- configuration (§6), one exchange at a time in the order in which they were given

    /** 0A: where the device finds the lane. Takes effect at its next connection. */
    record SetIp(LdiIpBlock ip) implements LdiOrder {
    }

    /** 0B for one module, active at once. */
    record SetParameter(LdiParameter parameter) implements LdiOrder {
    }

    /** 0D. */
    record Reboot(List<LdiModule> modules) implements LdiOrder {
        public Reboot {
            modules = List.copyOf(modules);
        }
    }

    /** 1D. */
    record ReadIp() implements LdiOrder {
    }

    /** 1E. The text has it in factory mode only; a device that answers it in work mode is read. */
    record ReadParameters() implements LdiOrder {
    }
}
