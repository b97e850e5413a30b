package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaneYamlTest {
    private static final String LANE = """
            lane:
              kind: exit

            devices:                # what stands there
              rsu:                  # antenna
                type: rsu-serial

                port: /dev/ttyS0    # here
              # loops
              io: {type: lc301, port: /dev/ttyS1}

            # tables
            parameters:
              rateTable: rates.csv  # to start with
            """;

    private static Map<String, String> keys(String type, String port) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("type", type);
        keys.put("port", port);
        return keys;
    }

    @Test
    void oneEntryIsReplacedAndAllElseStays() {
        assertEquals(LANE.replace("""
                  rsu:                  # antenna
                    type: rsu-serial

                    port: /dev/ttyS0    # here
                """.indent(0), """
                  rsu:
                    type: rsu-network
                    port: "tcp:127.0.0.1:9000"
                """.indent(0)), LaneYaml.withSection(LANE, "devices", "rsu", keys("rsu-network", "tcp:127.0.0.1:9000")));
        assertEquals(LANE.replace("{type: lc301, port: /dev/ttyS1}", "\n    type: gpio-board\n    port: /dev/gpiochip0")
                .replace("io: \n", "io:\n"), LaneYaml.withSection(LANE, "devices", "io", keys("gpio-board", "/dev/gpiochip0")));
    }

    @Test
    void keysOfInnerSectionsStandBelowThem() {
        Map<String, String> keys = new LinkedHashMap<>();
        List.of("type", "a.b.c", "a.b.d", "a.e", "f").forEach(key -> keys.put(key, "x"));
        assertEquals(LANE.replace("io: {type: lc301, port: /dev/ttyS1}", "io:\n    type: x\n    a:\n      b:\n        c: x\n        d: x\n"
                + "      e: x\n    f: x"), LaneYaml.withSection(LANE, "devices", "io", keys));
    }

    @Test
    void anEntryThatIsNotThereComesLast() {
        assertEquals(LANE.replace("/dev/ttyS1}\n", "/dev/ttyS1}\n  display:\n    type: display-brace\n    port: /tmp/a\n"),
                LaneYaml.withSection(LANE, "devices", "display", keys("display-brace", "/tmp/a")));
    }

    @Test
    void anEntryWithoutKeysIsTakenOut() {
        assertEquals(LANE.replace("  io: {type: lc301, port: /dev/ttyS1}\n", ""), LaneYaml.withSection(LANE, "devices", "io", Map.of()));
        assertEquals(LANE, LaneYaml.withSection(LANE, "devices", "scale", Map.of()));
    }

    @Test
    void aValueIsQuotedWhereItHasTo() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("a", "/etc/rates.csv");
        keys.put("b", "/a b/\"${x}\"");
        keys.put("c", "${etclane.io.port}");
        assertEquals("d:\n  e:\n    a: /etc/rates.csv\n    b: \"/a b/\\\"$${x}\\\"\"\n    c: ${etclane.io.port}\n",
                LaneYaml.withSection("d:\n", "d", "e", keys));
    }

    @Test
    void aCopyMeansTheSameFiles() {
        assertEquals("""
                data: ${etclane.data:/lanes/data/exit}   # here
                data2: x
                station:
                  trusted: /lanes/config/certificates/a.pem
                  certificates: "/lanes/config/b.pem"
                  privateKey: ${etclane.key}
                  host: trusted
                parameters:
                  rateTable: /etc/rates.csv
                  trustedKeys: [/lanes/config/a.pem, "/etc/b.pem"] # two
                """, LaneYaml.withAbsolutePaths("""
                data: ${etclane.data:../data/exit}   # here
                data2: x
                station:
                  trusted: certificates/a.pem
                  certificates: "b.pem"
                  privateKey: ${etclane.key}
                  host: trusted
                parameters:
                  rateTable: /etc/rates.csv
                  trustedKeys: [a.pem, "/etc/b.pem"] # two
                """, Path.of("/lanes/config")));
    }

    @Test
    void aSectionInAnotherStyleIsRefusedByName() {
        assertEquals("the lane's configuration has no section devices with its keys in lines below it; write it as config/exit-lane.yaml"
                + " does", assertThrows(IllegalArgumentException.class,
                () -> LaneYaml.withSection("devices: {rsu: {}}\n", "devices", "rsu", keys("a", "b"))).getMessage());
    }
}
