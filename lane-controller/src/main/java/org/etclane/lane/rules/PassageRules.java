package org.etclane.lane.rules;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.CardFile;
import org.etclane.device.ObuInfo;
import org.etclane.device.ObuStatus;
import org.etclane.device.VehicleFile;
import org.etclane.device.card.IssueFile;
import org.etclane.device.card.TransitRecord;
import org.etclane.lane.core.LaneSettings;
import org.etclane.lane.parameters.ParameterSet;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.parameters.StationKey;

/**
 * May this vehicle pass, and what does it pay (通行有效性, lane-rules.md §3, §6). Pure. When several reasons apply the first of
 * the written order wins: what the driver can see and mend (card missing) before what only an office can (expired).
 */
public final class PassageRules {
    private static final DateTimeFormatter DIGITS_14 = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private final LaneSettings settings;

    public PassageRules(LaneSettings settings) {
        this.settings = settings;
    }

    /** What the OBU's own data forbid, known after the first frame. */
    public Optional<Refusal> obu(ObuInfo obu, LocalDateTime laneTime) {
        ObuStatus status = obu.status();
        int today = ymd(laneTime);
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("obuStatus", "%02X%02X".formatted(status.byte0(), status.tamperByte()));
        inputs.put("obuIssuedYmd", Integer.toString(obu.issuedYmd()));
        inputs.put("obuExpiresYmd", Integer.toString(obu.expiresYmd()));
        inputs.put("todayYmd", Integer.toString(today));
        if (status.tampered() || status.tamperByte() == 0) {
            return refuse(SpecialEvent.OBU_TAMPERED, inputs);
        }
        if (status.locked()) {
            return refuse(SpecialEvent.OBU_LOCKED, inputs);
        }
        if (status.cardAbsent()) {
            return refuse(SpecialEvent.NO_CARD, inputs);
        }
        if (status.cardError()) {
            return refuse(SpecialEvent.CARD_READ_FAILED, inputs);
        }
        if (obu.expiresYmd() < today) {
            return refuse(SpecialEvent.OBU_EXPIRED, inputs);
        }
        if (obu.issuedYmd() > today || obu.issuedYmd() < 0) {
            return refuse(SpecialEvent.OBU_NOT_YET_VALID, inputs);
        }
        return Optional.empty();
    }

    /** The whole verdict, known after the card was read. {@code laneTime} is the lane's wall time in its own zone. */
    public Verdict judge(VehicleFile vehicle, CardFile card, ParameterSet parameters, LocalDateTime laneTime) {
        Optional<IssueFile> parsed = IssueFile.parse(card.issueFile());
        if (parsed.isEmpty()) {
            return refused(SpecialEvent.CARD_READ_FAILED, Map.of("issueFile", card.issueFile().hex()));
        }
        IssueFile issue = parsed.get();
        Optional<Refusal> refusal = card(vehicle, issue, laneTime);
        if (refusal.isPresent()) {
            return new Verdict.Refused(refusal.get());
        }
        Optional<TransitRecord> transit = TransitRecord.parse(card.transitFile(), settings.transitLayout());
        return switch (settings.kind()) {
            case EXIT -> exit(vehicle, card, issue, transit, parameters.rates(), laneTime);
            case ENTRY -> entry(vehicle, card, issue, transit, laneTime);
        };
    }

    private Optional<Refusal> card(VehicleFile vehicle, IssueFile issue, LocalDateTime laneTime) {
        int today = ymd(laneTime);
        Map<String, String> inputs = Map.of("cardType", Integer.toString(issue.cardType()), "cardStartYmd",
                Integer.toString(issue.startYmd()), "cardExpiryYmd", Integer.toString(issue.expiryYmd()), "todayYmd",
                Integer.toString(today), "obuPlate", vehicle.plate().toString(), "cardPlate", issue.plate().toString());
        if (issue.cardType() != IssueFile.STORED_VALUE && issue.cardType() != IssueFile.CREDIT) {
            return refuse(SpecialEvent.CARD_TYPE_INVALID, inputs);
        }
        if (issue.expiryYmd() < today) {
            return refuse(SpecialEvent.CARD_EXPIRED, inputs);
        }
        if (issue.startYmd() > today || issue.startYmd() < 0) {
            return refuse(SpecialEvent.CARD_NOT_YET_VALID, inputs);
        }
        if (!vehicle.plate().equals(issue.plate())) {
            return refuse(SpecialEvent.PLATE_DIFFERS, inputs);
        }
        return Optional.empty();
    }

