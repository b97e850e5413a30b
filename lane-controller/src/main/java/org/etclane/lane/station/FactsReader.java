package org.etclane.lane.station;

import java.util.Optional;
import org.etclane.device.CardFile;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.ObuStatus;
import org.etclane.device.Plate;
import org.etclane.device.TripFile;
import org.etclane.device.VehicleFile;
import org.etclane.device.card.IssueFile;
import org.etclane.lane.core.TransactionFacts;
import org.etclane.lane.parameters.StationKey;
import org.etclane.lane.rules.FeeDecision;
import org.etclane.lane.station.v1.Card;
import org.etclane.lane.station.v1.Obu;
import org.etclane.lane.station.v1.Station;
import org.etclane.lane.station.v1.Vehicle;

/** The message of a transaction's facts back to facts. Pure. */
final class FactsReader {
    private FactsReader() {
    }

    static TransactionFacts facts(org.etclane.lane.station.v1.TransactionFacts facts) {
        return new TransactionFacts(facts.getTransactionId(), facts.getPassageId(), RecordReader.kind(facts.getKind()),
                facts.getVehicleNumber(), obu(facts.getObu()), vehicle(facts.getVehicle()), card(facts.getCard()),
                issue(facts.getCard()), RecordReader.present(facts.hasFee(), facts.getFee()).map(FactsReader::fee),
                facts.getAmountFen(), RecordReader.time(facts.getPurchaseTime()), RecordReader.bytes(facts.getTransit()),
                RecordReader.bytes(facts.getRawFramesList()), RecordReader.timeline(facts.getTimeline()),
                facts.getWallMillis(), RecordReader.present(facts.hasParameters(), facts.getParameters()).map(RecordReader::setId));
    }

    private static ObuInfo obu(Obu obu) {
        return new ObuInfo(new ObuId(obu.getId()), RecordReader.bytes(obu.getIssuer()), obu.getContractType(),
                obu.getContractVersion(), obu.getSerial(), obu.getIssuedYmd(), obu.getExpiresYmd(), obu.getCardNumber(),
                obu.getEquipmentCv(), ObuStatus.decode(obu.getStatusByte0(), obu.getStatusByte1()));
    }

    private static VehicleFile vehicle(Vehicle vehicle) {
        return new VehicleFile(plate(vehicle.getPlate()), vehicle.getVehicleClass(), vehicle.getUserType(),
                RecordReader.present(vehicle.hasDimensions(), vehicle.getDimensions()).map(size -> new VehicleFile.Dimensions(
                        size.getLengthDm(), size.getWidthDm(), size.getHeightDm(), size.getWheels(), size.getAxles(),
                        size.getWheelbaseDm(), size.getLoadOrSeats())));
    }

    private static CardFile card(Card card) {
        return new CardFile(card.getLocalCard(), card.getPhysicalType(), card.getTransType(), card.getBalanceFen(),
                card.getUid(), RecordReader.bytes(card.getIssueFile()), RecordReader.bytes(card.getTransitFile()),
                card.getTripFile().size() == TripFile.LENGTH ? Optional.of(TripFile.of(RecordReader.bytes(card.getTripFile())))
                        : Optional.empty());
    }

    private static IssueFile issue(Card card) {
        return new IssueFile(RecordReader.bytes(card.getIssuer()), card.getCardType(), card.getVersion(), card.getNetwork(),
                card.getCardNumber(), card.getStartYmd(), card.getExpiryYmd(), plate(card.getPlate()), card.getUserType(),
                card.getVehicleClass());
    }

    private static FeeDecision fee(org.etclane.lane.station.v1.FeeDecision fee) {
        return new FeeDecision(station(fee.getEntry()), station(fee.getExit()), fee.getVehicleClass(), fee.getBaseFen(),
                fee.getDiscountPermille(), fee.getDiscountFen(), fee.getPayableFen(), fee.getRateVersion(), fee.getRateSha256());
    }

    private static StationKey station(Station station) {
        return new StationKey(station.getNetwork(), station.getStation());
    }

    private static Plate plate(org.etclane.lane.station.v1.Plate plate) {
        return new Plate(plate.getText(), plate.getColour());
    }
}
