package org.etclane.device;

/** A vehicle detector (车辆检测器) loop changed, or its state was read for the first time. */
public record LoopEvent(String device, long atNanos, Role role, Occupancy occupancy) implements DeviceEvent {

    /**
     * Where the loop lies, along the driving direction. A lane has at least {@link #TRIGGER} and {@link #ARM}.
     * TRIGGER: start of the transaction zone (交易区). CAPTURE: on the way, picture position (抓拍线圈). ARM: under and
     * behind the arm (落杆线圈).
     */
    public enum Role { TRIGGER, CAPTURE, ARM }

    public enum Occupancy { OCCUPIED, CLEAR, UNKNOWN }
}