    private Verdict exit(VehicleFile vehicle, CardFile card, IssueFile issue, Optional<TransitRecord> transit, RateTable rates,
            LocalDateTime laneTime) {
        if (transit.isEmpty() || !transit.get().isOpenEntry()) {
            return refused(SpecialEvent.NO_ENTRY, Map.of("transit", card.transitFile().hex()));
        }
        TransitRecord entry = transit.get();
        LocalDateTime enteredAt = laneTime(entry.entrySeconds());
        if (enteredAt.isAfter(laneTime.plusMinutes(settings.entryFutureMinutes())) || enteredAt.getYear() < 2000) {
            return refused(SpecialEvent.ENTRY_TIME_ABNORMAL,
                    Map.of("entryTime", enteredAt.toString(), "laneTime", laneTime.toString()));
        }
        StationKey from = new StationKey(entry.network(), entry.station());
        Optional<FeeDecision> fee = Fees.trip(rates, from, settings.station(), vehicle.vehicleClass());
        if (fee.isEmpty()) {
            return refused(SpecialEvent.FEE_NOT_FOUND, Map.of("entry", from.toString(), "exit", settings.station().toString(),
                    "vehicleClass", Integer.toString(vehicle.vehicleClass()), "rateVersion", rates.version()));
        }
        if (issue.cardType() == IssueFile.STORED_VALUE && card.balanceFen() < fee.get().payableFen()) {
            return refused(SpecialEvent.BALANCE_INSUFFICIENT, Map.of("balanceFen", Long.toString(card.balanceFen()),
                    "payableFen", Long.toString(fee.get().payableFen())));
        }
        return new Verdict.Charge(issue, fee.get(), passageId(issue, enteredAt),
                entry.withState(TransitRecord.ETC_OUT).body40());
    }

    private Verdict entry(VehicleFile vehicle, CardFile card, IssueFile issue, Optional<TransitRecord> transit,
            LocalDateTime laneTime) {
        if (transit.isPresent() && transit.get().isOpenEntry()) {
            return refused(SpecialEvent.OPEN_ENTRY, Map.of("transit", card.transitFile().hex()));
        }
        if (issue.cardType() == IssueFile.STORED_VALUE && card.balanceFen() == 0) {
            return refused(SpecialEvent.BALANCE_ZERO, Map.of("balanceFen", "0"));
        }
        int axles = vehicle.dimensions().map(VehicleFile.Dimensions::axles).orElse(0);
        TransitRecord written = TransitRecord.etcEntry(settings.transitLayout(), settings.station().network(),
                settings.station().station(), settings.laneNumber(), recordSeconds(laneTime), vehicle.vehicleClass(),
                vehicle.plate(), axles, 0, 0);
        return new Verdict.Enter(issue, passageId(issue, laneTime), written.body40());
    }

    /** 36 characters: "01", card network 4, card number 16, entry time 14 (lane-rules.md §10). */
    private static String passageId(IssueFile issue, LocalDateTime enteredAt) {
        return "01" + issue.network() + issue.cardNumber() + enteredAt.format(DIGITS_14);
    }

    private LocalDateTime laneTime(long recordSeconds) {
        return settings.transitTimeLocal() ? LocalDateTime.ofEpochSecond(recordSeconds, 0, ZoneOffset.UTC)
                : LocalDateTime.ofInstant(Instant.ofEpochSecond(recordSeconds), settings.zone());
    }

    private long recordSeconds(LocalDateTime laneTime) {
        return settings.transitTimeLocal() ? laneTime.toEpochSecond(ZoneOffset.UTC)
                : laneTime.atZone(settings.zone()).toEpochSecond();
    }

    private static int ymd(LocalDateTime time) {
        return time.getYear() * 10_000 + time.getMonthValue() * 100 + time.getDayOfMonth();
    }

    private static Optional<Refusal> refuse(SpecialEvent event, Map<String, String> inputs) {
        return Optional.of(new Refusal(event, inputs));
    }

    private static Verdict refused(SpecialEvent event, Map<String, String> inputs) {
        return new Verdict.Refused(new Refusal(event, inputs));
    }
}
