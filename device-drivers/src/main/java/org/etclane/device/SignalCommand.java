package org.etclane.device;

/** Lane lights: the pass light (通行灯) beside the arm and the canopy light (雨棚灯) over the lane. */
public sealed interface SignalCommand extends DeviceCommand {
    record PassLight(boolean green) implements SignalCommand {
    }

    record CanopyLight(boolean green) implements SignalCommand {
    }
}
