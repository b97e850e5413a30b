package org.etclane.device.ldi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.etclane.device.Bytes;
import org.etclane.device.link.Callers;
import org.etclane.device.trace.LineReader;
import org.etclane.device.trace.PieceReader;
import org.etclane.device.trace.Words;

/**
 * What devices on the national interface say and are told in words, for whoever looks at a trace: each piece belongs to one caller and
 * begins with its five bytes. Verification codes, passwords and upload addresses are never in the words. Holds one unfinished frame of
 * each caller and direction.
 */
final class LdiWords {
    private static final int LONGEST_DATA_BYTES = 4096;

    private LdiWords() {
    }

    static LineReader reader() {
        return new LineReader(new FromCallers(), new ToCallers());
    }

    private static final class FromCallers implements PieceReader {
        private final Streams streams = new Streams();

        @Override
        public List<String> read(byte[] piece) {
            return Callers.notice(piece, piece.length).map(notice -> switch (notice) {
                case Callers.Opened(int caller, String peer) -> List.of("caller " + caller + " is " + peer);
                case Callers.Received(int caller, Bytes bytes) -> streams.read(caller, bytes);
                case Callers.Closed(int caller, String cause) -> {
                    streams.forget(caller);
                    yield List.of("caller " + caller + " has gone: " + cause);
                }
                case Callers.Refused(long count, String peer) -> List.of(count + " callers refused, the last one was " + peer);
            }).orElseGet(() -> List.of(Words.noFrame(piece.length, "no notice of a caller")));
        }

        @Override
        public List<String> pause() {
            return streams.pause();
        }
    }

    private static final class ToCallers implements PieceReader {
        private final Streams streams = new Streams();

        @Override
        public List<String> read(byte[] piece) {
            return Callers.order(piece).map(order -> switch (order) {
                case Callers.Send(int caller, Bytes bytes) -> streams.read(caller, bytes);
                case Callers.TakeMore(int caller, int count) -> List.of("caller " + caller + ": " + count + " more may come");
                case Callers.HangUp(int caller, String cause) -> List.of("caller " + caller + " is cut off: " + cause);
                case Callers.Forget(int caller) -> {
                    streams.forget(caller);
                    yield List.of("caller " + caller + ": its place is free");
                }
            }).orElseGet(() -> List.of(Words.noFrame(piece.length, "no order for a caller")));
        }
    }

    /** One direction of every caller. */
    private static final class Streams {
        private final Map<Integer, LdiDeframer> byCaller = new HashMap<>();

        List<String> read(int caller, Bytes bytes) {
            Told told = new Told(caller);
            byCaller.computeIfAbsent(caller, _ -> new LdiDeframer(LONGEST_DATA_BYTES)).feed(bytes.toArray(), bytes.size(), told);
            return told.words;
        }

        List<String> pause() {
            List<String> all = new ArrayList<>();
            byCaller.forEach((caller, deframer) -> {
                Told told = new Told(caller);
                deframer.expire(told);
                all.addAll(told.words);
            });
            return all;
        }

        void forget(int caller) {
            byCaller.remove(caller);
        }
    }

    private static final class Told implements LdiDeframer.Output {
        private final List<String> words = new ArrayList<>();
        private final String who;

        Told(int caller) {
            who = "caller " + caller + ": ";
        }

        @Override
        public void frame(LdiFrame frame) {
            words.add(who + switch (LdiCodec.decode(frame.data())) {
                case LdiDecoded.Good(LdiMessage message) -> of(message);
                case LdiDecoded.Malformed(String reason) -> "not understood: " + reason;
            });
        }

        @Override
        public void malformed(byte[] raw, String reason) {
            words.add(who + Words.noFrame(raw.length, reason));
        }
    }

