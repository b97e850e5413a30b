package org.etclane.device.display;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with a settings record, so that it is refused once with all reasons. One thread. */
public final class SettingsProblems {
    private final List<String> found = new ArrayList<>();

    public SettingsProblems range(String key, long value, long least, long most) {
        return expect(value >= least && value <= most, key + " is " + value + ", allowed: " + least + "–" + most);
    }

    public SettingsProblems expect(boolean good, String problem) {
        if (!good) {
            found.add(problem);
        }
        return this;
    }

    public SettingsProblems colours(ColourCodes colours) {
        return expect(colours != null && colours.printable(),
                "colours is " + colours + ", allowed: three printable ASCII characters other than { and }");
    }

    /** @throws IllegalArgumentException with every problem found */
    public void refuse() {
        if (!found.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", found));
        }
    }
}
