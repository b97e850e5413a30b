package org.etclane.sim.bench.vm;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.etclane.device.gpio.GpioCodec;
import org.etclane.device.gpio.GpioFrame;
import org.etclane.device.gpio.GpioRole;
import org.etclane.sim.host.ChunkLink;

/**
 * Joins the lines of the simulated chip to the road outside, as cables do: the road's contacts become pulls on the lane's inputs,
 * and levels of the lane's outputs go out as if the road's simulated relays were driven. Both in the frames of
 * {@code org.etclane.device.gpio}, as {@link org.etclane.sim.host.SimulatedChip} speaks with the road for lines that are none of a kernel.
 *
 * <p>Nothing tells of a change of an output: barrier relays are looked at every {@value #LOOK_MS} ms, the other outputs every
 * {@value #LAMP_LOOKS} looks. A chip that is away counts as unchanged; when it is back, every input is pulled anew.
 *
 * <p>Threads {@code wires-in} and {@code wires-out}.
 */
final class GpioWires implements AutoCloseable {
    static final int LOOK_MS = 10;
    static final int LAMP_LOOKS = 5;
    private static final long LOOK_NANOS = LOOK_MS * 1_000_000L;
    private static final long AWAY_LOOK_NANOS = 200_000_000L;

    private final ChipLines chip;
    private final Map<GpioRole, Integer> lines;
    private final DataInputStream in;
    private final OutputStream out;
    private final Map<GpioRole, Boolean> pulls = new ConcurrentHashMap<>();
    private final Map<GpioRole, Runnable> strikes = new ConcurrentHashMap<>();
    private final Thread reader = Thread.ofPlatform().name("wires-in").daemon().unstarted(this::read);
    private final Thread looker = Thread.ofPlatform().name("wires-out").daemon().unstarted(this::look);
    private volatile boolean closed;
    /** Looker's thread only. */
    private final Map<GpioRole, Boolean> told = new EnumMap<>(GpioRole.class);
    private boolean away;

    /** @param in from the road; @param out to it */
    GpioWires(ChipLines chip, Map<GpioRole, Integer> lines, InputStream in, OutputStream out) {
        this.chip = chip;
        this.lines = new EnumMap<>(lines);
        this.in = new DataInputStream(new BufferedInputStream(in));
        this.out = out;
    }

    void start() throws IOException {
        out.write(ChunkLink.framed(GpioCodec.encode(new GpioFrame.ReadLevels())));
        reader.start();
        looker.start();
    }

    /**
     * Once, on the looker's thread, as soon as this output is seen to have gone high. The line is pulled up first: given back, it
     * stays as it was.
     */
    void strikeAtRise(GpioRole output, Runnable strike) {
        strikes.put(output, strike);
    }

    // ---- the road's contacts

    private void read() {
        try {
            while (!closed) {
                fromRoad(in.readNBytes(in.readUnsignedShort()));
            }
        } catch (IOException ended) {
            closed = true; // the road is gone, or we are closing
        }
    }

    private void fromRoad(byte[] chunk) {
        GpioCodec.decode(chunk, chunk.length, new GpioCodec.Output() {
            @Override
            public void frame(GpioFrame contact) {
                switch (contact) {
                    case GpioFrame.Edge(GpioRole role, boolean high, long _) -> pull(role, high);
                    case GpioFrame.Level(GpioRole role, boolean high, long _) when role.input() -> pull(role, high);
                    case GpioFrame.EdgesLost(GpioRole role, boolean high, long _) -> pull(role, high);
                    case GpioFrame.Level _, GpioFrame.Drive _, GpioFrame.Driven _, GpioFrame.ReadLevels _ -> { } // the lane's outputs are the lane's
                }
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                closed = true;
            }
        });
    }

    private void pull(GpioRole role, boolean up) {
        Integer line = lines.get(role);
        if (line == null) {
            return;
        }
        pulls.put(role, up);
        try {
            chip.pull(line, up);
        } catch (IOException gone) {
            // the looker pulls anew when the chip is back
        }
    }

    // ---- the lane's outputs

    private void look() {
        for (long turn = 0; !closed; turn++) {
            long pauseNanos = LOOK_NANOS;
            try {
                lookOnce(turn % LAMP_LOOKS == 0);
            } catch (IOException gone) {
                away = true;
                pauseNanos = AWAY_LOOK_NANOS;
            }
            LockSupport.parkNanos(pauseNanos);
        }
    }

    private void lookOnce(boolean lamps) throws IOException {
        List<GpioFrame> news = new ArrayList<>();
        for (Map.Entry<GpioRole, Integer> line : lines.entrySet()) {
            GpioRole role = line.getKey();
            if (role.input() || role.kind == GpioRole.Kind.LEVEL && !lamps) {
                continue;
            }
            boolean high = chip.high(line.getValue());
            Boolean before = told.put(role, high);
            if (high && before != null && !before && strikes.containsKey(role)) {
                chip.pull(line.getValue(), true);
                strikes.remove(role).run();
            }
            if (before == null || before != high) {
                news.add(new GpioFrame.Drive(role, high));
            }
        }
        if (away) {
            for (Map.Entry<GpioRole, Boolean> wished : pulls.entrySet()) {
                chip.pull(lines.get(wished.getKey()), wished.getValue());
            }
            away = false;
        }
        tell(news);
    }

    private void tell(List<GpioFrame> news) {
        try {
            for (GpioFrame frame : news) {
                out.write(ChunkLink.framed(GpioCodec.encode(frame)));
            }
        } catch (IOException roadGone) {
            closed = true;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        in.close();
        out.close();
    }
}
