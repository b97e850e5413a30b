package org.etclane.device.scale.yaohua;

import java.math.BigDecimal;
import org.etclane.device.scale.Reading;
import org.etclane.device.scale.yaohua.YaohuaFrame.Displayed;
import org.etclane.device.trace.LineReader;
import org.etclane.device.trace.ScannerReader;

/** Frames of the XK3190 in words, for whoever looks at a trace. Pure. */
final class YaohuaWords {
    private final Reading.Unit unit;

    private YaohuaWords(Reading.Unit unit) {
        this.unit = unit;
    }

    /** The lane only speaks in command mode, and its zero is a command in every mode. */
    static LineReader reader(YaohuaSettings settings) {
        YaohuaWords words = new YaohuaWords(settings.unit());
        return new LineReader(new ScannerReader<>(YaohuaCodec.scanner(settings.mode()), words::of),
                new ScannerReader<>(YaohuaCodec.scanner(YaohuaSettings.Mode.COMMANDS), words::of));
    }

    private String of(YaohuaFrame frame) {
        return switch (frame) {
            case YaohuaFrame.Continuous0(Displayed weight) -> "Continuous0 " + shown(weight);
            case YaohuaFrame.LowFirst(Displayed weight) -> "LowFirst " + shown(weight);
            case YaohuaFrame.HighFirst(Displayed weight) -> "HighFirst " + shown(weight);
            case YaohuaFrame.Command c -> "Command '" + c.command() + "' of address " + c.address()
                    + c.weight().map(weight -> ": " + shown(weight)).orElse("");
        };
    }

    private String shown(Displayed weight) {
        return "shows " + BigDecimal.valueOf(weight.signedDigits(), weight.decimals()).toPlainString() + switch (unit) {
            case KILOGRAM -> " kg";
            case TONNE -> " t";
            case POUND -> " lb";
        };
    }
}
