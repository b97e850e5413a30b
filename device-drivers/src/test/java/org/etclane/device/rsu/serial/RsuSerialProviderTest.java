package org.etclane.device.rsu.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.ObuStatus;
import org.etclane.device.Plate;
import org.etclane.device.RsuEvent;
import org.etclane.device.RsuEvent.DebitCertainty;
import org.etclane.device.RsuEvent.RsuStep;
import org.etclane.device.RsuIdentity;
import org.etclane.device.TransactionResult;
import org.etclane.device.VehicleFile;
import org.etclane.device.link.Endpoint;
import org.etclane.device.link.Parity;
import org.etclane.device.link.SerialSettings;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.RsuRehearsal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RsuSerialProviderTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final ObuId OBU = new ObuId(7);
    private static final RsuSerialSection SECTION = section(Profile.YUNNAN);

    private static RsuSerialSection section(Profile profile) {
        return new RsuSerialSection("/dev/ttyS0", 57_600, profile, 36,
                RsuSerialSettings.TimeConvention.LOCAL_AS_UTC, 3, 21, 1, 2, 0x89, 100_000, 1_500, RsuSerialSettings.TacCommand.C8,
                Optional.of(1), 1, true, 7, 0);
    }

    private final ConfiguredDevice rsu = new ConfiguredDevice(new RsuSerialProvider(), SECTION);
    private final RecordingSink sink = new RecordingSink();

    private static DriverContext context(LaneDirection direction) {
        return new DriverContext(direction, ZONE, () -> 1_795_140_000_000L);
    }

    @Test
    void everyKeyReachesTheDriver() {
        assertEquals(new RsuSerialSettings(36, RsuSerialSettings.TimeConvention.LOCAL_AS_UTC, ZONE, RsuSerialSettings.ENTRY, 3, 21, 1, 2,
                0x89, 100_000, 1_500, RsuSerialSettings.TacCommand.C8, "rsu").withProfile(Profile.YUNNAN)
                .withOptions(new ProfileOptions(1, 1, true, 7, Ef04.Request.NOTHING)), SECTION.settings("rsu", context(LaneDirection.ENTRY)));
        assertEquals(RsuSerialSettings.EXIT, SECTION.settings("rsu", context(LaneDirection.EXIT)).laneMode());
        assertEquals(new LinkChoice.Serial(new SerialSettings("/dev/ttyS0", 57_600, 8, Parity.NONE, 1)), rsu.link());
    }

    @Test
    void theSameBytesAreHadOverTcp() {
        assertEquals(new LinkChoice.TcpClient("10.0.0.7", 4001), LinkChoice.ofPort("tcp:10.0.0.7:4001", 115_200));
        for (String wrong : List.of("tcp:", "tcp:10.0.0.7", "tcp:10.0.0.7:", "tcp:10.0.0.7:0", "tcp:10.0.0.7:65536", "tcp::4001", "tcp:a b:1")) {
            assertTrue(LinkChoice.wrongPort(wrong).isPresent(), wrong);
        }
        assertEquals(Optional.empty(), LinkChoice.wrongPort("/dev/ttyS0"));
    }

    private static List<RsuEvent> everyEvent() {
        return List.of(
                new RsuEvent.Ready("rsu", 0, new RsuIdentity(List.of("373737373737", "000000000000"), 0x0D, "010001", 1)),
                new RsuEvent.ObuFound("rsu", 0, new ObuInfo(OBU, Bytes.fromHex("cdf2bcafcdf2bcaf"), -1, -1, "3701000000000001", 20200101,
                        20991231, "", 0x10, ObuStatus.decode(0, 1)), Bytes.EMPTY),
                new RsuEvent.VehicleRead("rsu", 0, OBU, new VehicleFile(new Plate("测A12345", 0), 1, 0, Optional.empty()), Bytes.EMPTY),
                new RsuEvent.CardRead("rsu", 0, OBU, new CardFile(false, 0, 0x10, 5000, 0, Bytes.zeros(43), Bytes.zeros(43)), Bytes.EMPTY),
                new RsuEvent.Completed("rsu", 0, OBU, new TransactionResult(1_795_140_000L, "373737373737", "20261120100001", 9, "01020304",
                        5, 6, 4000), Bytes.EMPTY),
                new RsuEvent.StepFailed("rsu", 0, OBU, RsuStep.READ_CARD, 1, DebitCertainty.NOT_DEBITED,
                        RsuErrorCodes.meaning(0xB4, 1), Bytes.EMPTY),
                new RsuEvent.Restarted("rsu", 0, Bytes.EMPTY));
    }

    private static RsuEvent withoutRaw(DeviceEvent event) {
        return switch ((RsuEvent) event) {
            case RsuEvent.Ready e -> e;
            case RsuEvent.Restarted e -> new RsuEvent.Restarted(e.device(), 0, Bytes.EMPTY);
            case RsuEvent.ObuFound e -> new RsuEvent.ObuFound(e.device(), 0, e.obu(), Bytes.EMPTY);
            case RsuEvent.VehicleRead e -> new RsuEvent.VehicleRead(e.device(), 0, e.obu(), e.vehicle(), Bytes.EMPTY);
            case RsuEvent.CardRead e -> new RsuEvent.CardRead(e.device(), 0, e.obu(), e.card(), Bytes.EMPTY);
            case RsuEvent.Completed e -> new RsuEvent.Completed(e.device(), 0, e.obu(), e.result(), Bytes.EMPTY);
            case RsuEvent.StepFailed e -> new RsuEvent.StepFailed(e.device(), 0, e.obu(), e.step(), e.errorCode(), e.certainty(),
                    e.meaning(), Bytes.EMPTY);
        };
    }

    @Test
    void inARehearsalTheDriverMakesOfTheBytesWhatTheyWereMadeFrom() {
        ConfiguredDevice classic = new ConfiguredDevice(new RsuSerialProvider(), section(Profile.CLASSIC));
        RsuRehearsal words = classic.rehearsal().orElseThrow();
        Endpoint<DeviceCommand, DeviceEvent> driver = classic.endpoint("rsu", context(LaneDirection.EXIT));
        driver.linkUp(0, sink);
        for (RsuEvent event : everyEvent()) {
            byte[] bytes = words.wire(event);
            driver.received(0, bytes, bytes.length, sink);
            assertEquals(List.of(event), sink.takeEvents().stream().filter(e -> !(e instanceof HealthEvent))
                    .map(RsuSerialProviderTest::withoutRaw).toList());
        }
        assertEquals(List.of(), sink.takeReasons());
    }

    /** Layouts of other profiles lack some fields, so only what happened is compared. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    void everyProfileRehearsesItsOwnFrames(Profile profile) {
        ConfiguredDevice device = new ConfiguredDevice(new RsuSerialProvider(), section(profile));
        RsuRehearsal words = device.rehearsal().orElseThrow();
        Endpoint<DeviceCommand, DeviceEvent> driver = device.endpoint("rsu", context(LaneDirection.EXIT));
        driver.linkUp(0, sink);
        for (RsuEvent event : everyEvent()) {
            byte[] bytes = words.wire(event);
            driver.received(0, bytes, bytes.length, sink);
            assertEquals(List.of(event.getClass()), sink.takeEvents().stream().filter(e -> !(e instanceof HealthEvent))
                    .map(Object::getClass).toList(), () -> event.toString());
        }
    }
}
