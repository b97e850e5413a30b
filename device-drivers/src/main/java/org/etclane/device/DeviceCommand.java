package org.etclane.device;

/** What the lane wants a device to do. Imperative, immutable, idempotent unless it says otherwise. Routed by its type. */
public sealed interface DeviceCommand permits RsuCommand, BarrierCommand, SignalCommand, AlarmCommand, DisplayCommand,
        ScaleCommand, VoiceCommand, GuideBoardCommand, FogLightCommand {
}
