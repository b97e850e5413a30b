package org.etclane.device.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.DriverProvider;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.device.spi.SectionDefaults;
import org.etclane.device.trace.ReaderTrials.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The words of every type of ours, over golden transcripts. What they are is in {@code words.txt}, read and found right by people. */
class LineReaderTest {
    /** Their sections have sections within: their words are tried in their own packages. */
    private static final Set<String> ELSEWHERE = Set.of("gpio", "ldi");

    /** @param written keys that have no default, or another value than that */
    record Case(String type, String transcript, Map<String, String> written) {
        static Case of(String type, String transcript, String... keysAndValues) {
            Map<String, String> written = new java.util.HashMap<>(Map.of("port", "/dev/ttyS9"));
            for (int i = 0; i < keysAndValues.length; i += 2) {
                written.put(keysAndValues[i], keysAndValues[i + 1]);
            }
            return new Case(type, transcript, written);
        }

        Supplier<LineReader> reader() {
            DriverProvider<?> driver = DriverRegistry.load(getClass().getClassLoader()).find(type).orElseThrow();
            ConfiguredDevice device = new ConfiguredDevice(driver, section(driver));
            return () -> device.reader().orElseThrow();
        }

        private <S extends Record> S section(DriverProvider<S> driver) {
            try {
                return SectionDefaults.of(driver.settingsType(), written);
            } catch (ReflectiveOperationException wrong) {
                throw new AssertionError(type + " with " + written, wrong);
            }
        }

        List<Said> conversation() {
            return ReaderTrials.transcript(transcript);
        }

        @Override
        public String toString() {
            return type + " " + transcript;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(Case.of("rsu-serial", "rsu/serial/exit-dialogue.txt"), Case.of("rsu-serial", "rsu/serial/exit-lost-answer.txt"),
                Case.of("rsu-serial", "rsu/serial/entry-dialogue.txt"),
                Case.of("rsu-serial", "rsu/serial/jiangsu-exit-lost-answer.txt", "profile", "jiangsu"),
                Case.of("rsu-serial", "rsu/serial/yunnan-exit.txt", "profile", "yunnan"),
                Case.of("rsu-serial", "rsu/serial/ef04-exit-lost-answer.txt", "profile", "ef04"),
                Case.of("rsu-network", "rsu/network/exit-dual-chip.txt"), Case.of("rsu-network", "rsu/network/exit-lost-answer.txt"),
                Case.of("lc301", "lc301/passage.txt"), Case.of("display-brace", "display/qinghai.txt", "profile", "qinghai"),
                Case.of("display-brace", "display/shandong.txt", "profile", "shandong"),
                Case.of("display-sichuan-1d", "display/sichuan-1d.txt"), Case.of("display-sichuan-1e", "display/sichuan-1e.txt"),
                Case.of("wim-ff", "wim/ff/two-vehicles.txt"), Case.of("wim-wanji", "wim/wanji/missing-vehicle.txt"),
                Case.of("scale-yaohua", "scale/yaohua/truck.txt"), Case.of("scale-toledo", "scale/toledo/load.txt"));
    }

    @Test
    void everyTypeOfOursHasAReader() {
        Set<String> tried = new HashSet<>(cases().map(Case::type).toList());
        tried.addAll(ELSEWHERE);
        Set<String> types = new HashSet<>(DriverRegistry.load(getClass().getClassLoader()).types());
        assertEquals(types, tried);
    }

    @Test
    void theWordsAreThose() {
        List<String> said = new ArrayList<>();
        cases().forEach(one -> {
            said.add("== " + one);
            said.addAll(ReaderTrials.words(one.reader().get(), one.conversation()));
        });
        assertEquals(String.join("\n", ReaderTrials.lines("words.txt")), String.join("\n", said));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everySplitAndAllDamageIsStood(Case one) {
        assertTrue(one.conversation().size() > 4, "the transcript is read");
        ReaderTrials.stands(one.reader(), one.conversation());
    }
}
