package org.etclane.sim.obu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.Plate;
import org.etclane.device.VehicleFile;
import org.etclane.device.card.IssueFile;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.card.SimCard;
import org.etclane.sim.card.SimCardBuilder;
import org.etclane.sim.psam.PurseKeys;
import org.junit.jupiter.api.Test;

/** Files and status of the simulated OBU, and of the card built into it (card-and-obu-files.md §1, §2). */
class SimObuTest {
    private final SimCard card = new SimCardBuilder(PurseKeys.TEST, new PurseLedger()).build();

    @Test
    void filesHaveTheDocumentedLayout() {
        SimObu obu = SimObu.builder(new ObuId(0x6A81353E)).serial("1234567887654321").valid(20200803, 20250802).contract(1, 2)
                .vehicle(new VehicleFile(new Plate("测A12345", 4), 13, 6,
                        Optional.of(new VehicleFile.Dimensions(120, 25, 40, 10, 3, 65, 31_000)))).build();
        assertEquals(Bytes.fromHex("CDF2BCAFCDF2BCAF 01 02 1234567887654321 20200803 20250802 01"), obu.systemFile());
        assertEquals(79, obu.vehicleFile().size());
        assertEquals(Bytes.fromHex("b2e24131323334350000 0000 0004 0d 06 0078 19 28 0a 03 0041 007918"),
                obu.vehicleFile().slice(0, 27));
    }

    @Test
    void tamperingShowsInBitAndByte() {
        SimObu obu = SimObu.builder(new ObuId(1)).card(card).build();
        assertEquals(0x20, obu.status().byte0());
        assertEquals(1, obu.status().tamperByte());
        obu.tampered(true);
        assertEquals(0x22, obu.status().byte0(), "captured: 22 00");
        assertEquals(0, obu.systemFile().u8(26));
    }

    @Test
    void aCardThatIsOutOrBrokenCannotBeRead() {
        SimObu obu = SimObu.builder(new ObuId(1)).card(card).build();
        assertTrue(obu.readableCard().isPresent());
        assertEquals(card.cardNumber(), obu.info().cardNumber());
        obu.cardError(true);
        assertTrue(obu.status().cardError());
        assertTrue(obu.readableCard().isEmpty());
        obu.removeCard();
        assertTrue(obu.status().cardAbsent());
        assertEquals("", obu.info().cardNumber());
        obu.cardError(false);
        obu.insertCard(card);
        assertFalse(obu.status().cardAbsent());
    }

    @Test
    void aBuiltCardIsLegalAndFitsAnObuBuiltByDefault() {
        IssueFile issue = IssueFile.parse(card.issueFile()).orElseThrow();
        SimObu obu = SimObu.builder(new ObuId(1)).card(card).build();
        assertEquals(IssueFile.STORED_VALUE, issue.cardType());
        assertEquals(obu.vehicle().plate(), issue.plate());
        assertEquals(obu.factor(), issue.factor());
        assertEquals(card.cardNumber(), issue.network() + issue.cardNumber());
    }
}