    private static String of(LdiMessage message) {
        String name = message.getClass().getSimpleName();
        return switch (message) {
            case LdiMessage.A0IpSet m -> answer(name, m);
            case LdiMessage.B0ParametersSet m -> answer(name, m);
            case LdiMessage.D0RebootReceived m -> answer(name, m);
            case LdiMessage.E0Authenticated m -> answer(name, m);
            case LdiMessage.D1Ip m -> answer(name, m) + ", device " + address(m.ip().device()) + ", server " + address(m.ip().server1());
            case LdiMessage.SetIp0A m -> name + " device " + address(m.ip().device()) + ", server " + address(m.ip().server1());
            case LdiMessage.SetParameters0B m -> name + " " + modules(m.modules().stream().map(LdiParameter::module).toList());
            case LdiMessage.E1Parameters m -> name + " " + modules(m.modules().stream().map(LdiParameter::module).toList());
            case LdiMessage.Reboot0D m -> name + " " + modules(m.modules());
            case LdiMessage.ReadIp1D _, LdiMessage.ReadParameters1E _ -> name;
            case LdiMessage.Authenticate0E m -> name + " " + modules(m.modules());
            case LdiMessage.Monitor0C m -> name + " " + Words.list(m.modules().stream().map(LdiWords::of).toList(), "no module");
            case LdiMessage.C0MonitorAnswer m -> name + " " + modules(m.modules().stream().map(LdiMessage.Newest::module).toList());
            case LdiMessage.Upgrade0F m -> name + " " + m.module();
            case LdiMessage.Report1C m -> name + " " + Words.list(m.reports().stream().map(LdiWords::of).toList(), "nothing");
            case LdiMessage.C1Received m -> name + " " + Words.list(m.receipts().stream().map(r -> r.module()
                    + (r.status() == 0 ? " handled" : " failed")).toList(), "nothing");
            case LdiMessage.Initialise1A m -> name + " " + modules(m.modules().stream().map(LdiMessage.Initialised::module).toList());
            case LdiMessage.A1Initialised m -> name + " " + Words.list(m.modules().stream().map(r -> r.module()
                    + (r.state() == 0 ? " ok" : " abnormal")).toList(), "no module");
            case LdiMessage.Control1B m -> name + " " + Words.list(m.controls().stream().map(LdiWords::of).toList(), "nothing");
            case LdiMessage.B1Controlled m -> name + " " + Words.list(m.results().stream().map(r -> r.module()
                    + (r.status() == 0 ? " done" : " failed")).toList(), "nothing");
            case LdiMessage.Search21 _ -> name;
            case LdiMessage.Found12 m -> name + " " + address(m.device());
            case LdiMessage.Unknown m -> "%02X is not described, %d bytes".formatted(m.command(), m.rest().size());
        };
    }

    private static String answer(String name, LdiMessage.Answer answer) {
        return name + (answer.errorCode() == LdiMessage.Answer.SUCCESS ? " ok" : " refused, error " + answer.errorCode());
    }

    private static String of(LdiMessage.Monitored state) {
        return state.module() + " state " + state.runState() + (state.fault() == 0 ? "" : ", " + LdiFaults.words(state.fault()))
                + (state.available() == 0 ? "" : ", not available");
    }

    private static String of(LdiReport report) {
        return report.module() + " " + switch (report) {
            case LdiReport.BarrierInPlace b -> b.status() == LdiReport.BarrierInPlace.UP ? "up in place"
                    : b.status() == LdiReport.BarrierInPlace.DOWN ? "down in place" : "status " + b.status();
            case LdiReport.Detected d -> d.status() == LdiReport.Detected.VEHICLE ? "vehicle"
                    : d.status() == LdiReport.Detected.EMPTY ? "empty" : "status " + d.status();
            case LdiReport.OtherReport other -> "function " + other.func() + ", " + other.rest().size() + " bytes";
        };
    }

    private static String of(LdiControl control) {
        return control.module() + " " + switch (control) {
            case LdiControl.BarrierMove move -> switch (move.motion()) {
                case LdiControl.BarrierMove.LOWER -> "LOWER";
                case LdiControl.BarrierMove.RAISE -> "RAISE";
                case LdiControl.BarrierMove.RAISE_AND_HOLD -> "RAISE and hold";
                default -> "motion " + move.motion(); // a byte is not a closed set
            };
            case LdiControl.Defog _ -> "defog";
            case LdiControl.ShowText show -> "shows " + Words.gbk(show.text()) + " " + colour(show.colour());
            case LdiControl.ClearText clear -> "clear " + clear.clearType();
            case LdiControl.ShowBoard board -> "shows " + Words.gbk(board.text()) + " " + colour(board.colour());
            case LdiControl.Light light -> colour(light.colour());
            case LdiControl.SoundAlarm alarm -> alarm.status() == 0 ? "stop" : "start";
            case LdiControl.Fog fog -> fog.status() == 0 ? "off" : "on";
            case LdiControl.Speak speak -> "says " + (speak.kind() == 0 ? Words.gbk(speak.data()) : "phrases " + speak.data());
            case LdiControl.OtherControl other -> "function " + other.func() + ", " + other.rest().size() + " bytes";
        };
    }

    private static String colour(int code) {
        return switch (code) {
            case LdiControl.GREEN -> "green";
            case LdiControl.RED -> "red";
            case LdiControl.YELLOW -> "yellow";
            default -> "colour " + code; // a byte is not a closed set
        };
    }

    private static String modules(List<LdiModule> modules) {
        return Words.list(modules.stream().map(LdiModule::toString).toList(), "no module");
    }

    private static String address(LdiIpBlock.Address address) {
        return octets(address.ip()) + ":" + address.port();
    }

    private static String octets(Bytes ip) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < ip.size(); i++) {
            all.add(ip.u8(i));
        }
        return all.stream().map(Object::toString).collect(Collectors.joining("."));
    }
}
