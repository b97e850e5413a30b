package org.etclane.sim.scenario;

import static org.etclane.sim.scenario.Rule.of;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.etclane.device.LoopEvent;
import org.etclane.device.lc301.Lc301Bits;
import org.etclane.device.wim.ff.FfState;
import org.etclane.sim.device.Lc301Faults;
import org.etclane.sim.device.RsuSimFault;
import org.etclane.sim.device.ScaleSimFaults;
import org.etclane.sim.world.Behaviour;
import org.etclane.sim.world.LoopFault;
import org.etclane.sim.world.VehicleKind;

/**
 * All that can be said, one line each: verbs with what they do, and what may follow {@code send car} or {@code send truck}. The same
 * for files and console, and the source of {@code help}.
 */
final class Phrasebook {
    private Phrasebook() {
    }

    /** The beginning of a sentence that lets a vehicle come; {@link #DETAILS} follow. */
    static final List<Rule<VehicleOrder>> VEHICLES = List.of(
            of("send car PLATE", "a car comes", "来一辆客车", v -> VehicleOrder.legal(1).withPlate((String) v.get(0))),
            of("send truck CLASS PLATE", "a truck of class 11 to 16 comes", "来一辆货车（11至16类）",
                    v -> VehicleOrder.legal((int) v.get(0)).withPlate((String) v.get(1))),
            of("send car", "the same with the next free plate", "同上，车牌自动编号", _ -> VehicleOrder.legal(1)),
            of("send truck CLASS", "the same with the next free plate", "同上，车牌自动编号", v -> VehicleOrder.legal((int) v.get(0))));

    /** What may be said of a vehicle, in any order; commas as one likes. */
    static final List<Rule<Function<VehicleOrder, VehicleOrder>>> DETAILS = List.of(
            kind("no obu", VehicleKind.NO_OBU, "without an OBU", "无标签"),
            kind("obu expired", VehicleKind.OBU_EXPIRED, "OBU expired", "标签过期"),
            kind("obu not yet valid", VehicleKind.OBU_NOT_YET_VALID, "OBU not yet valid", "标签未启用"),
            kind("obu tampered", VehicleKind.OBU_TAMPERED, "OBU removed from the windscreen", "标签拆卸"),
            kind("obu locked", VehicleKind.OBU_LOCKED, "OBU locked", "标签锁定"),
            of("obu battery low", "OBU battery low", "标签电量低", _ -> o -> o.with(Action.ObuState.BATTERY_LOW)),
            kind("no card", VehicleKind.OBU_NO_CARD, "no card in the OBU", "未插卡"),
            kind("card broken", VehicleKind.OBU_CARD_ERROR, "the OBU cannot talk to its card", "卡片故障"),
            kind("card expired", VehicleKind.CARD_EXPIRED, "card expired", "卡过期"),
            kind("card not yet valid", VehicleKind.CARD_NOT_YET_VALID, "card not yet valid", "卡未启用"),
            kind("card of a wrong type", VehicleKind.CARD_WRONG_TYPE, "neither stored value nor credit", "卡类型无效"),
            kind("card of another plate", VehicleKind.PLATE_DIFFERS, "plates of OBU and card differ", "卡签车牌不符"),
            kind("no entry", VehicleKind.EXIT_NO_ENTRY, "exit: the card holds no entry", "出口：卡内无入口信息"),
            kind("entry in the future", VehicleKind.EXIT_ENTRY_IN_FUTURE, "exit: entered tomorrow", "出口：入口时间在将来"),
            kind("entry at an unknown station", VehicleKind.EXIT_FEE_NOT_FOUND, "exit: no fee is known from there", "出口：费率中无此入口"),
            kind("entry still open", VehicleKind.ENTRY_ALREADY_OPEN, "entry: the card holds an open entry", "入口：卡内已有入口"),
            of("balance MONEY", "on the card", "卡内余额", v -> o -> o.withBalanceFen((long) v.get(0))),
            of("credit card", "type 23; else stored value, type 22", "记账卡（23），缺省为储值卡（22）", _ -> o -> o.onCredit(true)),
            of("speed SPEED", "on a free lane", "自由行驶速度", v -> o -> o.withCruiseMps((double) v.get(0))),
            of("length LENGTH", "bumper to bumper", "车长", v -> o -> o.withLengthM((double) v.get(0))),
            of("gap GAP", "kept to a standing vehicle ahead", "停车间距", v -> o -> o.withGapM((double) v.get(0))),
            behaviour("tailgates", Behaviour.TAILGATER, "follows close through the open arm", "跟车闯关"),
            of("weight WEIGHT", "in all, where the lane has a scale", "总重（车道有称重设备时）", v -> o -> o.weighing((int) v.get(0))),
            of("axle loads LOADS", "from front to rear", "各轴轴重", v -> o -> o.bearing(kg(v.get(0)))),
            of("overlong", "28 m and 16 axles: more than a meter may count", "28米16轴，超过仪表可计轴数", _ -> o -> o.withLengthM(28)),
            behaviour("reverses off the scale", Behaviour.REVERSES_OFF_SCALE, "backs off the scale before the trigger loop", "上秤后倒车"),
            behaviour("reverses unread", Behaviour.REVERSES_UNREAD, "backs out before it is read", "读签前倒车"),
            behaviour("dawdles", Behaviour.DAWDLES_AFTER_PAYING, "stands a while after paying", "交易后停留"),
            behaviour("turns back", Behaviour.TURNS_BACK_AFTER_READ, "is read and backs out", "读签后倒车"),
            behaviour("next door", Behaviour.NEIGHBOUR_OBU, "an OBU of the neighbouring lane", "邻道标签"),
            of("again", "the vehicle of this plate comes once more", "同一车辆再次到来", _ -> VehicleOrder::comingAgain));

