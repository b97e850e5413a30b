package org.etclane.lane.rules;

/**
 * The special events (特情) that this lane knows, with the codes of lane-rules.md §5 (the range tells the group: OBU 1–20,
 * card 21–40, OBU against card 41–50, entry and exit 51–60, fee 61–70, RSU 71–90, other above).
 */
public enum SpecialEvent {
    BATTERY_LOW(1, "标签电量低", "OBU battery low"),
    OBU_TAMPERED(2, "标签拆卸", "OBU removed from the windscreen"),
    OBU_EXPIRED(3, "标签过期", "OBU expired"),
    OBU_NOT_YET_VALID(4, "标签未启用", "OBU not yet valid"),
    NO_CARD(5, "未插卡", "no card in the OBU"),
    OBU_LOCKED(7, "标签锁定", "OBU locked"),
    NO_ENTRY(26, "无入口信息", "card holds no valid entry"),
    CARD_EXPIRED(21, "卡过期", "card expired"),
    CARD_NOT_YET_VALID(22, "卡未启用", "card not yet valid"),
    CARD_TYPE_INVALID(25, "卡类型无效", "card of a wrong type or issuer"),
    BALANCE_INSUFFICIENT(27, "余额不足", "stored value too low"),
    BALANCE_ZERO(28, "余额为零", "stored value zero"),
    PLATE_DIFFERS(41, "卡签车牌不符", "plates of OBU and card differ"),
    ENTRY_TIME_ABNORMAL(54, "入口时间异常", "entry time in the future or senseless"),
    OPEN_ENTRY(55, "卡内已有入口", "card already holds an open entry"),
    FEE_NOT_FOUND(63, "费率查询失败", "no fee for this trip"),
    RSU_NO_ANSWER(71, "标签无应答", "no DSRC answer"),
    OBU_READ_FAILED(72, "读车辆信息失败", "reading the vehicle file failed"),
    CARD_READ_FAILED(74, "读卡失败", "reading the card failed"),
    DEBIT_FAILED(77, "扣款失败", "the debit or entry write failed"),
    TAC_FAILED(78, "取TAC失败", "fetching the TAC failed"),
    PSAM_UNAUTHORISED(97, "PSAM未授权", "PSAM not authorised"),
    NO_OBU(123, "无标签", "vehicle without an OBU"),
    NOT_WEIGHED(148, "未称重", "vehicle without a weight of its own"),
    LANE_CLOSED(150, "车道关闭", "lane is closed"),
    QUEUE_ABNORMAL(161, "队列异常", "passage queue abnormal"),
    RECENTLY_TRANSACTED(165, "重复交易", "transacted in this lane minutes ago"),
    REVERSED(201, "线圈倒车", "vehicle reversed out of the zone"),
    RUN_THROUGH(223, "闯关", "vehicle passed without a transaction");

    private final int code;
    private final String chinese;
    private final String english;

    SpecialEvent(int code, String chinese, String english) {
        this.code = code;
        this.chinese = chinese;
        this.english = english;
    }

    public int code() {
        return code;
    }

    public String chinese() {
        return chinese;
    }

    public String english() {
        return english;
    }
}
