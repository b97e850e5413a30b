package org.etclane.lane.config;

import static org.etclane.lane.rules.SpecialEvent.*;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.lane.core.LaneEffect;
import org.etclane.lane.core.LaneEffect.Phrase;
import org.etclane.lane.rules.SpecialEvent;

/** The wording that holds without configuration: in substance Appendix B of DB41/T 611 (service-standard.md). */
final class BuiltInPhrases {
    static final Map<LaneEffect.Phrase, PhraseText> PHRASES = phrases();
    /** Events that drivers meet often; others have the event's own name. */
    static final Map<SpecialEvent, PhraseText> REASONS = reasons();

    private BuiltInPhrases() {
    }

    private static Map<Phrase, PhraseText> phrases() {
        Map<Phrase, PhraseText> texts = new EnumMap<>(Phrase.class);
        texts.put(Phrase.IDLE, text(List.of("ETC专用", "减速慢行"), List.of("ETC only", "drive slowly"), ""));
        texts.put(Phrase.PAID, text(List.of("{plate} {class}", "金额 {fee}", "余额 {balance}", "一路平安"),
                List.of("{plate} {class}", "paid {fee}", "balance {balance}", "good journey"), "请通行"));
        texts.put(Phrase.ENTERED, text(List.of("{plate} {class}", "入口已写卡", "请通行"), List.of("{plate} {class}", "entry written",
                "go ahead"), "请通行"));
        texts.put(Phrase.ALREADY_PAID, text(List.of("{plate} {class}", "已交易", "请通行"), List.of("{plate} {class}", "already paid",
                "go ahead"), "请通行"));
        texts.put(Phrase.REFUSED, text(List.of("{plate}", "{reason}", "请走人工车道"), List.of("{plate}", "{reason}",
                "use a manual lane"),
                "{reason}"));
        texts.put(Phrase.LANE_CLOSED, text(List.of("车道关闭", "请走其他车道"), List.of("lane closed", "use another lane"), "已关闭"));
        texts.put(Phrase.FAULT, text(List.of("设备故障", "请走其他车道"), List.of("device fault", "use another lane"), "有故障"));
        return Map.copyOf(texts);
    }

    private static Map<SpecialEvent, PhraseText> reasons() {
        Map<SpecialEvent, PhraseText> texts = new EnumMap<>(SpecialEvent.class);
        put(texts, OBU_TAMPERED, "标签已拆卸", "OBU removed", "标签拆");
        put(texts, OBU_EXPIRED, "标签已过期", "OBU expired", "签过期");
        put(texts, OBU_NOT_YET_VALID, "标签未启用", "OBU not yet valid", "签未启");
        put(texts, OBU_LOCKED, "标签已锁定", "OBU locked", "签锁定");
        put(texts, NO_CARD, "未插卡", "no card", "未插卡");
        put(texts, NO_ENTRY, "卡内无入口信息", "no entry on the card", "无入口");
        put(texts, CARD_EXPIRED, "卡已过期", "card expired", "卡过期");
        put(texts, CARD_NOT_YET_VALID, "卡未启用", "card not yet valid", "卡未启");
        put(texts, CARD_TYPE_INVALID, "卡类型无效", "card not accepted", "卡无效");
        put(texts, BALANCE_INSUFFICIENT, "卡余额不足，请现金交费", "balance too low, pay in cash", "余额少");
        put(texts, BALANCE_ZERO, "卡余额为零", "balance is zero", "无余额");
        put(texts, PLATE_DIFFERS, "车牌与标签不符", "plates differ", "牌不符");
        put(texts, ENTRY_TIME_ABNORMAL, "入口时间异常", "entry time wrong", "时间错");
        put(texts, OPEN_ENTRY, "卡内已有入口", "card has an open entry", "有入口");
        put(texts, FEE_NOT_FOUND, "费率查询失败", "no fee found", "无费率");
        put(texts, CARD_READ_FAILED, "读卡失败", "card not readable", "读卡错");
        put(texts, NO_OBU, "未检测到标签", "no OBU found", "无标签");
        put(texts, LANE_CLOSED, "车道关闭", "lane closed", "已关闭");
        put(texts, RECENTLY_TRANSACTED, "重复交易", "already transacted", "重复");
        return Map.copyOf(texts);
    }

    private static void put(Map<SpecialEvent, PhraseText> texts, SpecialEvent event, String zh, String en, String shortText) {
        texts.put(event, text(List.of(zh), List.of(en), shortText));
    }

    private static PhraseText text(List<String> zh, List<String> en, String shortText) {
        return new PhraseText(zh, en, shortText, Optional.empty());
    }
}
