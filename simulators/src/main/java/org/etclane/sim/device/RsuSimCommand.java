package org.etclane.sim.device;

import org.etclane.device.ObuId;

/** What the bench asks of a simulated RSU. */
public sealed interface RsuSimCommand {

    /** The next dialogue without an order of its own goes wrong in this way; orders queue up. */
    record FailNext(RsuSimFault fault) implements RsuSimCommand {
    }

    /** The next dialogue with this OBU goes wrong in this way. */
    record FailObu(ObuId obu, RsuSimFault fault) implements RsuSimCommand {
    }

    /** Power off and on: any dialogue dies, memory is lost, the power-up frame comes. */
    record PowerCycle() implements RsuSimCommand {
    }
}
