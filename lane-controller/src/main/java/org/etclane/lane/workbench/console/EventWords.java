package org.etclane.lane.workbench.console;

import org.etclane.device.BarrierEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.spi.Text;

/** What devices say, in words. Pure. */
final class EventWords {
    private EventWords() {
    }

    static Text health(HealthEvent event) {
        String cause = event.cause().isEmpty() ? "" : ": " + event.cause();
        return new Text(event.device() + " is " + switch (event.state()) {
            case UP -> "up";
            case DEGRADED -> "DOUBTFUL";
            case DOWN -> "DOWN";
        } + cause, event.device() + switch (event.state()) {
            case UP -> " 正常";
            case DEGRADED -> " 存疑";
            case DOWN -> " 故障";
        } + cause);
    }

    static Text security(SecurityEvent event) {
        return new Text("refused a caller: " + event.detail(), "已拒绝来访：" + event.detail());
    }

    static Text loop(LoopEvent.Role role) {
        return switch (role) {
            case TRIGGER -> new Text("trigger loop", "触发线圈");
            case CAPTURE -> new Text("capture loop", "抓拍线圈");
            case ARM -> new Text("arm loop", "落杆线圈");
        };
    }

    static Text occupancy(LoopEvent.Occupancy occupancy) {
        return switch (occupancy) {
            case OCCUPIED -> new Text("OCCUPIED", "有车");
            case CLEAR -> new Text("clear", "无车");
            case UNKNOWN -> new Text("unknown", "未知");
        };
    }

    static Text position(BarrierEvent.Position position) {
        return switch (position) {
            case UP -> new Text("up", "抬起到位");
            case DOWN -> new Text("down", "落下到位");
            case NOT_UP -> new Text("not up (only the upper switch exists)", "未抬起（仅有上到位开关）");
            case UNKNOWN -> new Text("between its switches, or unknown", "未到位或未知");
        };
    }

    static Text input(InputEvent event) {
        Text name = switch (event.input()) {
            case FOOT_ALARM -> new Text("foot alarm", "脚踏报警");
            case LANE_CLOSING_BAR -> new Text("lane closing bar", "关道杆");
            case LIGHT_FAULT -> new Text("light fault", "信号灯故障");
            case CANOPY_GREEN -> new Text("canopy light green", "雨棚灯绿灯");
            case PASS_GREEN -> new Text("pass light green", "通行灯绿灯");
        };
        return both(name, event.active() ? new Text(": yes", "：是") : new Text(": no", "：否"));
    }

    /** A barrier's fault signal. */
    static Text fault(BarrierEvent.FaultReported event) {
        return event.present() ? new Text("the barrier reports a FAULT", "栏杆机报故障") : new Text("the barrier reports no fault", "栏杆机无故障");
    }

    static Text both(Text first, Text second) {
        return new Text(first.english() + second.english(), first.chinese() + second.chinese());
    }
}