    static final List<Rule<Action>> VERBS = List.of(
            of("take card PLATE", "the driver pulls the card out", "拔卡", v -> new Action.TakeCard((String) v.get(0))),
            of("insert card PLATE", "the driver puts it back", "插卡", v -> new Action.InsertCard((String) v.get(0))),
            of("obu PLATE OBU_STATE", "something becomes of an OBU", "改变标签状态",
                    v -> new Action.ChangeObu((String) v.get(0), (Action.ObuState) v.get(1))),
            of("cut LINE for SECONDS", "pull a cable, put it back", "拔线并在若干秒后插回",
                    v -> new Action.Cut((Action.Line) v.get(0), OptionalDouble.of((double) v.get(1)))),
            of("cut LINE", "pull a cable", "拔线", v -> new Action.Cut((Action.Line) v.get(0), OptionalDouble.empty())),
            of("plug LINE", "put it back", "插线", v -> new Action.Plug((Action.Line) v.get(0))),
            of("noise LINE PER_MILLION", "bytes damaged and lost in a million", "线路噪声（每百万字节）",
                    v -> new Action.Noise((Action.Line) v.get(0), (int) v.get(1))),
            of("quiet LINE", "no noise any more", "消除噪声", v -> new Action.Noise((Action.Line) v.get(0), 0)),
            of("silence LINE for SECONDS", "nothing comes through", "线路静默",
                    v -> new Action.Silence((Action.Line) v.get(0), (double) v.get(1))),
            of("fail rsu RSU_FAULT for PLATE", "this vehicle's next dialogue goes wrong", "该车下一次交易出错",
                    v -> new Action.FailRsu((RsuSimFault) v.get(0), Optional.of((String) v.get(1)))),
            of("fail rsu RSU_FAULT", "the next dialogue goes wrong", "下一次交易出错",
                    v -> new Action.FailRsu((RsuSimFault) v.get(0), Optional.empty())),
            of("restart rsu", "the antenna loses power for a moment", "天线断电重启", _ -> new Action.RestartRsu()),
            of("fail io power-off", "the I/O controller has no power", "控制器断电", _ -> new Action.FailIo(Lc301Faults.off())),
            of("fail io deaf-after-reset", "first command after a reset is lost", "复位后首条命令丢失",
                    _ -> new Action.FailIo(Lc301Faults.deafAfterReset())),
            of("fail io answers-lost COUNT", "so many answers are not sent", "丢失若干应答",
                    v -> new Action.FailIo(Lc301Faults.answersLost((int) v.get(0)))),
            of("fail io short-pulses MS", "pulses too short for the barrier", "脉冲过短",
                    v -> new Action.FailIo(Lc301Faults.shortPulses(Math.round((double) v.get(0))))),
            of("fail io light-fault", "it reports a light fault", "报告信号灯故障",
                    _ -> new Action.FailIo(Lc301Faults.stuckSt2(Lc301Bits.ST2_LIGHT_FAULT, Lc301Bits.ST2_LIGHT_FAULT))),
            of("mend io", "none of these any more", "排除控制器故障", _ -> new Action.FailIo(Lc301Faults.NONE)),
            of("reset io", "its processor restarts, its relays stay", "控制器热复位", _ -> new Action.ResetIo()),
            of("fail scale silent", "it says nothing, and goes on weighing", "称重仪表无应答", _ -> new Action.FailScale(ScaleSimFaults.dead())),
            of("fail scale frames-lost COUNT", "so many of its frames are not sent", "丢失若干帧",
                    v -> new Action.FailScale(ScaleSimFaults.lost((int) v.get(0)))),
            of("fail scale frames-damaged COUNT", "so many have a wrong check", "若干帧校验错误",
                    v -> new Action.FailScale(ScaleSimFaults.wrongChecks((int) v.get(0)))),
            of("fail scale frames-doubled COUNT", "so many are sent twice", "若干帧重复",
                    v -> new Action.FailScale(ScaleSimFaults.doubled((int) v.get(0)))),
            of("fail scale deletions-refused COUNT", "FF: so many records stay", "FF：拒绝删除若干次",
                    v -> new Action.FailScale(ScaleSimFaults.refusedDeletes((int) v.get(0)))),
            of("fail scale deletions-pretended COUNT", "FF: so many are confirmed and stay", "FF：假删除若干次",
                    v -> new Action.FailScale(ScaleSimFaults.ghostDeletes((int) v.get(0)))),
            of("fail scale sensor", "FF, Wanji: it reports its weigh sensor", "FF、万集：报告称重传感器故障",
                    _ -> new Action.FailScale(ScaleSimFaults.state(FfState.WEIGH_SENSOR))),
            of("mend scale", "none of these any more", "排除称重故障", _ -> new Action.FailScale(ScaleSimFaults.NONE)),
            of("restart scale without memory", "it loses power for 2 s, and its records or its zero", "称重设备断电2秒，丢失记录或零点",
                    _ -> new Action.RestartScale(false)),
            of("restart scale", "it loses power for 2 s", "称重设备断电2秒", _ -> new Action.RestartScale(true)),
            of("stick loop LOOP", "reads occupied", "线圈常占用", v -> loop(v, LoopFault.STUCK_OCCUPIED)),
            of("deaden loop LOOP", "reads clear", "线圈无感应", v -> loop(v, LoopFault.STUCK_CLEAR)),
            of("chatter loop LOOP", "opens and closes under a vehicle", "线圈抖动", v -> loop(v, LoopFault.CHATTER)),
            of("free loop LOOP", "works again", "线圈恢复", v -> loop(v, LoopFault.NONE)),
            of("stick arm", "it jams where it is, silently", "栏杆卡住（不报告）", _ -> new Action.ChangeArm(Action.ArmState.STUCK)),
            of("fail arm", "it jams and reports its fault at the next pulse", "栏杆卡住并报故障",
                    _ -> new Action.ChangeArm(Action.ArmState.STUCK_AND_REPORTED)),
            of("free arm", "it turns again", "栏杆恢复", _ -> new Action.ChangeArm(Action.ArmState.FREE)),
            of("press foot alarm", "", "踩下脚踏报警", _ -> new Action.FootAlarm(true)),
            of("release foot alarm", "", "松开脚踏报警", _ -> new Action.FootAlarm(false)),
            of("jam at PLACE", "traffic stands behind the arm", "栏杆后堵车", v -> new Action.Jam(OptionalDouble.of((double) v.get(0)))),
            of("clear jam", "it flows again", "堵车解除", _ -> new Action.Jam(OptionalDouble.empty())),
            of("close lane", "the station closes the lane", "站级关闭车道", _ -> new Action.CloseLane()),
            of("open lane", "and opens it", "站级开启车道", _ -> new Action.OpenLane()),
            of("declare lane empty", "staff say that nobody stands in the zone", "人工确认车道无车", _ -> new Action.DeclareEmpty()),
            of("kill lane", "the lane's process dies", "杀死车道进程", _ -> new Action.KillLane()),
            of("start lane", "it runs again", "启动车道进程", _ -> new Action.StartLane()),
            of("disk slow SECONDS", "records take so long", "磁盘变慢", v -> new Action.Disk(Action.DiskState.SLOW, (double) v.get(0))),
            of("disk fails", "records cannot be written", "磁盘写入失败", _ -> new Action.Disk(Action.DiskState.FAILING, 0)),
            of("disk works", "they can", "磁盘恢复", _ -> new Action.Disk(Action.DiskState.WORKING, 0)),
            of("station away", "the station is stopped", "站级停止", _ -> new Action.Station(true)),
            of("station back", "it runs again", "站级恢复", _ -> new Action.Station(false)));

