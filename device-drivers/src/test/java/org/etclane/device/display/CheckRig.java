package org.etclane.device.display;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.etclane.device.spi.Checked;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/** The check of one section, with the values of an otherwise good configuration. */
public final class CheckRig {
    private final Checked.Check check;
    private final Map<String, Object> good;

    public CheckRig(Checked.Check check, Map<String, Object> good) {
        this.check = check;
        this.good = Map.copyOf(good);
    }

    /** The keys that are complained of when these values stand in place of the good ones; each complaint has words for people. */
    public List<String> complaints(Map<String, Object> changed) {
        Map<String, Object> values = new HashMap<>(good);
        values.putAll(changed);
        Map<String, Object> byPath = new HashMap<>();
        values.forEach((key, value) -> byPath.put("devices.display." + key, value));
        List<String> keys = new ArrayList<>();
        check.check(new Checked.Values(byPath, "devices.display"), new Checked.Report() {
            @Override
            public boolean readable(Path file) {
                throw new AssertionError("no display has files");
            }

            @Override
            public void problem(Problem.Kind kind, String name, Text what, Text allowed, Text advice) {
                for (Text text : List.of(what, allowed, advice)) {
                    assertFalse(text.english().isBlank() || text.chinese().isBlank(), name);
                }
                keys.add(name);
            }
        });
        return keys;
    }
}
