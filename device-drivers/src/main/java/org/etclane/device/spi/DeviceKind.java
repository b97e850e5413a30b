package org.etclane.device.spi;

/** What a device is for the lane, whatever protocol it speaks. One device of each kind at most; RSU and lane I/O must be there. */
public enum DeviceKind {
    /** Antenna (天线): says {@link org.etclane.device.RsuEvent}, is told {@link org.etclane.device.RsuCommand}. */
    RSU("rsu", new Text("the RSU", "天线")),
    /** Loops, arm, lights, alarm; the fee display too when the lane has no {@link #DISPLAY} of its own. */
    LANE_IO("io", new Text("the lane I/O controller", "车道控制器")),
    /** Fee display (费额显示器) on a line of its own: is told {@link org.etclane.device.DisplayCommand}. */
    DISPLAY("display", new Text("the fee display", "费显")),
    /** Weighing (称重). */
    SCALE("scale", new Text("the scale", "称重设备"));

    private final String section;
    private final Text words;

    DeviceKind(String section, Text words) {
        this.section = section;
        this.words = words;
    }

    /** The key of its section under {@code devices}, and the device's name in events, records and on screens. */
    public String section() {
        return section;
    }

    /** For messages. */
    public Text words() {
        return words;
    }
}
