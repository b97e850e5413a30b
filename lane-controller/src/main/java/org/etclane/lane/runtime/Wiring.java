package org.etclane.lane.runtime;

import java.util.function.Consumer;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.lc301.Lc301Driver;
import org.etclane.device.lc301.Lc301Settings;
import org.etclane.device.link.DeviceAgent;
import org.etclane.device.link.Endpoint;
import org.etclane.device.link.LinkTimes;
import org.etclane.device.link.LinkTrace;
import org.etclane.device.link.Parity;
import org.etclane.device.link.SerialLink;
import org.etclane.device.link.SerialSettings;
import org.etclane.device.rsu.serial.RsuSerialDriver;
import org.etclane.device.rsu.serial.RsuSerialSettings;
import org.etclane.lane.config.DevicesSection;
import org.etclane.lane.config.LaneSection;
import org.etclane.lane.config.Lc301Section;
import org.etclane.lane.config.RsuSerialSection;
import org.etclane.lane.core.Devices;
import org.etclane.lane.core.LaneKind;

/** Puts a driver on a line for every configured device: the one place that knows which protocol a {@code type} means. */
final class Wiring {
    private final LaneSection lane;
    private final WallClock wall;
    private final Consumer<DeviceEvent> events;
    private final Consumer<Throwable> bugs;
    private final LinkTimes rsuTimes;
    private final int traceEntries;

    /** @param rsuTimes hears how long bytes and commands of the RSU's line were under way */
    Wiring(LaneSection lane, WallClock wall, Consumer<DeviceEvent> events, Consumer<Throwable> bugs, LinkTimes rsuTimes,
            int traceEntries) {
        this.lane = lane;
        this.wall = wall;
        this.events = events;
        this.bugs = bugs;
        this.rsuTimes = rsuTimes;
        this.traceEntries = traceEntries;
    }

    /** A device on its line. @param type as in the configuration */
    record Device(String name, String type, DeviceAgent<DeviceCommand, DeviceEvent> agent) {
    }

    Device rsu(DevicesSection devices) {
        return switch (devices.rsu()) {
            case RsuSerialSection section -> new Device(Devices.RSU, "rsu-serial", agent(Devices.RSU,
                    new RsuSerialDriver(Devices.RSU, settings(section), wall::millis), section.port(), section.baud(), rsuTimes));
        };
    }

    Device io(DevicesSection devices) {
        return switch (devices.io()) {
            case Lc301Section section -> new Device(Devices.IO, "lc301", agent(Devices.IO,
                    new Lc301Driver(settings(section)), section.port(), section.baud(), LinkTimes.NONE));
        };
    }

    private DeviceAgent<DeviceCommand, DeviceEvent> agent(String name,
            Endpoint<DeviceCommand, DeviceEvent> driver, String port, int baud, LinkTimes times) {
        DeviceAgent.Listener<DeviceEvent> listener = new DeviceAgent.Listener<>() {
            @Override
            public void event(DeviceEvent event) {
                events.accept(event);
            }

            @Override
            public void failed(Throwable bug) {
                bugs.accept(bug);
            }
        };
        SerialLink line = new SerialLink(name, new SerialSettings(port, baud, 8, Parity.NONE, 1), times);
        return new DeviceAgent<>(name, driver, line, listener, new LinkTrace(traceEntries), times);
    }

    private RsuSerialSettings settings(RsuSerialSection s) {
        int laneMode = lane.kind() == LaneKind.EXIT ? RsuSerialSettings.EXIT : RsuSerialSettings.ENTRY;
        return new RsuSerialSettings(s.stationLength(), s.timeConvention(), lane.zone(), laneMode, s.waitTimeS(), s.txPower(),
                s.pllChannel(), s.transMode(), s.firstRsctl(), s.linkLostMs(), s.initRetryMs(), s.tacCommand(), Devices.RSU);
    }

    private Lc301Settings settings(Lc301Section s) {
        Lc301Settings d = Lc301Settings.defaults(Devices.IO);
        Lc301Settings.Timing t = d.timing();
        Lc301Settings addressed = new Lc301Settings(d.name(), s.address(), s.frontLoop(), s.rearLoop(), d.signals(), d.display(),
                d.timing(), Lc301Settings.defaultQuery(s.address()));
        return addressed
                .with(new Lc301Settings.Signals(s.greenIsOne(), s.bindPassLight(), lane.kind() == LaneKind.EXIT,
                        d.signals().exitIsOne(), s.invertSt1(), s.invertSt2()))
                .with(new Lc301Settings.Display(d.display().amounts(), d.display().entryText(), s.displayVersion(),
                        s.keepFeeOnGreen(), s.speakFee(), d.display().colourFrames()))
                .with(new Lc301Settings.Timing(s.pollMs(), t.queryGapMs(), s.answerTimeoutMs(), s.earliestAnswerMs(), s.retries(),
                        s.silentMs(), t.commandValidMs(), t.lightSettleMs(), t.alarmRefreshMs()));
    }
}
