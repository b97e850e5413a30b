package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.RsuEvent;
import org.etclane.device.lc301.Lc301Codec;
import org.etclane.device.lc301.Lc301Driver;
import org.etclane.device.lc301.Lc301Frame;
import org.etclane.device.lc301.Lc301Settings;
import org.etclane.device.link.ByteLink;
import org.etclane.device.link.DeviceAgent;
import org.etclane.device.link.Endpoint;
import org.etclane.device.link.LinkStatistics;
import org.etclane.device.link.LinkTimes;
import org.etclane.device.link.LinkTrace;
import org.etclane.device.link.SerialLink;
import org.etclane.device.link.SerialSettings;
import org.etclane.device.link.TcpLink;
import org.etclane.device.rsu.serial.RsuSerialDriver;
import org.etclane.device.rsu.serial.RsuSerialSettings;
import org.etclane.device.wim.ff.FfAnswer;
import org.etclane.device.wim.ff.FfCodec;
import org.etclane.device.wim.ff.FfCommand;
import org.etclane.device.wim.ff.FfDriver;
import org.etclane.device.wim.ff.FfSettings;
import org.etclane.sim.device.FfMeterSimSettings;
import org.etclane.sim.device.FfMeterSimulator;
import org.etclane.sim.device.ScaleSimEvent;
import org.etclane.sim.host.EndpointHost;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.pty.LockHolder;
import org.etclane.sim.pty.PseudoTerminal;
import org.etclane.sim.pty.PtyLink;
import org.etclane.sim.world.RealTimeScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One device misbehaves; the others' events reach the lane as before. Three real drivers on real lines, one queue to one lane thread as in
 * the lane. Nothing is asserted in absolute time: the same delay is measured with and without the bad device in one run and compared.
 */
class MisbehavingNeighbourIT {
    /**
     * From bytes written to the event at the lane takes a few tenths of a millisecond, most of it the waking of threads. Whoever waited for
     * the bad device anywhere on the way would wait for its pauses (20 ms to 5 s), its slow bytes (100 ms) or its time-outs (50 ms and
     * more): a hundredfold. Other work on two cores makes a few times of it.
     */
    private static final double MOST_OF_MEDIAN = 10;
    /** One in ten may meet another thread's time slice. */
    private static final double MOST_OF_NINTH_DECILE = 40;
    /** A machine that is busy with other things for half a second must not fail the build; a device that delays does so each time. */
    private static final int ROUNDS = 3;
    private static final int PROBES = 60;
    private static final long BETWEEN_PROBES_NANOS = 4_000_000L;
    private static final byte[] OBU_FOUND = Bytes.fromHex(
            "ffff18b26a81353e00cdf2bcafcdf2bcaf12345678876543212020080320250802102200f4ff").toArray();
    private static final int BAUD = 115_200;
    private static final Duration HANG = Duration.ofSeconds(20);

    private static boolean compiled;

    @TempDir
    Path folder;
    private final RealTimeScheduler simulation = new RealTimeScheduler("simulation");
    private final BlockingQueue<DeviceEvent> toLane = new ArrayBlockingQueue<>(8_192);
    private final BlockingQueue<Long> ioSeen = new ArrayBlockingQueue<>(1_000);
    private final BlockingQueue<Long> rsuSeen = new ArrayBlockingQueue<>(1_000);
    private final List<Throwable> bugs = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Thread lane = Thread.ofPlatform().name("lane").daemon().unstarted(this::lane);
    private PtyLink ioWire;
    private PtyLink rsuWire;
    private DeviceAgent<DeviceCommand, DeviceEvent> io;
    private boolean occupied;

