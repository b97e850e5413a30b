package org.etclane.device.rsu.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.Bytes;
import org.etclane.device.rsu.network.RsuNetworkSettings.Forms;
import org.etclane.device.rsu.network.RsuNetworkSettings.HeartbeatAnswer;
import org.etclane.device.rsu.network.RsuNetworkSettings.Problem;
import org.etclane.device.rsu.network.RsuNetworkSettings.Radio;
import org.etclane.device.rsu.network.RsuNetworkSettings.SingleChipStation;
import org.etclane.device.rsu.network.RsuNetworkSettings.Times;
import org.etclane.device.rsu.network.RsuNetworkSettings.TripForm;
import org.junit.jupiter.api.Test;

import java.time.ZoneId;
import java.util.List;

class RsuNetworkSettingsTest {
    @Test
    void theUsualSettingsHaveNoProblem() {
        assertEquals(List.of(), RsuNetworkSettings.usual("rsu", RsuNetworkSettings.EXIT).problems());
        assertEquals(35_000, Times.usual().linkLostMs());
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        RsuNetworkSettings bad = new RsuNetworkSettings(" ", ZoneId.of("Asia/Shanghai"), new Radio(256, -1, 32, 0, 300, "xyz", -1),
                new Times(-1, 1, 1, 10_000, 1, 100), new Forms(8, TripForm.NONE, SingleChipStation.GANTRY_AND_TIME, false,
                HeartbeatAnswer.NONE, Bytes.zeros(3)));
        assertEquals(List.of("name", "laneMode", "bstIntervalMs", "txPower", "pllChannel", "transMode", "flagId", "gantryRow",
                "openDelayMs", "initRetryMs", "openRetryMs", "linkLostMs", "frameGapMs", "repeatMs", "psamRecordBytes",
                "psamChannels", "singleChipStation"), bad.problems().stream().map(Problem::key).toList());
        assertEquals(new Problem("pllChannel", "0", "1–2", "neighbouring lanes use different channels"), bad.problems().get(4));
    }

    @Test
    void slowSerialLinesAreRefusedWithTheArithmetic() {
        RsuNetworkSettings usual = RsuNetworkSettings.usual("rsu", RsuNetworkSettings.EXIT);
        assertEquals(409, usual.dialogueBytes());
        assertEquals("RSU line at 38400 baud is too slow: at 10 bits per byte the 409 bytes of a whole dialogue (B2 C1 B4 C6 B5 "
                + "C1) take 106.5 ms of the 300 ms that a transaction may take, before any air time. At 115200 baud they take "
                + "35.5 ms: set the RSU and the lane to 115200 8N1.", usual.refuseBaud(38_400).orElseThrow());
        assertTrue(usual.refuseBaud(57_600).isEmpty());
        assertTrue(usual.refuseBaud(0).isPresent());
        RsuNetworkSettings withTrip = usual.withForms(new Forms(9, TripForm.C6_164, SingleChipStation.EF07, false,
                HeartbeatAnswer.NONE, Bytes.EMPTY));
        assertEquals(409 + 91 + 97, withTrip.dialogueBytes());
        assertTrue(withTrip.refuseBaud(57_600).isPresent());
        assertTrue(withTrip.refuseBaud(115_200).isEmpty());
    }
}
