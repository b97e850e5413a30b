package org.etclane.sim.device;

import java.util.Optional;
import java.util.SplittableRandom;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand.Colour;
import org.etclane.device.display.FrameScanner;
import org.etclane.device.display.GbkText;
import org.etclane.device.display.brace.BraceCodec;
import org.etclane.device.display.brace.BraceSettings;
import org.etclane.device.display.sichuan.Sichuan1dCodec;
import org.etclane.device.display.sichuan.Sichuan1dSettings;
import org.etclane.device.display.sichuan.Sichuan1eCodec;
import org.etclane.device.display.sichuan.Sichuan1eSettings;
import org.etclane.device.link.Endpoint;

/**
 * The device side of a fee display (fee-displays.md): reads what it is told, keeps the {@link DisplayPicture} that a driver sees,
 * answers as its protocol does. Built from the driver's own settings, so both sides mean the same display. Paces nothing.
 *
 * <p>Frames are cut by their length, as {@link FrameScanner} does it; a frame that is not finished after 200 ms is
 * forgotten. One thread, the simulation's.
 */
public final class FeeDisplaySimulator implements Endpoint<FeeDisplayFault, FeeDisplayEvent> {
    private static final long NANOS_PER_MS = 1_000_000L;
    private static final long PARTIAL_MS = 200;
    private static final long NEVER = Long.MAX_VALUE;
    private static final int GARBAGE_BYTES = 24;

    private final Panel<?> panel;
    private final int rows;
    private final int bytesPerRow;
    private final long closesAfterMs;
    private final SplittableRandom random;

    private DisplayScreen screen;
    private DisplayPicture shown;
    private FeeDisplayFault fault = FeeDisplayFault.NONE;
    private long lastByteNanos;
    private long closesNanos = NEVER;

    private FeeDisplaySimulator(Panel<?> panel, int rows, int bytesPerRow, long closesAfterMs, long seed) {
        this.panel = panel;
        this.rows = rows;
        this.bytesPerRow = bytesPerRow;
        this.closesAfterMs = closesAfterMs;
        this.random = new SplittableRandom(seed);
        this.screen = new DisplayScreen(rows, bytesPerRow);
        this.shown = screen.picture();
    }

    /** @param seed of {@link FeeDisplayFault#GARBAGE} */
    public static FeeDisplaySimulator brace(BraceSettings settings, long seed) {
        return new FeeDisplaySimulator(new Panel<>(new BraceCodec(settings.profile()), new BraceDisplay(settings)), settings.rows(),
                settings.bytesPerRow(), 0, seed);
    }

    public static FeeDisplaySimulator sichuan1e(Sichuan1eSettings settings, long seed) {
        return new FeeDisplaySimulator(new Panel<>(new Sichuan1eCodec(settings.checkByte()), new Sichuan1eDisplay(settings)),
                settings.rows(), 16, 0, seed);
    }

    /** @param closesAfterMs it shows "lane closed" when it heard no frame for so long, one firmware: 300,000; 0 = never */
    public static FeeDisplaySimulator sichuan1d(Sichuan1dSettings settings, long closesAfterMs, long seed) {
        return new FeeDisplaySimulator(new Panel<>(new Sichuan1dCodec(), new Sichuan1dDisplay(settings)), settings.rows(),
                settings.bytesPerRow(), closesAfterMs, seed);
    }

    /** What can be seen now. */
    public DisplayPicture picture() {
        return shown;
    }

    @Override
    public void linkUp(long nowNanos, Sink<FeeDisplayEvent> sink) {
        panel.scanner.reset();
        heardSomething(nowNanos);
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<FeeDisplayEvent> sink) {
        panel.scanner.reset();
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<FeeDisplayEvent> sink) {
        due(nowNanos, sink);
        if (fault != FeeDisplayFault.POWER_OFF) {
            lastByteNanos = nowNanos;
            panel.feed(nowNanos, buffer, length, this, sink);
            tellChange(nowNanos, sink);
        }
    }