    @BeforeEach
    void theOthers() throws Exception {
        lane.start();
        ioWire = wire("io");
        rsuWire = wire("rsu");
        io = agent("io", new Lc301Driver(Lc301Settings.defaults("io")), serial("io"));
        DeviceAgent<DeviceCommand, DeviceEvent> rsu = agent("rsu", new RsuSerialDriver("rsu",
                RsuSerialSettings.classic("rsu", RsuSerialSettings.EXIT), System::currentTimeMillis), serial("rsu"));
        BenchRuns.within("both lines are open", HANG, () -> io.statistics().up() && rsu.statistics().up());
        if (!compiled) {
            probes(4 * PROBES);
            compiled = true;
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        lane.interrupt();
        simulation.close();
        assertTrue(bugs.isEmpty(), bugs::toString);
        assertTrue(simulation.failure().isEmpty(), simulation.failure()::toString);
    }

    private PtyLink wire(String name) throws IOException {
        PtyLink wire = new PtyLink(name, folder.resolve(name));
        wire.start(new ByteLink.Listener() {
            @Override
            public void up(long atNanos) {
            }

            @Override
            public void bytes(long atNanos, byte[] chunk) {
            }

            @Override
            public void down(long atNanos, String cause) {
            }
        });
        open.add(wire);
        return wire;
    }

    private SerialLink serial(String name) {
        return new SerialLink(name, SerialSettings.parse(folder.resolve(name).toString(), BAUD + " 8N1"));
    }

    private DeviceAgent<DeviceCommand, DeviceEvent> agent(String name, Endpoint<DeviceCommand, DeviceEvent> driver, ByteLink line) {
        DeviceAgent<DeviceCommand, DeviceEvent> agent = new DeviceAgent<>(name, driver, line, new DeviceAgent.Listener<>() {
            @Override
            public void event(DeviceEvent event) {
                toLane.add(event);
            }

            @Override
            public void failed(Throwable bug) {
                bugs.add(bug);
            }
        }, new LinkTrace(LinkTrace.DEFAULT_ENTRIES), LinkTimes.NONE,
                event -> line instanceof TcpLink && event instanceof HealthEvent h && h.state() == HealthEvent.State.DOWN
                        ? Optional.of(h.cause()) : Optional.empty()); // as the lane wires it
        open.add(agent);
        agent.start();
        return agent;
    }

    private void lane() {
        try {
            while (true) {
                DeviceEvent event = toLane.take();
                long atNanos = System.nanoTime();
                switch (event) {
                    case LoopEvent loop when loop.role() == LoopEvent.Role.ARM && loop.occupancy() != LoopEvent.Occupancy.UNKNOWN ->
                            ioSeen.add(atNanos);
                    case RsuEvent.ObuFound _ -> rsuSeen.add(atNanos);
                    default -> { }
                }
            }
        } catch (InterruptedException over) {
            // the test has ended
        }
    }

    /** Delays in nanoseconds, sorted; the two other devices speak in turn. */
    private long[] probes(int count) throws InterruptedException {
        long[] delays = new long[count];
        for (int i = 0; i < count; i++) {
            BlockingQueue<Long> seen = i % 2 == 0 ? ioSeen : rsuSeen;
            occupied = i % 2 == 0 ? !occupied : occupied;
            byte[] frame = i % 2 == 0 ? Lc301Codec.encode(new Lc301Frame.BStatus(0x31, occupied ? 0x15 : 0x35, 0)) : OBU_FOUND;
            seen.clear();
            long writtenNanos = System.nanoTime();
            (i % 2 == 0 ? ioWire : rsuWire).offer(frame);
            Long seenNanos = seen.poll(HANG.toSeconds(), TimeUnit.SECONDS);
            assertNotNull(seenNanos, "an event of a device that works does not come at all");
            delays[i] = seenNanos - writtenNanos;
            LockSupport.parkNanos(BETWEEN_PROBES_NANOS);
        }
        Arrays.sort(delays);
        return delays;
    }

    /** What the bad device does, and by what its own numbers show that it did. */
    private enum Kind {
        HANGS_UP_AGAIN_AND_AGAIN(s -> s.downs() >= 2),
        HANGS_UP_FOR_GOOD(s -> s.downs() == 1 && !s.up()),
        SILENT(s -> s.up() && s.bytesIn() == 0 && s.framesOut() > 1),
        BABBLES(s -> s.up() && s.bytesIn() > 1_000 && s.malformed() > 0),
        SLOW_BYTES(s -> s.up() && s.bytesIn() > 1 && s.bytesIn() == s.chunksIn()),
        WRONG_ANSWERS(s -> s.up() && s.malformed() > 0 && s.lastMalformedReason().contains("which is not open")),
        TWO_ANSWER(s -> s.up() && s.malformed() > 0 && s.bytesIn() > 20),
        REBOOTS(s -> s.up() && s.malformed() > 0),
        PORT_BUSY(s -> !s.up() && s.lastCause().contains("locked by another process")),
        TCP_REFUSED(s -> !s.up() && s.lastCause().contains("refused")),
        TCP_RESET(s -> s.downs() >= 2),
        TCP_HALF_OPEN(s -> s.downs() >= 1 && s.bytesIn() == 0),
        TCP_FLOOD(s -> s.overflows() + s.malformed() > 0);

        private final Predicate<LinkStatistics> did;

        Kind(Predicate<LinkStatistics> did) {
            this.did = did;
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theOthersAreNotDelayedBy(Kind kind) throws Exception {
        List<String> rounds = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            long[] without = probes(PROBES);
            int before = open.size();
            DeviceAgent<DeviceCommand, DeviceEvent> bad = begin(kind);
            long[] with = probes(2 * PROBES);
            BenchRuns.within(kind + " really does so: " + bad.statistics(), HANG, () -> kind.did.test(bad.statistics()));
            while (open.size() > before) {
                open.removeLast().close();
            }
            double median = ratio(with, without, 0.5);
            double ninth = ratio(with, without, 0.9);
            rounds.add("%s: median %d us, %.1f times that without; ninth decile %d us, %.1f times".formatted(kind,
                    with[with.length / 2] / 1_000, median, with[with.length * 9 / 10] / 1_000, ninth));
            BenchRuns.say(rounds.getLast());
            if (median <= MOST_OF_MEDIAN && ninth <= MOST_OF_NINTH_DECILE) {
                return;
            }
        }
        fail("delayed each time: " + rounds);
    }

    private static double ratio(long[] with, long[] without, double part) {
        return (double) with[(int) (with.length * part)] / without[(int) (without.length * part)];
    }

    private DeviceAgent<DeviceCommand, DeviceEvent> begin(Kind kind) throws Exception {
        return switch (kind) {
            case HANGS_UP_AGAIN_AND_AGAIN -> {
                EndpointHost<?, ?> host = meter(Misbehaving.Mode.WELL);
                pullAgainAndAgain(host);
                yield scale(serial("scale"));
            }
            case HANGS_UP_FOR_GOOD -> {
                EndpointHost<?, ?> host = meter(Misbehaving.Mode.WELL);
                DeviceAgent<DeviceCommand, DeviceEvent> scale = scale(serial("scale"));
                BenchRuns.within("the line is open", HANG, () -> scale.statistics().up());
                host.unplug();
                yield scale;
            }
            case SILENT -> behaving(Misbehaving.Mode.SILENT);
            case BABBLES -> behaving(Misbehaving.Mode.BABBLING);
            case SLOW_BYTES -> behaving(Misbehaving.Mode.SLOW);
            case WRONG_ANSWERS -> behaving(Misbehaving.Mode.WRONG);
            case TWO_ANSWER -> behaving(Misbehaving.Mode.TWO);
            case REBOOTS -> behaving(Misbehaving.Mode.REBOOTING);
            case PORT_BUSY -> {
                PseudoTerminal held = new PseudoTerminal(folder.resolve("scale"));
                open.add(held);
                open.add(holder(held.link())::destroyForcibly);
                yield scale(serial("scale"));
            }
            case TCP_REFUSED -> scale(new TcpLink("scale", "127.0.0.1", portOfNobody()));
            case TCP_RESET -> scale(hostile(HostileServer.Mode.RESET));
            case TCP_HALF_OPEN -> scale(hostile(HostileServer.Mode.SWALLOW));
            case TCP_FLOOD -> scale(hostile(HostileServer.Mode.FLOOD));
        };
    }

    private DeviceAgent<DeviceCommand, DeviceEvent> behaving(Misbehaving.Mode mode) throws IOException {
        meter(mode);
        return scale(serial("scale"));
    }

    private EndpointHost<Misbehaving.Mode, ScaleSimEvent> meter(Misbehaving.Mode mode) throws IOException {
        EndpointHost<Misbehaving.Mode, ScaleSimEvent> host = EndpointHost.onPseudoTerminal("meter", badMeter(BAUD),
                folder.resolve("scale"), LinePace.BAUD_115200_8N1, simulation, _ -> { });
        open.add(host);
        host.start();
        host.command(mode);
        return host;
    }

    static Misbehaving<org.etclane.sim.device.ScaleSimCommand, ScaleSimEvent> badMeter(int baud) {
        return new Misbehaving<>(() -> new FfMeterSimulator(FfMeterSimSettings.defaults()), _ -> FfCodec.wire(
                new FfAnswer.Done(FfCommand.C8_DELETE_OLDEST, Bytes.fromHex("07ea050c0a1d01"), true)), baud, 7);
    }

    private DeviceAgent<DeviceCommand, DeviceEvent> scale(ByteLink line) {
        FfSettings settings = FfSettings.defaults("scale").with(new FfSettings.Timing(100, 1_000, 10, 100, 50, 400, 1_000));
        return agent("scale", new FfDriver(settings), line);
    }

    private void pullAgainAndAgain(EndpointHost<?, ?> host) {
        Thread hand = Thread.ofPlatform().name("hand").daemon().start(() -> {
            while (!Thread.interrupted()) {
                host.unplug();
                host.plug();
                LockSupport.parkNanos(60_000_000L);
            }
        });
        open.add(() -> {
            hand.interrupt();
            hand.join();
        });
    }

    private TcpLink hostile(HostileServer.Mode mode) throws IOException {
        HostileServer server = new HostileServer(mode, HostileServer.NOBODY);
        open.add(server);
        return new TcpLink("scale", "127.0.0.1", server.port());
    }

    private static int portOfNobody() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    static Process holder(Path port) throws IOException {
        Process holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto", "-Xmx32m",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), LockHolder.class.getName(),
                port.toString()).redirectErrorStream(true).start();
        String said = holder.inputReader().readLine();
        assertTrue("locked".equals(said), () -> "the holder of the port said " + said);
        return holder;
    }

    /** In shares of the time that passes: a thread that tries without a pause takes the whole of it. */
    @ParameterizedTest
    @EnumSource(value = Kind.class, names = {"HANGS_UP_FOR_GOOD", "TCP_REFUSED", "TCP_RESET", "PORT_BUSY"})
    void aLineThatIsGoneCostsAsLittleAsOneThatIsIdle(Kind kind) throws Exception {
        DeviceAgent<DeviceCommand, DeviceEvent> bad = begin(kind);
        BenchRuns.within(kind + " really does so: " + bad.statistics(), HANG, () -> kind.did.test(bad.statistics()));
        LockSupport.parkNanos(400_000_000L);
        long badBefore = cpuNanos("scale");
        long idleBefore = cpuNanos("io");
        long before = System.nanoTime();
        LockSupport.parkNanos(1_000_000_000L);
        double badShare = (double) (cpuNanos("scale") - badBefore) / (System.nanoTime() - before);
        double idleShare = (double) (cpuNanos("io") - idleBefore) / (System.nanoTime() - before);
        BenchRuns.say("%s: %.4f of a core, an idle line %.4f".formatted(kind, badShare, idleShare));
        assertTrue(badShare <= 0.03 + 3 * idleShare, () -> "of a core: " + badShare + ", an idle line " + idleShare);
    }

    private static long cpuNanos(String device) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().matches("(rx|tx|device):" + device))
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.threadId()))).sum();
    }

    @Test
    void aLineThatIsResetEachTimeIsTriedWithGrowingPauses() throws Exception {
        HostileServer server = new HostileServer(HostileServer.Mode.RESET, HostileServer.NOBODY);
        open.add(server);
        scale(new TcpLink("scale", "127.0.0.1", server.port()));
        BenchRuns.within("six calls", HANG, () -> server.callsNanos.size() >= 6);
        List<Long> calls = server.callsNanos;
        double growth = (double) (calls.get(5) - calls.get(4)) / (calls.get(2) - calls.get(1));
        // 100 ms doubles to 800 ms meanwhile; a busy machine makes the short ones longer
        assertTrue(growth > 2.5, () -> "the fifth pause is only so many times the second: " + growth);
    }
}
