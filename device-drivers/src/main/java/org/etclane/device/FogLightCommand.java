package org.etclane.device;

/** The fog lights (雾灯) of the island's head. {@code flashing} means nothing while off. */
public record FogLightCommand(boolean on, boolean flashing) implements DeviceCommand {
}