    /** The fault in force from now on. */
    @Override
    public void command(long nowNanos, FeeDisplayFault next, Sink<FeeDisplayEvent> sink) {
        if (fault == FeeDisplayFault.POWER_OFF || next == FeeDisplayFault.POWER_OFF) {
            screen = new DisplayScreen(rows, bytesPerRow);
            panel.scanner.reset();
            closesNanos = NEVER;
        }
        fault = next;
        tellChange(nowNanos, sink);
    }

    @Override
    public void due(long nowNanos, Sink<FeeDisplayEvent> sink) {
        if (nowNanos >= partialEndsNanos()) {
            panel.expire(nowNanos, this, sink);
        }
        if (nowNanos >= closesNanos) {
            closesNanos = NEVER;
            screen.clear();
            screen.row(1, GbkText.encode("ETC车道关闭"), Colour.RED);
            screen.row(2, GbkText.encode("请择道行驶"), Colour.RED);
            sink.emit(new FeeDisplayEvent.ClosedItself(nowNanos));
        }
        tellChange(nowNanos, sink);
    }

    @Override
    public long nextDueNanos() {
        return Math.min(partialEndsNanos(), closesNanos);
    }

    private long partialEndsNanos() {
        return panel.scanner.partial() ? lastByteNanos + PARTIAL_MS * NANOS_PER_MS + 1 : NEVER;
    }

    private void heardSomething(long nowNanos) {
        closesNanos = closesAfterMs == 0 || fault == FeeDisplayFault.POWER_OFF ? NEVER : nowNanos + closesAfterMs * NANOS_PER_MS;
    }

    private void tellChange(long nowNanos, Sink<FeeDisplayEvent> sink) {
        DisplayPicture now = screen.picture();
        if (!now.equals(shown)) {
            shown = now;
            sink.emit(new FeeDisplayEvent.Changed(nowNanos, now));
        }
    }

    private void answer(Optional<Bytes> answer, Bytes wrong, Sink<FeeDisplayEvent> sink) {
        if (answer.isEmpty()) {
            return;
        }
        switch (fault) {
            case NONE -> sink.send(answer.get().toArray());
            case NO_ANSWERS, POWER_OFF -> { }
            case WRONG_ANSWERS -> sink.send(wrong.toArray());
            case CUT_FRAMES -> sink.send(answer.get().slice(0, answer.get().size() - 1).toArray());
            case GARBAGE -> {
                byte[] noise = new byte[GARBAGE_BYTES];
                random.nextBytes(noise);
                sink.send(noise);
            }
        }
    }

    /** Ties the frames of one protocol to what the display does with them. */
    private record Panel<F>(FrameScanner<F> scanner, DisplayReaction<F> reaction) {
        Panel(FrameScanner.Shape<F> shape, DisplayReaction<F> reaction) {
            this(new FrameScanner<>(shape), reaction);
        }

        void feed(long nowNanos, byte[] buffer, int length, FeeDisplaySimulator display, Sink<FeeDisplayEvent> sink) {
            scanner.feed(buffer, length, output(nowNanos, display, sink));
        }

        void expire(long nowNanos, FeeDisplaySimulator display, Sink<FeeDisplayEvent> sink) {
            scanner.expire(output(nowNanos, display, sink));
        }

        private FrameScanner.Output<F> output(long nowNanos, FeeDisplaySimulator display, Sink<FeeDisplayEvent> sink) {
            return new FrameScanner.Output<>() {
                @Override
                public void frame(F frame) {
                    display.heardSomething(nowNanos);
                    display.answer(reaction.react(frame, display.screen), reaction.wrongAnswer(), sink);
                }

                @Override
                public void malformed(byte[] raw, FrameScanner.Fault fault) {
                    sink.malformed(raw, fault.reason);
                    if (fault == FrameScanner.Fault.DAMAGED) {
                        display.answer(reaction.damaged(), reaction.wrongAnswer(), sink);
                    }
                }
            };
        }
    }
}
