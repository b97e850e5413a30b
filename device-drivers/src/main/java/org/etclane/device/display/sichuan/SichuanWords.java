package org.etclane.device.display.sichuan;

import org.etclane.device.display.DisplayReader;
import org.etclane.device.trace.LineReader;
import org.etclane.device.trace.Words;

/** Frames of both Sichuan protocols in words, for whoever looks at a trace. Pure. */
final class SichuanWords {
    private SichuanWords() {
    }

    static LineReader reader1d() {
        return new LineReader(new DisplayReader<>(new Sichuan1dAnswer.Shape(), SichuanWords::of),
                new DisplayReader<>(new Sichuan1dCodec(), SichuanWords::of));
    }

    static LineReader reader1e(CheckByte checkByte) {
        return new LineReader(new DisplayReader<>(new Sichuan1eAnswer(), DisplayReader::of),
                new DisplayReader<>(new Sichuan1eCodec(checkByte), SichuanWords::of));
    }

    private static String of(Sichuan1dAnswer answer) {
        return "answer: " + (answer.cause.isEmpty() ? "done" : answer.cause);
    }

    private static String of(Sichuan1dFrame frame) {
        return switch (frame) {
            case Sichuan1dFrame.Text text -> "Text " + (text.row() == 0 ? "whole screen " : "row " + text.row() + " ") + Words.gbk(text.text());
            case Sichuan1dFrame.Light light -> "Light " + Words.of(light);
            case Sichuan1dFrame.Brightness brightness -> "Brightness " + brightness.level();
            case Sichuan1dFrame.Heartbeat _ -> "Heartbeat";
        };
    }

    private static String of(Sichuan1eFrame frame) {
        return switch (frame) {
            case Sichuan1eFrame.Query _ -> "Query";
            case Sichuan1eFrame.Clear _ -> "Clear";
            case Sichuan1eFrame.SelfTest _ -> "SelfTest";
            case Sichuan1eFrame.Line line -> "Line " + line.row() + " " + Words.gbk(line.text());
            case Sichuan1eFrame.Screen screen -> "Screen " + Words.gbk(screen.text());
            case Sichuan1eFrame.Phrase phrase -> "Phrase " + phrase.index();
            case Sichuan1eFrame.Brightness brightness -> "Brightness code %02X".formatted(brightness.code());
            case Sichuan1eFrame.Volume volume -> "Volume " + volume.level();
            case Sichuan1eFrame.Colour colour -> "Colour '" + colour.code() + "'";
        };
    }
}
