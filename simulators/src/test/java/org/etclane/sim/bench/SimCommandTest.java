package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.etclane.lane.core.LaneKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What {@code scripts/sim} refuses before it touches a line, and what it tells without one. */
class SimCommandTest {
    @TempDir
    Path data;

    private int run(String... more) {
        String[] all = java.util.stream.Stream.concat(java.util.stream.Stream.of("--data", data.toString()),
                java.util.stream.Stream.of(more)).toArray(String[]::new);
        return new CommandLine(new SimCommand()).execute(all);
    }

    @Test
    void theLibraryIsTold() {
        assertEquals(0, run("--list-scenarios"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--scenario no-such-thing", "--scenario no-obu --interactive", "--scenario no-obu --vehicles 3",
        "--interactive --vehicles 3", "--scenario no-obu --lang fr", "--scenario no-obu --rsu tcp:70000", "--vehicles -1",
        "--rsu-type radio", "--wiring modbus", "--display beijing", "--display-line pty", "--wiring gpio --display none --show-display", "--wiring ldi --io pty",
        "--wiring gpio --io /dev/ttyUSB0", "--rsu-type network --rsu pty", "--wiring ldi --scenario io-power-fails", "--scenario balance-zero", "--scenario lane-killed-during-a-debit", "--scenario station-away"})
    void isRefused(String words) {
        assertEquals(2, run(("--lane " + BenchRuns.config(LaneKind.EXIT) + " " + words).split(" ")));
    }
}
