package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.RsuCommand;
import org.etclane.device.RsuEvent;
import org.etclane.device.RsuEvent.DebitCertainty;
import org.etclane.device.rsu.serial.RsuSerialDriver;
import org.etclane.device.rsu.serial.RsuSerialSettings;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.card.SimCard;
import org.etclane.sim.card.SimCardBuilder;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.host.VirtualLine;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.psam.TacVerifier;
import org.etclane.sim.world.VirtualScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lane's own driver against the simulated RSU, over a line of 115200 baud in virtual time. */
class RsuSerialWithDriverTest {
    private static final long SECOND = 1_000_000_000L;

    private final VirtualScheduler clock = new VirtualScheduler();
    private final PurseLedger ledger = new PurseLedger();
    private final SimCard card = new SimCardBuilder(PurseKeys.TEST, ledger).build();
    private final SimObu obu = RsuSerialBench.obu(RsuSerialBench.OBU, card);
    private final RsuSerialBench.Zone zone = new RsuSerialBench.Zone();
    private final List<DeviceEvent> heard = new ArrayList<>();
    private final List<RsuSimEvent> happened = new ArrayList<>();
    private VirtualLine<DeviceCommand, DeviceEvent, RsuSimCommand, RsuSimEvent> line;

    private void plug(RsuSerialSimSettings settings, RsuSerialSettings.TacCommand tac) {
        RsuSerialSettings plain = RsuSerialSettings.classic("rsu", RsuSerialSettings.EXIT);
        RsuSerialSettings lane = new RsuSerialSettings(settings.forms().stationLength(), plain.timeConvention(), plain.zone(),
                plain.laneMode(), plain.waitTimeS(), plain.txPower(), plain.pllChannel(), plain.transMode(), plain.firstRsctl(),
                plain.linkLostMs(), plain.initRetryMs(), tac, plain.name());
        line = new VirtualLine<>(clock, LinePace.BAUD_115200_8N1, new RsuSerialDriver("rsu", lane, () -> 1_795_000_000_000L),
                this::reflex, new RsuSerialSimulator(settings, zone, new Psam(PurseKeys.TEST, "373737373737", 1), 1),
                happened::add);
        line.plug();
    }

    /** A lane that charges 5 yuan and fetches what it did not hear. */
    private void reflex(DeviceEvent event) {
        heard.add(event);
        switch (event) {
            case RsuEvent.ObuFound found -> tell(new RsuCommand.ReadOn(found.obu().id(), RsuSerialBench.FACTOR));
            case RsuEvent.VehicleRead read -> tell(new RsuCommand.ReadOn(read.obu(), RsuSerialBench.FACTOR));
            case RsuEvent.CardRead read -> tell(new RsuCommand.Debit(read.obu(), RsuSerialBench.FACTOR, 500, RsuSerialBench.TIME,
                    RsuSerialBench.STATION));
            case RsuEvent.Completed done -> tell(new RsuCommand.Release(done.obu(), RsuSerialBench.FACTOR));
            case RsuEvent.StepFailed failed when failed.certainty() == DebitCertainty.UNKNOWN -> tell(new RsuCommand.FetchTac(
                    failed.obu(), RsuSerialBench.FACTOR, RsuSerialBench.TIME, -1, RsuSerialBench.STATION));
            default -> { }
        }
    }

    private void tell(RsuCommand command) {
        line.command(command);
    }

    private RsuEvent.Completed completed() {
        return heard.stream().filter(RsuEvent.Completed.class::isInstance).map(RsuEvent.Completed.class::cast).findFirst()
                .orElseThrow();
    }

    private void assertOneSignedDebit() {
        RsuEvent.Completed done = completed();
        assertTrue(new TacVerifier(PurseKeys.TEST).verify(card.cardNumber(), "CDF2BCAF", 500, done.result().transType(),
                done.result().terminal(), done.result().terminalSerial(), done.result().purchaseTime(), done.result().tac()));
        assertEquals(1, ledger.size());
        assertEquals(49_500, card.balanceFen());
        assertEquals(49_500, done.result().balanceFen());
        assertEquals(RsuSimEvent.Ending.RELEASED,
                happened.stream().filter(RsuSimEvent.DialogueEnded.class::isInstance).map(RsuSimEvent.DialogueEnded.class::cast)
                        .findFirst().orElseThrow().ending());
    }

    @ParameterizedTest
    @CsvSource({"35,24,105,40", "37,67,101,40", "47,67,98,36"})
    void oneVehicleOneDebit(int b2, int b3, int b4, int station) {
        plug(RsuSerialSimSettings.classic().withForms(new RsuSerialSimSettings.Forms(b2, b3, b4, false, station)),
                RsuSerialSettings.TacCommand.C7);
        clock.runFor(SECOND);
        zone.inside.add(obu);
        clock.runFor(2 * SECOND);
        assertOneSignedDebit();
        assertTrue(happened.stream().noneMatch(RsuSimEvent.LaneViolation.class::isInstance), happened::toString);
    }

    @ParameterizedTest
    @CsvSource({"C7", "C8"})
    void aLostAnswerIsFetched(RsuSerialSettings.TacCommand tac) {
        plug(RsuSerialSimSettings.classic(), tac);
        line.commandDevice(new RsuSimCommand.FailNext(RsuSimFault.DEBIT_LOST_AFTER_CARD));
        clock.runFor(SECOND);
        zone.inside.add(obu);
        clock.runFor(3 * SECOND);
        assertOneSignedDebit();
    }

    @Test
    void aPulledCableInTheMiddleOfADebitLeavesItUnknown() {
        plug(RsuSerialSimSettings.classic(), RsuSerialSettings.TacCommand.C7);
        clock.runFor(SECOND);
        zone.inside.add(obu);
        while (heard.stream().noneMatch(RsuEvent.CardRead.class::isInstance)) {
            clock.runFor(SECOND / 1_000);
        }
        clock.runFor(SECOND / 50);
        line.unplug("pulled");
        clock.runFor(SECOND);
        assertEquals(1, ledger.size(), "the card did not notice");
        assertTrue(heard.stream().noneMatch(RsuEvent.Completed.class::isInstance));
    }
}
