package org.etclane.sim.bench.vm;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Tries the GPIO provider on a simulated chip, inside the machine: {@code GpioChecksMain CHIP WIRES NAME}, the chip's device file, the
 * folder of its lines' far side, and its name for {@code gpio-chip}. Prints one line of JSON behind {@value #MARK}. Needs root.
 */
public final class GpioChecksMain {
    static final String MARK = "PROOFS ";

    private GpioChecksMain() {
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        ChipLines wires = new SysfsLines(Path.of(args[1]));
        List<Proof> proofs = new ArrayList<>(new GpioProviderChecks(args[0], wires).run());
        proofs.addAll(new GpioLinkChecks(args[0], args[2], wires).run());
        System.out.println(MARK + new JsonMapper().writeValueAsString(proofs));
        System.exit(0); // whatever a failed check has left running
    }
}
