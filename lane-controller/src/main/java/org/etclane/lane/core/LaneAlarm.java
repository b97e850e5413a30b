package org.etclane.lane.core;

/** What the lane itself reports as wrong, apart from the special events of vehicles. */
public enum LaneAlarm {
    RSU_DOWN("天线故障", "RSU not usable"),
    IO_DOWN("车道控制器故障", "lane I/O controller not usable"),
    DISPLAY_DOWN("费显故障", "fee display not usable"),
    SCALE_DOWN("称重设备故障", "scale not usable or faulty"),
    ARM_STUCK("栏杆未到位", "arm did not reach its position"),
    BARRIER_FAULT("栏杆机故障", "barrier reports a fault"),
    ARM_LOOP_UNKNOWN("落杆线圈状态未知", "state of the loop under the arm is unknown: the arm is not lowered"),
    ARM_HELD_UP("栏杆保持抬起，等待车道清空", "the arm stays up until the zone has been seen empty: after a start or lost loops nobody can say whom"
            + " it would meet; when nobody is there: lanectl lane empty"),
    LOOP_STUCK("线圈长时间占用", "a loop has been occupied for too long"),
    RUN_THROUGH("闯关", "vehicle passed without a transaction"),
    ADJACENT_LANE("邻道干扰", "OBU answered without a vehicle in the zone"),
    JOURNAL_FAILED("记录无法写入", "records cannot be written: no debit is made"),
    DATABASE_SET_ASIDE("数据库损坏已隔离", "the record store was damaged and has been set aside: lane stays closed"),
    OUTCOME_UNKNOWN("交易结果未知", "a debit has an unknown outcome"),
    SECURITY("安全事件", "a message or peer was refused"),
    PARAMETER_REJECTED("参数被拒绝", "a parameter package was refused: the last good set stays in force"),
    PARAMETERS_LOST("参数损坏", "the parameter set that was in force cannot be read: the one before it is in force"),
    FOOT_ALARM("脚踏报警", "foot alarm pressed"),
    LIGHT_FAULT("信号灯故障", "light fault"),
    INTERNAL("内部错误", "the lane controller met a bug: lane closed");

    private final String chinese;
    private final String english;

    LaneAlarm(String chinese, String english) {
        this.chinese = chinese;
        this.english = english;
    }

    public String chinese() {
        return chinese;
    }

    public String english() {
        return english;
    }
}
