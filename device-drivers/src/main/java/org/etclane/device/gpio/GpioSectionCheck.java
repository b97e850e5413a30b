package org.etclane.device.gpio;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.spi.Checked;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/** What single keys of a {@link GpioSection} cannot tell: a line has one role, and there are not more chips than a lane may use. */
final class GpioSectionCheck implements Checked.Check {
    @Override
    public void check(Checked.Values values, Checked.Report report) {
        Map<String, String> users = new HashMap<>();
        Set<String> chips = new LinkedHashSet<>();
        for (GpioRole role : GpioRole.values()) {
            String key = key(role);
            Optional<String> chip = chip(values, key);
            values.get(key + ".offset", Integer.class).ifPresent(offset -> chip.ifPresent(on -> {
                taken(on, offset, key, users, report);
                if (chips.add(on) && chips.size() == GpioSettings.MOST_CHIPS + 1) {
                    tooMany(on, key, report);
                }
            }));
        }
    }

    /** "inputs.armLoop". */
    static String key(GpioRole role) {
        StringBuilder name = new StringBuilder(role.input() ? "inputs." : "outputs.");
        String[] words = role.name().toLowerCase(Locale.ROOT).split("_");
        name.append(words[0]);
        for (int i = 1; i < words.length; i++) {
            name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i], 1, words[i].length());
        }
        return name.toString();
    }

    /** Empty when the line is not wired, or its chip is wrong and reported already. */
    private static Optional<String> chip(Checked.Values values, String key) {
        return values.get(key + ".chip", Optional.class)
                .flatMap(own -> own.isPresent() ? Optional.of((String) own.get()) : values.get("chip", String.class));
    }

    private static void taken(String chip, int offset, String key, Map<String, String> users, Checked.Report report) {
        String where = chip + " line " + offset;
        String before = users.putIfAbsent(where, key);
        if (before != null) {
            report.problem(Problem.Kind.CONTRADICTION, key + ".offset", new Text("means " + where + ", as does " + before,
                    "即" + chip + "的" + offset + "号线，与" + before + "相同"), new Text("a line that has no other role", "未作他用的线路"),
                    new Text("correct one of the two; gpioinfo lists the lines of a chip", "改正其中一个；gpioinfo可列出芯片的线路"));
        }
    }

    private static void tooMany(String chip, String key, Checked.Report report) {
        report.problem(Problem.Kind.OUT_OF_RANGE, key + ".chip", new Text(chip + " is one chip too many", chip + "超出芯片数量上限"),
                new Text("at most " + GpioSettings.MOST_CHIPS + " different chips", "最多" + GpioSettings.MOST_CHIPS + "个不同芯片"),
                new Text("wire this line to a chip that is used already", "将该线路接到已使用的芯片"));
    }
}
