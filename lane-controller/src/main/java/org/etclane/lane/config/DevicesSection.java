package org.etclane.lane.config;

import java.util.List;
import java.util.Optional;

/** The devices of a lane. The key is the device's name in events, records and on screens. */
@Checked(DevicesSection.PortsDiffer.class)
public record DevicesSection(
        @Key(en = "the lane's antenna", zh = "天线（RSU）") RsuSection rsu,
        @Key(en = "lane I/O controller: loops, arm, lights, alarm, fee display", zh = "车道控制器：线圈、栏杆、信号灯、报警、费显") IoSection io) {

    /** Serial ports in use, for the list of ports. */
    public List<String> ports() {
        String rsuPort = switch (rsu) {
            case RsuSerialSection serial -> serial.port();
        };
        String ioPort = switch (io) {
            case Lc301Section serial -> serial.port();
        };
        return List.of(rsuPort, ioPort);
    }

    /** RSU protocols. */
    public sealed interface RsuSection permits RsuSerialSection {
    }

    /** Lane I/O controllers. */
    public sealed interface IoSection permits Lc301Section {
    }

    static final class PortsDiffer implements Checked.Check {
        @Override
        public void check(Checked.Values values, Checked.Report report) {
            Optional<String> rsuPort = values.get("rsu.port", String.class);
            values.get("io.port", String.class).filter(port -> rsuPort.equals(Optional.of(port))).ifPresent(port ->
                    report.problem(Problem.Kind.CONTRADICTION, "io",
                            new Text("uses the same port as the RSU: " + port, "与天线使用同一串口：" + port),
                            new Text("one port per device", "每个设备一个串口"),
                            new Text("lanectl ports lists the ports of this machine", "lanectl ports可列出本机串口")));
        }
    }
}
