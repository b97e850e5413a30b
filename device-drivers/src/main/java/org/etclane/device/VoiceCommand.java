package org.etclane.device;

/** The lane's loudspeaker (语音播报) says a text. Not idempotent: each command is heard once, a device that is away says nothing later. */
public record VoiceCommand(String text) implements DeviceCommand {
}