    /** Times of steps; the form "when" is {@link #MOMENTS}. */
    static final List<Rule<When>> TIMES = List.of(
            of("at SECONDS", "since the start", "自开始起", v -> new When.At((double) v.get(0))),
            of("after SECONDS", "since the step before", "自上一步起", v -> new When.After((double) v.get(0))));

    static final List<Rule<When>> MOMENTS = Stream.of(When.Moment.values()).map(Phrasebook::moment).toList();

    private static Rule<When> moment(When.Moment moment) {
        return of("when PLATE " + moment.words(), "", "", v -> new When.Once((String) v.get(0), moment));
    }

    private static Rule<Function<VehicleOrder, VehicleOrder>> kind(String form, VehicleKind kind, String english, String chinese) {
        return of(form, english, chinese, _ -> order -> order.with(kind));
    }

    private static Rule<Function<VehicleOrder, VehicleOrder>> behaviour(String form, Behaviour behaviour, String english, String chinese) {
        return of(form, english, chinese, _ -> order -> order.with(behaviour));
    }

    @SuppressWarnings("unchecked") // what Slot.LOADS reads
    private static List<Integer> kg(Object loads) {
        return (List<Integer>) loads;
    }

    private static Action loop(List<Object> values, LoopFault fault) {
        return new Action.ChangeLoop((LoopEvent.Role) values.getFirst(), fault);
    }
}
