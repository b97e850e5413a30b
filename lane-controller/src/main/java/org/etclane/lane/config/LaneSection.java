package org.etclane.lane.config;

import java.time.ZoneId;
import org.etclane.device.card.TransitRecord;
import org.etclane.device.spi.Key;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.LaneSettings;
import org.etclane.lane.core.WeighQueue;
import org.etclane.lane.parameters.StationKey;

/** {@link LaneSettings} as they are written in a file. */
public record LaneSection(
        @Key(en = "exit charges for the trip, entry writes the entry to the card", zh = "exit出口扣费，entry入口写卡") LaneKind kind,
        @Key(en = "identity of the lane, first part of every transaction id; never reuse one of another lane",
                zh = "车道编号，交易号的前缀，不得与其他车道重复", min = 21, max = 21, form = "[0-9A-Z]{21}",
                formEn = "21 digits or capital letters", formZh = "21位数字或大写字母") String laneId,
        @Key(en = "toll network of this station, as in the card's transit record", zh = "路网编号，与卡内过站信息一致",
                form = "[0-9]{4}", formEn = "4 digits", formZh = "4位数字") String network,
        @Key(en = "station number, as in the card's transit record", zh = "收费站编号", min = 0, max = 65_535) int station,
        @Key(en = "lane number, as in the card's transit record", zh = "车道号", min = 1, max = 255) int laneNumber,
        @Key(en = "local time of cards, purchases and records", zh = "卡片与交易所用时区", otherwise = "Asia/Shanghai") ZoneId zone,
        @Key(en = "layout of the transit record (file 0019) in this network", zh = "过站信息（0019文件）格式", otherwise = "y2019")
                TransitRecord.Layout transitLayout,
        @Key(en = "the network writes local time as if it were UTC into transit records", zh = "过站信息中的时间按本地时间计秒",
                otherwise = "false") boolean transitTimeLocal,
        @Key(en = "an entry time further ahead of the lane's clock than this is abnormal, minutes", zh = "入口时间超前判为异常的分钟数",
                otherwise = "10", min = 0, max = 1440) int entryFutureMinutes,
        @Key(en = "minutes within which a vehicle is not charged a second time in this lane", zh = "本车道重复交易判定时间（分钟）",
                otherwise = "5", min = 0, max = 1440) int recentMinutes,
        @Key(en = "how many vehicles fit between the trigger loop and the arm", zh = "触发线圈到栏杆之间可容纳车辆数", otherwise = "2",
                min = 1, max = 10) int zoneVehicles,
        @Key(en = "how long an OBU that was read waits for its vehicle to reach the trigger loop, ms",
                zh = "读到标签后等待车辆到达触发线圈的时间（毫秒）",
                otherwise = "600", min = 0, max = 60_000) int zoneWaitMs,
        @Key(en = "a debit decided later than this after the RSU's frame is not sent, ms; below the RSU's own 1000 ms",
                zh = "超过该时间不再发出扣款指令（毫秒），须小于天线自身的1000毫秒", otherwise = "900", min = 100, max = 990) int rsuPatienceMs,
        @Key(en = "silence after a debit that makes its outcome unknown, ms", zh = "扣款后无应答判为结果未知的时间（毫秒）",
                otherwise = "2500", min = 500, max = 60_000) int outcomeTimeoutMs,
        @Key(en = "how often the TAC is asked for in the same dialogue", zh = "同一次通信内取TAC的次数", otherwise = "2", min = 0, max = 10)
                int tacAttempts,
        @Key(en = "how long an unknown outcome waits for the card to be read again, ms", zh = "结果未知时等待再次读卡的时间（毫秒）",
                otherwise = "120000", min = 1000, max = 3_600_000) int resolveMs,
        @Key(en = "a vehicle in the zone that was not read for so long has no working OBU, ms", zh = "车辆进入后判为无标签的时间（毫秒）",
                otherwise = "2500", min = 500, max = 60_000) int obuSearchMs,
        @Key(en = "an OBU heard again so soon after its vehicle was taken to have passed is still here, ms",
                zh = "车辆判为已通过后再次读到其标签即判为仍在车道的时间（毫秒）", otherwise = "30000", min = 0, max = 600_000) int reheardMs,
        @Key(en = "after a start a vehicle may stand in the zone unseen for so long, ms", zh = "启动后车道内可能存在未检测到车辆的时间（毫秒）",
                otherwise = "6000", min = 0, max = 600_000) int startGraceMs,
        @Key(en = "a refused OBU not heard for so long has left, ms", zh = "被拒标签判为离开的时间（毫秒）", otherwise = "5000", min = 500,
                max = 600_000) int goneMs,
        @Key(en = "a paid vehicle that does not reach the arm within this time has gone, ms", zh = "已交易车辆未到栏杆判为离开的时间（毫秒）",
                otherwise = "120000", min = 5000, max = 3_600_000) int paidTimeoutMs,
        @Key(en = "an unread vehicle of which nothing is seen for so long has gone, ms", zh = "未读车辆判为离开的时间（毫秒）",
                otherwise = "60000",
                min = 5000, max = 3_600_000) int zoneStaleMs,
        @Key(en = "the arm stays up for a following vehicle that has already been transacted", zh = "后车已交易时栏杆保持抬起",
                otherwise = "true") boolean keepUpForFollower,
        @Key(en = "how long the loop under the arm must be clear before the arm is lowered, ms", zh = "落杆前线圈须空闲的时间（毫秒）",
                otherwise = "200", min = 50, max = 10_000) int armClearHoldMs,
        @Key(en = "a commanded movement must be confirmed within this time, ms", zh = "栏杆动作须到位的时间（毫秒）", otherwise = "1500",
                min = 300, max = 30_000) int armTravelMs,
        @Key(en = "a loop occupied for so long without any other sign of a vehicle is stuck, ms", zh = "线圈判为长占的时间（毫秒）",
                otherwise = "120000", min = 5000, max = 3_600_000) int loopStuckMs,
        @Key(en = "the sounder stops by itself after this time, ms", zh = "报警声自动停止的时间（毫秒）", otherwise = "8000", min = 0,
                max = 10_000) int alarmMs,
        @Key(en = "an antenna away for so long is told to the drivers, who then leave, ms", zh = "天线中断超过该时间才提示车辆离开（毫秒）",
                otherwise = "3000", min = 0, max = 600_000) int rsuFaultShowMs,
        @Key(en = "how long a text stays on the display, ms", zh = "费显显示保持时间（毫秒）", otherwise = "6000", min = 500, max = 600_000)
                int displayHoldMs,
        @Key(en = "with a scale: vehicles that fit between scale and trigger loop", zh = "称重设备与触发线圈之间可容纳车辆数", otherwise = "1",
                min = 1, max = 10) int scaleVehicles,
        @Key(en = "with a scale: a weight waits so long for its vehicle, ms; longer only where the scale lies further from the trigger loop"
                + " than a vehicle is long, and then a missed vehicle shows only in a gap of the traffic",
                zh = "称重数据等待车辆的时间（毫秒），仅当称重设备距触发线圈超过一个车长时加大", otherwise = "100", min = 1, max = 600_000)
                int weightWaitMs,
        @Key(en = "with a scale: a vehicle waits so long for its weight, ms", zh = "车辆等待称重数据的时间（毫秒）", otherwise = "120000", min = 100,
                max = 600_000) int unweighedMs,
        @Key(en = "with a scale: after a mismatch of weights and vehicles nothing may come for so long before they are paired again, ms",
                zh = "称重与车辆错位后恢复匹配所需的空闲时间（毫秒）", otherwise = "3000", min = 500, max = 600_000) int weighQuietMs) {

    public LaneSettings settings() {
        return new LaneSettings(kind, laneId, new StationKey(network, station), laneNumber, zone, transitLayout, transitTimeLocal,
                entryFutureMinutes, recentMinutes, zoneVehicles, zoneWaitMs, rsuPatienceMs, outcomeTimeoutMs, tacAttempts,
                resolveMs, obuSearchMs, reheardMs, startGraceMs, goneMs, paidTimeoutMs, zoneStaleMs, keepUpForFollower,
                armClearHoldMs, armTravelMs, loopStuckMs, alarmMs, rsuFaultShowMs, displayHoldMs,
                new WeighQueue.Window(scaleVehicles, weightWaitMs, unweighedMs, weighQuietMs));
    }
}
