package org.etclane.device.display.brace;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.etclane.device.DisplayCommand.Colour;
import org.etclane.device.conformance.Ear;
import org.etclane.device.conformance.Suite;
import org.etclane.device.display.DisplayAnswer;
import org.etclane.device.display.DisplayEar;
import org.etclane.device.display.PolledDisplaySuite;
import org.etclane.device.display.ScreenExercises;

/** What is asked of a display of the brace family (fee-displays.md), in the letters of its profile. */
final class BraceConformance {
    private BraceConformance() {
    }

    static Suite<DisplayAnswer> suite(BraceSettings settings) {
        BraceDialect dialect = new BraceDialect(settings);
        Supplier<Ear<DisplayAnswer>> ear = settings.profile().has(BraceCommand.QUERY) ? () -> new DisplayEar<>(new BraceAnswer())
                : VersionEar::new;
        Optional<String> phrase = settings.profile().has(BraceCommand.PHRASE) ? settings.phrases().stream().findFirst() : Optional.empty();
        ScreenExercises.Screen screen = new ScreenExercises.Screen(settings.rows(), settings.bytesPerRow(), List.of(Colour.values()),
                "colours", true,
                Optional.empty(), phrase, settings.timing().selfTestMs());
        return PolledDisplaySuite.of("fee display 7B … 7D, profile " + settings.profile().name().toLowerCase(Locale.ROOT),
                settings.timing(),
                dialect, ear, screen, List.of());
    }
}
