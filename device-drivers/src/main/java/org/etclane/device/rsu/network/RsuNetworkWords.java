package org.etclane.device.rsu.network;

import java.util.List;
import java.util.function.Function;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.card.IssueFile;
import org.etclane.device.trace.LineReader;
import org.etclane.device.trace.PieceReader;
import org.etclane.device.trace.Words;

/**
 * Frames of variant B in words, for whoever looks at a trace; both directions. What authorises a PSAM is told by its size only. Pure.
 */
final class RsuNetworkWords {
    private RsuNetworkWords() {
    }

    /** @param psamRecordBytes 9 or 7: one PSAM's record in B0 */
    static LineReader reader(int psamRecordBytes) {
        return new LineReader(new Pieces<>(RsuNetworkDeframer.ofUnitFrames(psamRecordBytes), RsuNetworkWords::of),
                new Pieces<>(RsuNetworkDeframer.ofLaneFrames(), RsuNetworkWords::of));
    }

    private record Pieces<F>(RsuNetworkDeframer<F> deframer, Function<F, String> words) implements PieceReader {
        @Override
        public List<String> read(byte[] piece) {
            return told(deframer.feed(piece, piece.length));
        }

        @Override
        public List<String> pause() {
            return told(deframer.giveUp());
        }

        private List<String> told(List<Parsed<F>> all) {
            return all.stream().map(parsed -> switch (parsed) {
                case Parsed.Frame<F> good -> words.apply(good.frame());
                case Parsed.Unreadable<F> other -> "not understood: " + other.reason();
                case Parsed.Malformed<F> bad -> Words.noFrame(bad.raw().size(), bad.reason());
            }).toList();
        }
    }

    static String of(UnitFrame frame) {
        return switch (frame) {
            case UnitFrame.B0Status b0 -> "B0Status " + (b0.status() == 0 ? "ok" : RsuNetworkErrorCodes.statusMeaning(b0.status()))
                    + ", RSU " + b0.rsuId() + ", PSAM terminals "
                    + Words.list(b0.psams().stream().map(UnitFrame.Psam::terminal).toList(), "none");
            case UnitFrame.B1Heartbeat b1 -> "B1Heartbeat " + orOk(DeviceCondition.trouble(b1, false));
            case UnitFrame.B2ObuInfo b2 -> "B2ObuInfo " + obu(b2.obu().id()) + switch (b2.deviceType()) {
                case UnitFrame.B2ObuInfo.SINGLE_CHIP -> ", single chip";
                case UnitFrame.B2ObuInfo.CPC_CARD -> ", CPC card";
                default -> ""; // a byte is not a closed set
            } + ", expires " + b2.obu().expiresYmd();
            case UnitFrame.B4CardInfo b4 -> "B4CardInfo " + vehicleAndCard(b4) + ", " + obu(b4.obu());
            case UnitFrame.B4CpcInfo cpc -> "B4CpcInfo CPC card " + cpc.obu().hex();
            case UnitFrame.B5Result b5 -> "B5Result TAC " + b5.tac() + ", card serial " + b5.cardSerial() + ", "
                    + balance(b5.balanceFen()) + ", " + obu(b5.obu());
            case UnitFrame.B5CpcResult cpc -> "B5CpcResult CPC card " + cpc.obu().hex();
            case UnitFrame.B8TacInfo b8 -> "B8TacInfo TAC " + b8.tac() + ", " + balance(b8.balanceFen())
                    + (b8.errorCode() == 0 ? "" : ", EF04 failed") + ", " + obu(b8.obu());
            case UnitFrame.BAPsamInfo ba -> "BAPsamInfo " + (ba.errorCode() == 0 ? ba.requests().size() + " PSAM(s) ask for authorisation"
                    : "error %02X".formatted(ba.errorCode()));
            case UnitFrame.BBPsamResult bb -> "BBPsamResult " + (bb.errorCode() == 0 ? "authorised" : "error %02X".formatted(bb.errorCode()));
            case UnitFrame.StepError e -> "%02X error %02X: %s, %s".formatted(e.command(), e.errorCode(),
                    RsuNetworkErrorCodes.meaning(e.command(), e.errorCode()), obu(e.obu()));
            case UnitFrame.Unknown unknown -> "%02X is not described, %d bytes".formatted(unknown.command(), unknown.data().size());
        };
    }

    static String of(LaneFrame frame) {
        return switch (frame) {
            case LaneFrame.C0Initialise c0 -> "C0Initialise " + Words.time(c0.local()) + ", lane mode %02X".formatted(c0.laneMode())
                    + ", power " + c0.txPower() + ", channel " + c0.pllChannel();
            case LaneFrame.C1Continue c1 -> "C1Continue " + obu(c1.obu());
            case LaneFrame.C2Stop c2 -> "C2Stop " + switch (c2.stopType()) {
                case LaneFrame.STOP_RESEND -> "say that again, ";
                case LaneFrame.STOP_FREEZE -> "leave it alone, ";
                default -> "search again, "; // a byte is not a closed set
            } + obu(c2.obu());
            case LaneFrame.C4Antenna c4 -> "C4Antenna " + (c4.control() == 0 ? "close" : "open");
            case LaneFrame.C6Debit c6 -> "C6Debit " + Words.yuan(c6.amountFen()) + " at " + Words.time(c6.purchaseTime())
                    + (c6.trip().isPresent() ? ", with EF04" : "") + ", " + obu(c6.obu());
            case LaneFrame.C7CpcStation c7 -> "C7CpcStation CPC card " + c7.obu().hex();
            case LaneFrame.C8FetchTac c8 -> "C8FetchTac of card serial " + c8.cardSerial() + ", " + obu(c8.obu());
            case LaneFrame.CAPsamInit ca -> "CAPsamInit channels " + ca.channels();
            case LaneFrame.CBPsamAuthorise cb -> "CBPsamAuthorise " + cb.authorisations().size() + " PSAM(s)";
            case LaneFrame.CFAcknowledge _ -> "CFAcknowledge";
            case LaneFrame.Unknown unknown -> "%02X is not described, %d bytes".formatted(unknown.command(), unknown.data().size());
        };
    }

    private static String vehicleAndCard(UnitFrame.B4CardInfo b4) {
        Bytes file = b4.vehicleInfo();
        String cardPlate = IssueFile.parse(b4.issuerInfo()).map(issue -> ", card " + Words.plate(issue.plate().text())).orElse("");
        return Words.plate(VehicleInfo.read(file).plate().text()) + ", class " + file.u8(14) + cardPlate + ", " + balance(b4.balanceFen())
                + (b4.trip().size() == 0 ? "" : ", with EF04");
    }

    private static String orOk(String trouble) {
        return trouble.isEmpty() ? "ok" : trouble;
    }

    private static String balance(long fen) {
        return fen < 0 ? "balance not read" : "balance " + Words.yuan(fen);
    }

    private static String obu(ObuId id) {
        return "OBU " + id.hex();
    }
}
