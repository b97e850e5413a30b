package org.etclane.device.rsu.serial;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.etclane.device.CardFile;
import org.etclane.device.ObuId;
import org.etclane.device.ObuStatus;
import org.etclane.device.TransactionResult;
import org.etclane.device.VehicleFile;
import org.etclane.device.card.IssueFile;
import org.etclane.device.trace.LineReader;
import org.etclane.device.trace.PieceReader;
import org.etclane.device.trace.Words;

/** Frames of variant A in words, for whoever looks at a trace; both directions, every {@link Profile}. Pure. */
final class RsuSerialWords {
    private RsuSerialWords() {
    }

    static LineReader reader(Profile profile) {
        return new LineReader(pieces(RsuDeframer.ofUnitFrames(profile), RsuSerialWords::of),
                pieces(RsuDeframer.ofLaneFrames(profile), RsuSerialWords::of));
    }

    /** Every frame ends in a delimiter, so nothing that waits needs to be given up. */
    private static <F> PieceReader pieces(RsuDeframer<F> deframer, Function<F, String> words) {
        return piece -> deframer.feed(piece, piece.length).stream().map(parsed -> switch (parsed) {
            case Parsed.Frame<F> good -> words.apply(good.frame());
            case Parsed.Malformed<F> bad -> Words.noFrame(bad.raw().size(), bad.reason());
        }).toList();
    }

    static String of(UnitFrame frame) {
        return switch (frame) {
            case UnitFrame.B0Status b0 -> "B0Status " + (b0.isPowerUp() ? "after power-up, " : "")
                    + (b0.status() == 0 ? "ok" : RsuErrorCodes.statusMeaning(b0.status())) + ", RSU " + b0.rsuId() + ", PSAM terminal "
                    + b0.terminal1() + b0.psam().map(p -> p.needsAuthorisation() ? ", PSAM not authorised" : "").orElse("");
            case UnitFrame.B1LoopStatus b1 -> "B1LoopStatus inputs %02X, changed %02X".formatted(b1.ioStatus(), b1.ioChanges());
            case UnitFrame.B2Heartbeat _ -> "B2Heartbeat no OBU";
            case UnitFrame.B2ObuInfo b2 -> "B2ObuInfo " + obu(b2.obu().id()) + ", expires " + b2.obu().expiresYmd() + status(b2.obu().status());
            case UnitFrame.B3VehicleInfo b3 -> "B3VehicleInfo " + vehicle(b3.vehicle()) + ", " + obu(b3.obu());
            case UnitFrame.B4CardInfo b4 -> "B4CardInfo " + (b4.cardWasRead() ? card(b4.card()) : "card not read") + ", " + obu(b4.obu());
            case UnitFrame.B5Result b5 -> "B5Result " + result(b5.result()) + ", " + obu(b5.obu());
            case UnitFrame.B7PurseRecords b7 -> "B7PurseRecords " + Words.list(b7.records().stream().map(r -> Words.yuan(r.amountFen())
                    + " at " + r.time()).toList(), "none") + ", " + obu(b7.obu());
            case UnitFrame.B9Answer b9 -> "B9Answer " + b9.data().size() + " bytes, " + obu(b9.obu());
            case UnitFrame.StepError e -> "%02X error %02X: %s, %s".formatted(e.command(), e.errorCode(),
                    RsuErrorCodes.meaning(e.command(), e.errorCode()), obu(e.obu()));
            case UnitFrame.Empty _ -> "acknowledgement";
            case UnitFrame.Unknown unknown -> "%02X is not in this profile, %d bytes".formatted(unknown.command(), unknown.data().size());
        };
    }

    static String of(LaneFrame frame) {
        return switch (frame) {
            case LaneFrame.C0Initialise c0 -> "C0Initialise " + Words.time(c0.local()) + ", lane mode " + c0.laneMode() + ", power "
                    + c0.txPower() + ", channel " + c0.pllChannel() + ", same OBU again after " + c0.waitTimeS() + " s";
            case LaneFrame.C1Continue c1 -> c1.obu().equals(ObuId.NONE) ? "C1Continue search" : "C1Continue " + obu(c1.obu());
            case LaneFrame.C2Stop c2 -> "C2Stop " + (c2.stopType() == LaneFrame.STOP_RESEND ? "say that again, " : "search again, ")
                    + obu(c2.obu());
            case LaneFrame.C3WriteEntry c3 -> "C3WriteEntry " + Words.time(c3.purchaseTime()) + ", " + obu(c3.obu());
            case LaneFrame.C6Debit c6 -> "C6Debit " + Words.yuan(c6.amountFen()) + " at " + Words.time(c6.purchaseTime()) + ", " + obu(c6.obu());
            case LaneFrame.C7FetchTac c7 -> "C7FetchTac of " + Words.time(c7.purchaseTime()) + ", " + obu(c7.obu());
            case LaneFrame.C7ReadRecords c7 -> "C7ReadRecords the last " + c7.count() + ", " + obu(c7.obu());
            case LaneFrame.C8FetchTac c8 -> "C8FetchTac of card serial " + c8.cardSerial() + ", " + obu(c8.obu());
            case LaneFrame.C8FetchTacAgain c8 -> "C8FetchTacAgain, " + obu(c8.obu());
            case LaneFrame.C9TakeEf04 c9 -> "C9TakeEf04 " + c9.length() + " bytes from " + c9.offset() + ", " + obu(c9.obu());
            case LaneFrame.Antenna4C antenna -> "4C antenna " + (antenna.controlType() == 0 ? "close" : "open");
            case LaneFrame.Empty _ -> "acknowledgement";
            case LaneFrame.Unknown unknown -> "%02X is not in this profile, %d bytes".formatted(unknown.command(), unknown.data().size());
        };
    }

    private static String obu(ObuId id) {
        return "OBU " + id.hex();
    }

    private static String status(ObuStatus status) {
        List<String> found = new ArrayList<>();
        note(found, status.cardAbsent(), "no card");
        note(found, status.cardError(), "card error");
        note(found, status.locked(), "locked");
        note(found, status.tampered(), "tampered with");
        note(found, status.batteryLow(), "battery low");
        return found.isEmpty() ? "" : ", " + String.join(", ", found);
    }

    private static void note(List<String> found, boolean is, String words) {
        if (is) {
            found.add(words);
        }
    }

    private static String vehicle(VehicleFile vehicle) {
        return Words.plate(vehicle.plate().text()) + ", class " + vehicle.vehicleClass() + (vehicle.userType() == 0 ? ""
                : ", user type " + vehicle.userType());
    }

    private static String card(CardFile card) {
        return IssueFile.parse(card.issueFile()).map(issue -> Words.plate(issue.plate().text()) + ", " + switch (issue.cardType()) {
            case IssueFile.STORED_VALUE -> "stored value";
            case IssueFile.CREDIT -> "credit";
            default -> "card type " + issue.cardType(); // a byte is not a closed set
        } + ", ").orElse("") + "balance " + Words.yuan(card.balanceFen());
    }

    private static String result(TransactionResult result) {
        return result.transType() < 0 ? "written" : "TAC " + result.tac() + ", card serial " + result.cardSerial() + ", "
                + (result.balanceFen() < 0 ? "balance not read" : "balance " + Words.yuan(result.balanceFen()));
    }
}
