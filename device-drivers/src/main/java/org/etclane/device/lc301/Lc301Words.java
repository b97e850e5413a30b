package org.etclane.device.lc301;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.lc301.Lc301Frame.AControl;
import org.etclane.device.lc301.Lc301Frame.BStatus;
import org.etclane.device.trace.LineReader;
import org.etclane.device.trace.PieceReader;
import org.etclane.device.trace.Words;

/** Frames of the LC-301 in words, for whoever looks at a trace; what a bit means is the site's setting. Pure. */
final class Lc301Words {
    private final Lc301Settings settings;

    private Lc301Words(Lc301Settings settings) {
        this.settings = settings;
    }

    static LineReader reader(Lc301Settings settings) {
        Lc301Words words = new Lc301Words(settings);
        return new LineReader(words.new Pieces(Lc301Decoder.Side.HOST), words.new Pieces(Lc301Decoder.Side.CONTROLLER));
    }

    private final class Pieces implements PieceReader {
        private final Lc301Decoder decoder;

        Pieces(Lc301Decoder.Side reading) {
            decoder = new Lc301Decoder(reading);
        }

        @Override
        public List<String> read(byte[] piece) {
            Told told = new Told();
            decoder.feed(piece, piece.length, told);
            return told.words;
        }

        @Override
        public List<String> pause() {
            Told told = new Told();
            decoder.expire(told);
            return told.words;
        }
    }

    private final class Told implements Lc301Decoder.Output {
        private final List<String> words = new ArrayList<>();

        @Override
        public void frame(Lc301Frame frame) {
            words.add(of(frame));
        }

        @Override
        public void malformed(byte[] raw, Lc301Decoder.Fault fault) {
            words.add(Words.noFrame(raw.length, fault.reason));
        }
    }

    private String of(Lc301Frame frame) {
        return switch (frame) {
            case AControl a -> "AControl " + control(a) + ", seq " + a.seq();
            case BStatus b -> "BStatus " + status(new BStatus(b.address(), b.st1() ^ settings.signals().invertSt1(),
                    b.st2() ^ settings.signals().invertSt2()));
            case Lc301Frame.CCommand c -> "CCommand " + Words.of(c.code());
            case Lc301Frame.ErrorReport _ -> "ErrorReport the last frame could not be read";
            case Lc301Frame.DisplayColour colour -> "DisplayColour " + (colour.green() ? "green" : "red");
        };
    }

    private String control(AControl a) {
        List<String> said = new ArrayList<>();
        when(said, a.raise(), "RAISE");
        when(said, a.lower(), "LOWER");
        boolean greenIsOne = settings.signals().greenIsOne();
        said.add("canopy " + colour((a.ctrl1() & Lc301Bits.CANOPY) != 0 == greenIsOne));
        said.add("pass " + colour((a.ctrl1() & Lc301Bits.PASS) != 0 == greenIsOne));
        when(said, (a.ctrl1() & Lc301Bits.ALARM_SOUND) != 0, "siren");
        when(said, (a.ctrl1() & Lc301Bits.ALARM_LIGHT) != 0, "alarm lamp");
        if ((a.ctrl2() & Lc301Bits.SHOW_FEE) != 0) {
            said.add("fee " + Words.yuan(settings.display().amounts().decode(a.fee())) + ", balance "
                    + Words.yuan(settings.display().amounts().decode(a.balance())) + ", class " + a.vehicleClass());
        }
        String text = settings.display().entryText().decode(a.entry()).replace("\0", "");
        when(said, !text.isBlank(), "text \"" + text + "\"");
        when(said, (a.ctrl2() & Lc301Bits.AUTO_LOWER) != 0, "AUTO-LOWER");
        return String.join(", ", said);
    }

    private String status(BStatus b) {
        boolean greenIsOne = settings.signals().greenIsOne();
        List<String> said = new ArrayList<>();
        said.add(Words.of(settings.frontLoop()) + " loop " + (b.frontOccupied() ? "occupied" : "clear"));
        said.add(Words.of(settings.rearLoop()) + " loop " + (b.rearOccupied() ? "occupied" : "clear"));
        said.add("arm " + (b.barrierUp() ? "up" : "not up"));
        said.add("canopy " + colour(b.canopyGreen(greenIsOne)));
        said.add("pass " + colour(b.passGreen(greenIsOne)));
        when(said, b.footAlarm(), "foot alarm");
        when(said, b.closingBar(), "closing bar");
        when(said, b.barrierFault(), "barrier fault");
        when(said, b.lightFault(), "light fault");
        return String.join(", ", said);
    }

    private static String colour(boolean green) {
        return green ? "green" : "red";
    }

    private static void when(List<String> said, boolean is, String words) {
        if (is) {
            said.add(words);
        }
    }
}
