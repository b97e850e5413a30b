package org.etclane.device.gpio;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.trace.LineReader;
import org.etclane.device.trace.Words;

/** What happens on digital lines in words, for whoever looks at a trace: levels by what they mean at this site. Pure. */
final class GpioWords {
    private final GpioSettings settings;

    private GpioWords(GpioSettings settings) {
        this.settings = settings;
    }

    static LineReader reader(GpioSettings settings) {
        GpioWords words = new GpioWords(settings);
        return new LineReader(words::read, words::read);
    }

    private List<String> read(byte[] piece) {
        List<String> told = new ArrayList<>();
        GpioCodec.decode(piece, piece.length, new GpioCodec.Output() {
            @Override
            public void frame(GpioFrame frame) {
                told.add(of(frame));
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                told.add(Words.noFrame(raw.length, reason));
            }
        });
        return told;
    }

    private String of(GpioFrame frame) {
        return switch (frame) {
            case GpioFrame.Level(GpioRole role, boolean high, long _) -> "Level " + means(role, high);
            case GpioFrame.Edge(GpioRole role, boolean high, long _) -> "Edge " + means(role, high);
            case GpioFrame.EdgesLost(GpioRole role, boolean high, long _) -> "EdgesLost, now " + means(role, high);
            case GpioFrame.Driven(GpioRole role, boolean high, long _) -> "Driven " + means(role, high);
            case GpioFrame.Drive(GpioRole role, boolean high) -> "Drive " + means(role, high);
            case GpioFrame.ReadLevels() -> "ReadLevels";
        };
    }

    private String means(GpioRole role, boolean high) {
        return settings.line(role).map(line -> {
            boolean active = line.active(high);
            return Words.of(role) + " " + switch (role) {
                case TRIGGER_LOOP, CAPTURE_LOOP, ARM_LOOP -> active ? "occupied" : "clear";
                case ARM_UP, ARM_DOWN -> active ? "reached" : "not reached";
                case BARRIER_FAULT, FOOT_ALARM, LANE_CLOSING_BAR, LIGHT_FAULT, RAISE, LOWER, PASS_GREEN, PASS_RED, CANOPY_GREEN,
                     CANOPY_RED, ALARM_SOUND, ALARM_LIGHT -> active ? "on" : "off";
            };
        }).orElseGet(() -> Words.of(role) + " " + (high ? "high" : "low") + ", which is not wired here");
    }
}
