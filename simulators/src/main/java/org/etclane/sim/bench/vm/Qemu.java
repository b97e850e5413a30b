package org.etclane.sim.bench.vm;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of the machine: a PC with two processors by plain emulation, five 16550 UARTs, a network card on QEMU's user network, no
 * disk. Dies with the bench.
 */
final class Qemu implements AutoCloseable {
    private static final int MEMORY_MIB = 1024;
    private static final Duration GOING_OFF = Duration.ofSeconds(20);

    /**
     * @param console   what the kernel and the init script print
     * @param uartPorts TCP ports of this machine on which the far ends of ttyS1, ttyS2, ttyS3 wait
     * @param agentPort where the agent is waited for
     */
    record Machine(Path kernel, Path image, Path console, List<Integer> uartPorts, int agentPort) {
        Machine {
            uartPorts = List.copyOf(uartPorts);
            if (uartPorts.size() != 3) {
                throw new IllegalArgumentException("UARTs with a far end: " + uartPorts.size() + ", allowed: 3 (ttyS0 is the console)");
            }
        }

        List<String> command() {
            List<String> command = new ArrayList<>(List.of("nice", "-n", "10", "qemu-system-x86_64", "-machine", "pc", "-accel",
                    "tcg,thread=multi", "-cpu", "qemu64", "-smp", "2", "-m", Integer.toString(MEMORY_MIB), "-nodefaults", "-no-reboot",
                    "-display", "none", "-rtc", "base=utc", "-kernel", kernel.toString(), "-initrd", image.toString(), "-append",
                    "console=ttyS0 panic=-1 quiet 8250.nr_uarts=8 vmbench_host=" + GuestPaths.BENCH + " vmbench_port=" + agentPort,
                    "-nic", "user,model=e1000", "-serial", "file:" + console));
            for (int i = 0; i < uartPorts.size(); i++) {
                command.addAll(List.of("-chardev", "socket,id=uart" + (i + 1) + ",host=127.0.0.1,port=" + uartPorts.get(i) + ",reconnect=1",
                        "-serial", "chardev:uart" + (i + 1)));
            }
            command.addAll(List.of("-chardev", "null,id=uart4", "-device", "pci-serial,chardev=uart4"));
            return command;
        }
    }

    private final Process process;
    private final Path log;
    private final Thread deathWithBench;

    /** @param log what QEMU itself says */
    Qemu(Machine machine, Path log) throws IOException {
        this.log = log;
        process = new ProcessBuilder(machine.command()).redirectErrorStream(true).redirectInput(new File("/dev/null"))
                .redirectOutput(log.toFile()).start();
        deathWithBench = new Thread(process::destroyForcibly, "qemu-end");
        Runtime.getRuntime().addShutdownHook(deathWithBench);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** @throws IOException with what QEMU said, when it has ended */
    void mustLive() throws IOException {
        if (!alive()) {
            throw new IOException("QEMU ended with " + process.exitValue() + ":\n" + HostNeeds.tail(Files.readString(log)));
        }
    }

    /** Waits for the machine to go off by itself, then ends it. */
    @Override
    public void close() {
        try {
            if (!process.waitFor(GOING_OFF.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Runtime.getRuntime().removeShutdownHook(deathWithBench);
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException alreadyEnding) {
            process.destroyForcibly();
        }
    }
}
