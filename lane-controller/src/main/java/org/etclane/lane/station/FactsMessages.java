package org.etclane.lane.station;

import org.etclane.device.CardFile;
import org.etclane.device.ObuInfo;
import org.etclane.device.Plate;
import org.etclane.device.VehicleFile;
import org.etclane.device.card.IssueFile;
import org.etclane.lane.core.TransactionFacts;
import org.etclane.lane.parameters.StationKey;
import org.etclane.lane.rules.FeeDecision;
import org.etclane.lane.station.v1.Card;
import org.etclane.lane.station.v1.Obu;
import org.etclane.lane.station.v1.Station;
import org.etclane.lane.station.v1.Vehicle;

/** The facts of a transaction as the message that travels inside its outcome. Pure. */
final class FactsMessages {
    private FactsMessages() {
    }

    static org.etclane.lane.station.v1.TransactionFacts facts(TransactionFacts facts) {
        var out = org.etclane.lane.station.v1.TransactionFacts.newBuilder().setTransactionId(facts.transactionId())
                .setPassageId(facts.passageId()).setKind(RecordMessages.kind(facts.kind()))
                .setVehicleNumber(facts.vehicleNumber()).setObu(obu(facts.obu())).setVehicle(vehicle(facts.vehicle()))
                .setCard(card(facts.card(), facts.issue())).setAmountFen(facts.amountFen())
                .setPurchaseTime(facts.purchaseTime().format(RecordMessages.SECONDS))
                .setTransit(RecordMessages.bytes(facts.transit())).addAllRawFrames(RecordMessages.bytes(facts.rawFrames()))
                .setTimeline(RecordMessages.timeline(facts.timeline())).setWallMillis(facts.wallMillis());
        facts.fee().ifPresent(fee -> out.setFee(fee(fee)));
        facts.parameters().ifPresent(set -> out.setParameters(RecordMessages.setName(set)));
        return out.build();
    }

    private static Obu.Builder obu(ObuInfo obu) {
        return Obu.newBuilder().setId(obu.id().value()).setIssuer(RecordMessages.bytes(obu.issuer()))
                .setContractType(obu.contractType()).setContractVersion(obu.contractVersion()).setSerial(obu.serial())
                .setIssuedYmd(obu.issuedYmd()).setExpiresYmd(obu.expiresYmd()).setCardNumber(obu.cardNumber())
                .setEquipmentCv(obu.equipmentCv()).setStatusByte0(obu.status().byte0())
                .setStatusByte1(obu.status().tamperByte());
    }

    private static Vehicle.Builder vehicle(VehicleFile vehicle) {
        Vehicle.Builder out = Vehicle.newBuilder().setPlate(plate(vehicle.plate())).setVehicleClass(vehicle.vehicleClass())
                .setUserType(vehicle.userType());
        vehicle.dimensions().ifPresent(size -> out.getDimensionsBuilder().setLengthDm(size.lengthDm()).setWidthDm(size.widthDm())
                .setHeightDm(size.heightDm()).setWheels(size.wheels()).setAxles(size.axles()).setWheelbaseDm(size.wheelbaseDm())
                .setLoadOrSeats(size.loadOrSeats()));
        return out;
    }

    private static Card.Builder card(CardFile card, IssueFile issue) {
        Card.Builder message = Card.newBuilder();
        card.trip().ifPresent(trip -> message.setTripFile(RecordMessages.bytes(trip.raw())));
        return message.setLocalCard(card.localCard()).setPhysicalType(card.physicalType())
                .setTransType(card.transType()).setBalanceFen(card.balanceFen()).setUid(card.uid())
                .setIssueFile(RecordMessages.bytes(card.issueFile())).setTransitFile(RecordMessages.bytes(card.transitFile()))
                .setIssuer(RecordMessages.bytes(issue.issuer())).setCardType(issue.cardType()).setVersion(issue.version())
                .setNetwork(issue.network()).setCardNumber(issue.cardNumber()).setStartYmd(issue.startYmd())
                .setExpiryYmd(issue.expiryYmd()).setPlate(plate(issue.plate())).setUserType(issue.userType())
                .setVehicleClass(issue.vehicleClass());
    }

    private static org.etclane.lane.station.v1.FeeDecision.Builder fee(FeeDecision fee) {
        return org.etclane.lane.station.v1.FeeDecision.newBuilder().setEntry(station(fee.entry())).setExit(station(fee.exit()))
                .setVehicleClass(fee.vehicleClass()).setBaseFen(fee.baseFen()).setDiscountPermille(fee.discountPermille())
                .setDiscountFen(fee.discountFen()).setPayableFen(fee.payableFen()).setRateVersion(fee.rateVersion())
                .setRateSha256(fee.rateHash());
    }

    private static Station.Builder station(StationKey key) {
        return Station.newBuilder().setNetwork(key.network()).setStation(key.station());
    }

    private static org.etclane.lane.station.v1.Plate.Builder plate(Plate plate) {
        return org.etclane.lane.station.v1.Plate.newBuilder().setText(plate.text()).setColour(plate.colour());
    }
}
