package org.etclane.lane.workbench.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.etclane.device.CardFile;
import org.etclane.device.ObuInfo;
import org.etclane.device.ObuStatus;
import org.etclane.device.Plate;
import org.etclane.device.RsuEvent;
import org.etclane.device.RsuIdentity;
import org.etclane.device.TransactionResult;
import org.etclane.device.VehicleFile;
import org.etclane.device.card.IssueFile;
import org.etclane.device.card.TransitRecord;
import org.etclane.device.spi.Text;

/** What an RSU reads and does, in words for an engineer. Pure. */
final class RsuWords {
    private RsuWords() {
    }

    static Text ready(RsuIdentity rsu) {
        String terminals = rsu.terminals().isEmpty() ? "-" : String.join(" ", rsu.terminals());
        return new Text("initialised and searching: RSU " + rsu.rsuId() + ", maker %02X, version %04X, PSAM terminals ".formatted(rsu.manufacturer(),
                rsu.version()) + terminals, "已初始化并搜索：天线" + rsu.rsuId() + "，厂商%02X，版本%04X，PSAM终端号".formatted(rsu.manufacturer(), rsu.version())
                + terminals);
    }

    static Text found(ObuInfo obu) {
        return new Text("OBU " + obu.id() + ", serial " + obu.serial() + ", valid " + date(obu.issuedYmd()) + " to " + date(obu.expiresYmd())
                + ", " + status(obu.status(), false), "标签" + obu.id() + "，合同序列号" + obu.serial() + "，有效期" + date(obu.issuedYmd()) + "至"
                + date(obu.expiresYmd()) + "，" + status(obu.status(), true));
    }

    private static String date(int ymd) {
        return ymd < 0 ? "?" : "%04d-%02d-%02d".formatted(ymd / 10_000, ymd / 100 % 100, ymd % 100);
    }

    private static String status(ObuStatus status, boolean chinese) {
        List<String> words = new ArrayList<>();
        words.add(status.cardAbsent() ? chinese ? "无卡" : "NO CARD" : chinese ? "有卡" : "card present");
        if (status.cardError()) {
            words.add(chinese ? "卡异常" : "CARD ERROR");
        }
        if (status.locked()) {
            words.add(chinese ? "已锁" : "LOCKED");
        }
        if (status.tampered()) {
            words.add(chinese ? "已拆卸" : "TAMPERED");
        }
        if (status.batteryLow()) {
            words.add(chinese ? "电量低" : "battery low");
        }
        return String.join(chinese ? "、" : ", ", words);
    }

    static Text vehicle(VehicleFile vehicle) {
        String size = vehicle.dimensions().map(d -> ", %d.%d m × %d.%d m × %d.%d m".formatted(d.lengthDm() / 10, d.lengthDm() % 10,
                d.widthDm() / 10, d.widthDm() % 10, d.heightDm() / 10, d.heightDm() % 10)).orElse("");
        return new Text("vehicle " + plate(vehicle.plate()) + ", class " + vehicle.vehicleClass() + ", user type " + vehicle.userType() + size,
                "车辆 " + plate(vehicle.plate()) + "，车型" + vehicle.vehicleClass() + "，用户类型" + vehicle.userType() + size);
    }

    private static String plate(Plate plate) {
        return (plate.text().isEmpty() ? "-" : plate.text()) + " (" + plate.colour() + ")";
    }

    static List<Text> card(CardFile card, TransitRecord.Layout layout) {
        List<Text> lines = new ArrayList<>();
        Optional<IssueFile> issue = IssueFile.parse(card.issueFile());
        lines.add(issue.map(file -> new Text("card " + file.network() + " " + file.cardNumber() + ", type " + file.cardType() + ", version %02X"
                .formatted(file.version()) + ", valid " + date(file.startYmd()) + " to " + date(file.expiryYmd()) + ", plate " + plate(file.plate()),
                "卡" + file.network() + " " + file.cardNumber() + "，类型" + file.cardType() + "，版本%02X".formatted(file.version()) + "，有效期"
                + date(file.startYmd()) + "至" + date(file.expiryYmd()) + "，车牌" + plate(file.plate())))
                .orElse(new Text("card: file 0015 is too short: " + card.issueFile(), "卡：0015文件过短：" + card.issueFile())));
        lines.add(new Text("balance " + yuan(card.balanceFen()) + " yuan", "余额" + yuan(card.balanceFen()) + "元"));
        lines.add(TransitRecord.parse(card.transitFile(), layout).map(RsuWords::transit)
                .orElse(new Text("transit record unreadable: " + card.transitFile(), "过站信息无法解析：" + card.transitFile())));
        card.trip().ifPresent(trip -> lines.add(new Text("trip file EF04: " + yuan(trip.actualFen()) + " yuan accumulated",
                "EF04累计" + yuan(trip.actualFen()) + "元")));
        return lines;
    }

    private static Text transit(TransitRecord record) {
        return new Text("transit record: network " + record.network() + ", station " + record.station() + ", lane " + record.lane() + ", state "
                + record.state() + ", class " + record.vehicleClass() + ", time " + record.entrySeconds() + ", plate " + record.plate(),
                "过站信息：路网" + record.network() + "，站" + record.station() + "，车道" + record.lane() + "，状态" + record.state() + "，车型"
                + record.vehicleClass() + "，时间" + record.entrySeconds() + "，车牌" + record.plate());
    }

    static Text result(TransactionResult result) {
        String tac = result.tac().isEmpty() ? "-" : result.tac().toUpperCase(Locale.ROOT);
        String balance = result.balanceFen() < 0 ? "-" : yuan(result.balanceFen());
        return new Text("TAC " + tac + ", terminal " + result.terminal() + " no. " + result.terminalSerial() + ", card counter "
                + result.cardSerial() + ", time " + (result.purchaseTime().isEmpty() ? "-" : result.purchaseTime()) + ", balance " + balance,
                "TAC " + tac + "，终端" + result.terminal() + " 序号" + result.terminalSerial() + "，卡交易序号" + result.cardSerial() + "，时间"
                + (result.purchaseTime().isEmpty() ? "-" : result.purchaseTime()) + "，余额" + balance);
    }

    static Text failed(RsuEvent.StepFailed event) {
        String step = event.step() + " of OBU " + event.obu() + " failed, code %02X: ".formatted(event.errorCode()) + event.meaning();
        return switch (event.certainty()) {
            case NOT_DEBITED -> new Text(step, step);
            case UNKNOWN -> new Text(step + "; what the card did is NOT KNOWN: read it again", step + "；卡内结果未知，请重新读卡");
        };
    }

    static String yuan(long fen) {
        return fen / 100 + ".%02d".formatted(fen % 100);
    }
}
