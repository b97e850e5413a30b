package org.etclane.device.ldi;

import java.util.HashMap;
import java.util.Map;
import org.etclane.device.Bytes;
import org.etclane.device.conformance.Ear;
import org.etclane.device.ldi.LdiHeard.Babbles;
import org.etclane.device.ldi.LdiHeard.Called;
import org.etclane.device.ldi.LdiHeard.Gone;
import org.etclane.device.ldi.LdiHeard.NoPlace;
import org.etclane.device.ldi.LdiHeard.Read;
import org.etclane.device.ldi.LdiHeard.Said;
import org.etclane.device.ldi.LdiHeard.Vehicle;
import org.etclane.device.ldi.LdiHeard.WantsInitialisation;
import org.etclane.device.link.Callers;

/** What callers say, for {@link LdiConformance}: the lane's de-framer and codec, one of each caller that is there. */
final class LdiEar implements Ear<LdiHeard> {
    private static final int CHUNKS_AT_ONCE = Callers.WINDOW / 2;

    private final LdiSettings settings;
    private final Map<Integer, LdiDeframer> deframers = new HashMap<>();
    private final Map<Integer, Integer> chunks = new HashMap<>();
    private final Map<Integer, Integer> bad = new HashMap<>();

    LdiEar(LdiSettings settings) {
        this.settings = settings;
    }

    @Override
    public void feed(byte[] buffer, int length, Output<LdiHeard> out) {
        Bytes raw = Bytes.copyOf(buffer, 0, length);
        switch (Callers.notice(buffer, length).orElse(null)) {
            case Callers.Opened(int caller, String peer) -> {
                deframers.put(caller, new LdiDeframer(settings.limits().dataBytes()));
                out.frame(new Called(caller, peer), raw);
            }
            case Callers.Received(int caller, Bytes bytes) -> {
                LdiDeframer deframer = deframers.get(caller);
                if (deframer != null) {
                    deframer.feed(bytes.toArray(), bytes.size(), said(caller, out));
                    tooMuchBad(caller, out);
                    if (chunks.merge(caller, 1, Integer::sum) == CHUNKS_AT_ONCE) {
                        chunks.remove(caller);
                        out.frame(new Read(caller, CHUNKS_AT_ONCE), Bytes.EMPTY);
                    }
                }
            }
            case Callers.Closed(int caller, String cause) -> {
                deframers.remove(caller);
                chunks.remove(caller);
                bad.remove(caller);
                out.frame(new Gone(caller, cause), raw);
            }
            case Callers.Refused(long count, String peer) -> out.frame(new NoPlace(0, count, peer), raw);
            case null -> out.malformed(raw, "not a line of callers");
        }
    }

    @Override
    public void reset() {
        deframers.clear();
        chunks.clear();
        bad.clear();
    }

    /** As in a lane, but for a whole connection: who babbles is not listened to any longer. */
    private void tooMuchBad(int caller, Output<LdiHeard> out) {
        if (bad.getOrDefault(caller, 0) > settings.limits().badPerMinute()) {
            deframers.remove(caller);
            out.frame(new Babbles(caller), Bytes.EMPTY);
        }
    }

    @Override
    public long frameGapMs() {
        return settings.timing().stallMs();
    }

    @Override
    public void expire(Output<LdiHeard> out) {
        deframers.forEach((caller, deframer) -> deframer.expire(said(caller, out)));
    }

    private LdiDeframer.Output said(int caller, Output<LdiHeard> out) {
        return new LdiDeframer.Output() {
            @Override
            public void frame(LdiFrame frame) {
                Bytes raw = Bytes.copyOf(frame.encode());
                switch (LdiCodec.decode(frame.data())) {
                    case LdiDecoded.Good(LdiMessage message) -> {
                        out.frame(new Said(caller, frame.seq(), message), raw);
                        consequences(caller, message, out);
                    }
                    case LdiDecoded.Malformed(String reason) -> malformed(raw.toArray(), reason);
                }
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                bad.merge(caller, 1, Integer::sum);
                out.malformed(Bytes.copyOf(raw), "caller " + caller + ": " + reason);
            }
        };
    }

    /** What needs a word of its own from the lane, beside the answer. */
    private static void consequences(int caller, LdiMessage message, Output<LdiHeard> out) {
        if (message instanceof LdiMessage.Monitor0C monitor) {
            monitor.modules().stream().filter(one -> one.fault() == LdiMessage.Monitored.FAULT_INITIALISE_AGAIN)
                    .forEach(one -> out.frame(new WantsInitialisation(caller, one.module()), Bytes.EMPTY));
        } else if (message instanceof LdiMessage.Report1C report) {
            report.reports().stream().filter(one -> one instanceof LdiReport.Detected(_, int status)
                    && status == LdiReport.Detected.VEHICLE).forEach(one -> out.frame(new Vehicle(caller, one.module()), Bytes.EMPTY));
        }
    }
}
