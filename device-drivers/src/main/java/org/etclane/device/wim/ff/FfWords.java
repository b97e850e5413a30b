package org.etclane.device.wim.ff;

import java.util.Set;
import java.util.stream.Collectors;
import org.etclane.device.ScaleEvent.Fault;
import org.etclane.device.trace.LineReader;
import org.etclane.device.trace.ScannerReader;
import org.etclane.device.trace.Words;

/** Frames of the FF protocol in words, for whoever looks at a trace. Pure. */
final class FfWords {
    private static final int KG_PER_UNIT = 10;

    private FfWords() {
    }

    static LineReader reader() {
        return new LineReader(new ScannerReader<>(FfCodec.scanner(), FfWords::answer), new ScannerReader<>(FfCodec.scanner(), FfWords::asked));
    }

    private static String asked(FfFrame frame) {
        return name(frame.command()) + (frame.payload().size() == 0 ? "" : ", " + frame.payload().size() + " bytes");
    }

    /** What is too short for an answer may be an echo of the question. */
    private static String answer(FfFrame frame) {
        return FfCodec.answer(frame).map(FfWords::of).orElseGet(() -> name(frame.command()) + ": not an answer, " + frame.payload().size()
                + " bytes");
    }

    private static String of(FfAnswer answer) {
        return name(answer.command()) + ": " + switch (answer) {
            case FfAnswer.Vehicle vehicle -> record(vehicle.record());
            case FfAnswer.Unreadable unreadable -> "not understood: " + unreadable.reason();
            case FfAnswer.A4Count count -> count.count() + " vehicles wait";
            case FfAnswer.A5State state -> faults(FfState.faults(state.mask()));
            case FfAnswer.A6Reversed _ -> "the newest vehicle has backed out";
            case FfAnswer.Done done -> done.done() ? "done" : "not done";
        };
    }

    private static String record(FfRecord record) {
        return record.axles() + " axles in " + record.groups() + " groups, weights " + record.weightsTenKg().stream()
                .map(weight -> Integer.toString(weight * KG_PER_UNIT)).collect(Collectors.joining(" + ")) + " kg";
    }

    private static String faults(Set<Fault> faults) {
        return Words.list(faults.stream().map(Words::of).toList(), "no fault");
    }

    private static String name(FfCommand command) {
        return switch (command) {
            case C0_OLDEST_GROUPS -> "0 oldest by groups";
            case C1_OLDEST_AXLES -> "1 oldest by axles";
            case C2_GROUP_WEIGHTS -> "2 group weights";
            case C3_LIVE_VEHICLE -> "3 live vehicle";
            case C4_COUNT -> "4 count";
            case C5_STATE -> "5 state";
            case C6_REVERSED -> "6 reversed";
            case C7_TIME_OR_ZERO -> "7 time or zero";
            case C8_DELETE_OLDEST -> "8 delete oldest";
            case C11_SET_TIME -> "11 set time";
        };
    }
}
