package org.etclane.device;

/** The lane's sounder and flash light (声光报警器). Both off = alarm ends. */
public record AlarmCommand(boolean sound, boolean light) implements DeviceCommand {
}
