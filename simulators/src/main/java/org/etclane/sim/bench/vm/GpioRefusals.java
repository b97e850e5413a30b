package org.etclane.sim.bench.vm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A second lane beside the first one, which gets none of what it wants: what it says, and that the first one does not mind. */
final class GpioRefusals {
    static final String NAME = "refused";
    static final String FILE = "/opt/etclane/lanes/refused.yaml";
    private static final Duration TOLD = Duration.ofSeconds(60);

    private final LaneTrial trial;
    private final GpioChipView chip;
    private final GuestLane second;

    GpioRefusals(LaneTrial trial, GpioChipView chip) {
        this.trial = trial;
        this.chip = chip;
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("etclane.data", GuestPaths.DATA + "/" + NAME);
        properties.put("etclane.gpio.chip", GuestPaths.CHIP);
        properties.put("etclane.rates", GuestPaths.CONFIG + "/rates-sample.csv");
        this.second = new GuestLane(trial.guest(), NAME, FILE, properties);
    }

    void run() throws IOException, InterruptedException {
        chip.forgetHistory();
        second.start();
        says("a line that another lane holds, and one that a kernel driver holds: told with chip, line, holder and remedy", "io",
                GuestPaths.CHIP + " line 0 is taken by \"etclane TRIGGER_LOOP\"", "another lane process is running",
                GuestPaths.CHIP + " line 30 is taken by \"other-board\"");
        says("a UART without permission: told with who may use it", "rsu", "no permission for /dev/ttyS4 (crw-------");
        says("a UART that the first lane holds: told with its process", "display", GuestPaths.DISPLAY_PORT + " is locked by another process");
        chip.permit(false);
        says("a gpiochip without permission: told with who may use it and a udev rule", "io", "no permission for " + GuestPaths.CHIP
                + " (crw------- root:root)", "SUBSYSTEM==\"gpio\"");
        chip.permit(true);
        second.stop();
        JsonNode io = trial.lane().device("io");
        LineHistory history = chip.history();
        trial.proof("the first lane and its outputs are not touched by any of this", io.path("state").asText().equals("UP")
                && history.changes().isEmpty(), "its io is " + io.path("state").asText() + "; levels given to outputs meanwhile: "
                + history.changes().size());
        second.fetchLog(trial.folder().resolve(NAME + ".log"));
    }

    private void says(String what, String device, String... words) throws InterruptedException {
        JsonNode told = second.awaitDevice(device, d -> all(d, words), TOLD);
        trial.proof(what, all(told, words) && !told.path("state").asText().equals("UP"), told.path("cause").asText("nothing"));
    }

    private static boolean all(JsonNode device, String... words) {
        String cause = device.path("cause").asText();
        for (String word : words) {
            if (!cause.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
