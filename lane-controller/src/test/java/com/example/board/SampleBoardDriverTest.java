package com.example.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.LoopEvent.Role;
import org.etclane.device.link.Endpoint;
import org.junit.jupiter.api.Test;

/** Times are plain numbers: nothing waits. */
class SampleBoardDriverTest {
    private static final long MS = 1_000_000L;

    private final SampleBoardDriver driver = new SampleBoardDriver("io", new SampleBoardSettings("board", 4001, 500, 2000));
    private final List<DeviceEvent> events = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final List<String> malformed = new ArrayList<>();
    private final Endpoint.Sink<DeviceEvent> sink = new Endpoint.Sink<>() {
        @Override
        public void send(byte[] frame) {
            sent.add(Bytes.copyOf(frame).hex());
        }

        @Override
        public void emit(DeviceEvent event) {
            events.add(event);
        }

        @Override
        public void malformed(byte[] raw, String reason) {
            malformed.add(Bytes.copyOf(raw).hex());
        }
    };

    private void receive(long atNanos, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        driver.received(atNanos, bytes, bytes.length, sink);
    }

    @Test
    void theFirstReportSaysEverythingALaterOneWhatHasChanged() {
        driver.linkUp(0, sink);
        receive(1, "5501");
        assertEquals(List.of(new HealthEvent("io", 1, HealthEvent.State.UP, ""), new LoopEvent("io", 1, Role.TRIGGER, Occupancy.OCCUPIED),
                new LoopEvent("io", 1, Role.ARM, Occupancy.CLEAR),
                new BarrierEvent.ArmReported("io", 1, BarrierEvent.Position.NOT_UP)), events);
        events.clear();
        receive(2, "55");
        receive(3, "05");
        assertEquals(List.of(new BarrierEvent.ArmReported("io", 3, BarrierEvent.Position.UP)), events);
    }

    @Test
    void theArmIsNotMovedBeforeTheStateIsKnown() {
        driver.linkUp(0, sink);
        driver.command(1, BarrierCommand.LOWER, sink);
        assertEquals(List.of(), sent);
        receive(2, "5500");
        driver.command(3, BarrierCommand.RAISE, sink);
        driver.command(4, BarrierCommand.LOWER, sink);
        assertEquals(List.of("aa01", "aa02"), sent);
        driver.linkDown(5, "unplugged", sink);
        driver.linkUp(6, sink);
        driver.command(7, BarrierCommand.LOWER, sink);
        assertEquals(2, sent.size());
    }

    @Test
    void aSilentBoardIsLostWithACause() {
        driver.linkUp(0, sink);
        receive(100 * MS, "5500");
        events.clear();
        assertEquals(2100 * MS, driver.nextDueNanos());
        driver.due(2099 * MS, sink);
        assertEquals(List.of(), events);
        driver.due(2100 * MS, sink);
        assertEquals(List.of(new HealthEvent("io", 2100 * MS, HealthEvent.State.DOWN, "no report for 2000 ms")), events);
        assertEquals(Long.MAX_VALUE, driver.nextDueNanos());
    }

    @Test
    void afterBadBytesTheNextReportIsFound() {
        driver.linkUp(0, sink);
        receive(1, "00ff55ff555503");
        assertEquals(List.of("00", "ff", "55ff", "5555"), malformed);
        assertEquals(4, events.size());
    }

    @Test
    void nothingHalfReceivedIsKept() {
        driver.linkUp(0, sink);
        receive(1, "55");
        driver.linkDown(2, "unplugged", sink);
        driver.linkUp(3, sink);
        receive(4, "01");
        assertEquals(List.of(), events);
        assertEquals(List.of("01"), malformed);
    }
}
