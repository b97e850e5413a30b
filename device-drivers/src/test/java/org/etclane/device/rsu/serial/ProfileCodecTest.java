package org.etclane.device.rsu.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.ObuStatus;
import org.etclane.device.Plate;
import org.etclane.device.TransactionResult;
import org.etclane.device.VehicleFile;
import org.etclane.device.VehicleFile.Dimensions;
import org.etclane.device.card.PurseRecord;
import org.etclane.device.frame.Bcc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Every frame of the regional profiles, both directions, against bytes made by a separate script. */
class ProfileCodecTest {
    private static final ObuId OBU = new ObuId(0x6A81353E);
    private static final ObuId ESCAPED = new ObuId(0xFEFFFE01);
    private static final Bytes ISSUER = Bytes.fromHex("cdf2bcafcdf2bcaf");
    private static final LocalDateTime PURCHASE = LocalDateTime.of(2026, 11, 20, 10, 0, 1);
    private static final LocalDateTime LOCAL = LocalDateTime.of(2026, 11, 20, 10, 0);
    private static final long SECONDS = 1_795_140_000L;
    private static final String TERMINAL = "373737373737";
    private static final Bytes PLATE = Bytes.fromHex("b2e241313233343500000000");
    private static final Bytes ISSUE = Bytes.concat(ISSUER, Bytes.fromHex("16411101 1234567887654321 20200803 20350802"), PLATE,
            Bytes.fromHex("000001"));
    private static final Bytes EF04 = Bytes.of(IntStream.range(0x30, 0x30 + 91).toArray());

    private static Bytes transit(int state) {
        return Bytes.concat(Bytes.fromHex("aa2900 4101 0102 03 6afe019b 01"), Bytes.of(state), Bytes.zeros(7), PLATE,
                Bytes.fromHex("00 02 0005dc 00 00000000"));
    }

    private static Bytes station(int state) {
        return transit(state).slice(3, 43);
    }

    static List<ProfileFrames> fromLane() {
        return ProfileFrames.fromLane();
    }

    static List<ProfileFrames> fromUnit() {
        return ProfileFrames.fromUnit();
    }

    @ParameterizedTest
    @MethodSource("fromLane")
    void laneFrameBothDirections(ProfileFrames given) {
        LaneFrame expected = expectedLane(given.profile(), given.name());
        assertEquals(expected, ProfileFrames.lane(given.profile(), given.wire()));
        assertEquals(given.wire(), Bytes.copyOf(LaneFrameCodec.wire(given.profile(), expected)));
    }

    @ParameterizedTest
    @MethodSource("fromUnit")
    void unitFrameBothDirections(ProfileFrames given) {
        UnitFrame expected = expectedUnit(given.profile(), given.name());
        assertEquals(expected, ProfileFrames.unit(given.profile(), given.wire()));
        assertEquals(given.wire(), Bytes.copyOf(UnitFrameCodec.wire(given.profile(), expected)));
    }

    @Test
    void everyFrameOfEveryTableIsAmongThem() {
        for (Profile profile : List.of(Profile.JIANGSU, Profile.YUNNAN, Profile.EF04)) {
            List<Integer> seen = ProfileFrames.all().stream().filter(frame -> frame.profile() == profile)
                    .map(frame -> Bytes.copyOf(frame.wire().toArray()).u8(profile.usualStxBytes() + 1)).toList();
            for (int command = 0; command < 256; command++) {
                boolean known = profile.laneForm(command).isPresent() || profile.unitForm(command).isPresent();
                assertTrue(!known || seen.contains(command), "%s has no %02X".formatted(profile, command));
            }
        }
    }

    private static LaneFrame expectedLane(Profile profile, String name) {
        boolean ef04 = profile == Profile.EF04;
        return switch (name) {
            case "C0" -> new LaneFrame.C0Initialise(0x80, SECONDS, LOCAL, 4, 2, 10, 0, profile == Profile.YUNNAN ? 1 : -1,
                    ef04 ? Optional.of(new Ef04.Request(1, 314, 91)) : Optional.empty());
            case "C1" -> new LaneFrame.C1Continue(0x81, ESCAPED, Bytes.EMPTY);
            case "C2" -> new LaneFrame.C2Stop(0x82, OBU, profile == Profile.YUNNAN ? -1 : 2);
            case "4C" -> new LaneFrame.Antenna4C(0x80, 1);
            case "C-empty" -> new LaneFrame.Empty(0x81);
            case "C3" -> new LaneFrame.C3WriteEntry(0x84, OBU, Bytes.EMPTY, 0, PURCHASE, station(3));
            case "C6" -> ef04 ? new LaneFrame.C6Debit(0x84, ESCAPED, Bytes.EMPTY, 0, 0xFEFF, PURCHASE, station(4),
                    LaneFrame.C6Debit.PURCHASE_ONLY, Optional.of(Ef04.Part.NONE))
                    : new LaneFrame.C6Debit(0x84, ESCAPED, Bytes.EMPTY, 0, 0xFEFF, PURCHASE, station(4));
            case "C6-ef04" -> new LaneFrame.C6Debit(0x84, OBU, Bytes.EMPTY, 0, 1500, PURCHASE, station(4),
                    LaneFrame.C6Debit.PURCHASE_THEN_EF04, Optional.of(Ef04.Part.of(314, EF04)));
            case "C7" -> new LaneFrame.C7ReadRecords(0x85, OBU, 3);
            case "C8" -> ef04 ? new LaneFrame.C8FetchTacAgain(0x85, OBU, 0, Ef04.Part.NONE)
                    : new LaneFrame.C8FetchTac(0x85, OBU, 0xFEFF);
            case "C8-ef04" -> new LaneFrame.C8FetchTacAgain(0x85, OBU, 1, Ef04.Part.of(314, EF04.slice(0, 5)));
            case "C9" -> new LaneFrame.C9TakeEf04(0x85, OBU, 314, 91);
            default -> throw new AssertionError(name);
        };
    }

    private static UnitFrame expectedUnit(Profile profile, String name) {
        return switch (name) {
            case "B0" -> new UnitFrame.B0Status(0x98, 0, -1, TERMINAL, "", 0, 8, "000829", 0x2009, Bytes.zeros(5),
                    profile == Profile.EF04 ? Optional.of(new UnitFrame.PsamState(1, 0x15, 1)) : Optional.empty());
            case "B1" -> new UnitFrame.B1LoopStatus(0x38, 3, 1);
            case "B2" -> new UnitFrame.B2ObuInfo(0x18, new ObuInfo(ESCAPED, ISSUER, 1, 0x40, "1234567887654321", 20200803,
                    20350802, "11011234567887654321", 0x10, ObuStatus.decode(0x20, 1)));
            case "heartbeat" -> new UnitFrame.B2Heartbeat(0x88, new ObuId(-1), profile == Profile.YUNNAN ? 8 : 0x80,
                    Bytes.zeros(39));
            case "B3" -> new UnitFrame.B3VehicleInfo(0x28, OBU, new VehicleFile(new Plate("测A12345", 0), 14, 6,
                    Optional.of(new Dimensions(0x0102, 25, 40, 12, 6, 130, 49_000))),
                    Bytes.fromHex("5a".repeat(16) + "5b".repeat(16) + (profile == Profile.EF04 ? "5c".repeat(20) : "")));
            case "B3-error" -> new UnitFrame.StepError(0x28, 0xB3, OBU, 4, Bytes.EMPTY);
            case "B4", "B4-ef04", "B4-entry" -> card(profile, name);
            case "B5" -> result(profile);
            case "B5-error" -> new UnitFrame.StepError(0x58, 0xB5, OBU, 0x16, Bytes.zeros(26));
            case "B7" -> new UnitFrame.B7PurseRecords(0x78, OBU, List.of(
                    new PurseRecord(0x12, 0, 0xFEFF, PurseRecord.CAPP, TERMINAL, "20261120100001"),
                    new PurseRecord(0x11, 0, 700, PurseRecord.PURCHASE, TERMINAL, "20261119080000"),
                    new PurseRecord(0x10, 0, 100_000, PurseRecord.LOAD, TERMINAL, "20261118120000")));
            case "B7-none" -> new UnitFrame.B7PurseRecords(0x78, OBU, List.of());
            case "B7-error" -> new UnitFrame.StepError(0x78, 0xB7, OBU, 0x35, Bytes.EMPTY);
            case "B9" -> new UnitFrame.B9Answer(0x68, OBU, profile == Profile.EF04 ? EF04 : Bytes.fromHex("0012613c67b6"));
            default -> throw new AssertionError(name);
        };
    }

    private static UnitFrame card(Profile profile, String name) {
        boolean local = profile == Profile.YUNNAN;
        CardFile plain = new CardFile(local, 0, 0x10, 0xFFFF_FFFEL, 0, ISSUE, transit(3));
        CardFile poor = new CardFile(false, 0, 0x10, 9999, 0, ISSUE, transit(name.equals("B4-entry") ? 4 : 3));
        return switch (name) {
            case "B4-ef04" -> new UnitFrame.B4CardInfo(0x48, OBU, poor, Bytes.EMPTY,
                    Optional.of(new Ef04.Read(0, 0, Optional.of(Ef04.Part.of(314, EF04)))));
            case "B4-entry" -> new UnitFrame.B4CardInfo(0x48, OBU, poor, Bytes.EMPTY,
                    Optional.of(new Ef04.Read(0, 1, Optional.of(new Ef04.Part(0, 0, Bytes.zeros(91))))));
            default -> new UnitFrame.B4CardInfo(0x48, OBU, plain, local ? Bytes.fromHex("112233445566778899") : Bytes.EMPTY,
                    profile == Profile.EF04 ? Optional.of(new Ef04.Read(0, 0, Optional.empty())) : Optional.empty());
        };
    }

    private static UnitFrame result(Profile profile) {
        TransactionResult result = new TransactionResult(SECONDS + 1, profile == Profile.YUNNAN ? TERMINAL : "",
                "20261120100001", 9, "613c67b6", 0x12, 0x11, 8499);
        return profile == Profile.EF04 ? new UnitFrame.B5Result(0x58, OBU, result, Optional.of(new Ef04.Result(4, 1)))
                : new UnitFrame.B5Result(0x58, ESCAPED, result);
    }

    @ParameterizedTest
    @CsvSource({"JIANGSU, C0:18 C1:7 C2:8 C3:54 C6:58 C7:8 4C:4 B0:22 B1:5 B2:47 B3:67 B4:98 B5:34",
            "YUNNAN, C0:19 C1:7 C2:7 C3:54 C6:58 C7:8 C8:9 4C:4 B0:22 B1:5 B2:47 B3:67 B4:108 B5:40",
            "EF04, C0:23 C1:7 C2:8 C6:63-161 C8:12-110 C9:11 4C:4 B0:25 B1:5 B2:47 B3:87 B4:100/104-360 B5:36 B9:8-264"})
    void onlyTheLengthsOfTheProfileAreAccepted(Profile profile, String table) {
        for (String row : table.split(" ")) {
            int command = Integer.parseInt(row.substring(0, 2), 16);
            for (int length = 8; length < 400; length++) {
                int asked = length;
                boolean accepted = Arrays.stream(row.substring(3).split("/")).map(range -> range.split("-"))
                        .anyMatch(range -> asked >= Integer.parseInt(range[0])
                                && asked <= Integer.parseInt(range[range.length - 1]));
                assertEquals(accepted, decodes(profile, command, length), "%s %02X of %d".formatted(profile, command, length));
            }
        }
    }

    /** Zeros are no BCD time, which is another finding than a wrong length. */
    private static boolean decodes(Profile profile, int command, int length) {
        Bytes content = Bytes.concat(Bytes.of(0x18, command), Bytes.zeros(length - 3));
        Bytes frame = Bytes.concat(content, Bytes.of(Bcc.of(content)));
        Parsed<?> parsed = command >>> 4 == 0xB ? UnitFrameCodec.decode(profile, frame) : LaneFrameCodec.decode(profile, frame);
        return !(parsed instanceof Parsed.Malformed<?> bad && bad.reason().contains(" bytes, not "));
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void noLengthOfAnyCommandThrows(Profile profile) {
        for (int command = 0; command < 256; command++) {
            for (int length = 3; length < 400; length++) {
                Bytes frame = Bytes.concat(Bytes.of(0x18, command), Bytes.zeros(length - 2));
                assertEquals(frame, UnitFrameCodec.decode(profile, frame).raw());
                assertEquals(frame, LaneFrameCodec.decode(profile, frame).raw());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void anErrorMayBeOfAnyLength(Profile profile) {
        for (int command : new int[] {0xB2, 0xB3, 0xB4, 0xB5, 0xB7, 0xB9}) {
            if (profile.unitForm(command).isEmpty()) {
                continue;
            }
            for (int rest = 0; rest < 120; rest++) {
                UnitFrame error = new UnitFrame.StepError(0x58, command, OBU, 0x21, Bytes.zeros(rest));
                assertEquals(error, ProfileFrames.unit(profile, Bytes.copyOf(UnitFrameCodec.wire(profile, error))));
            }
        }
    }

    @Test
    void code08IsAHeartbeatInYunnanOnlyAndOnlyWithoutAnObu() {
        UnitFrame beat = new UnitFrame.B2Heartbeat(0x88, ObuId.NONE, 8, Bytes.EMPTY);
        Bytes wire = Bytes.copyOf(UnitFrameCodec.wire(Profile.YUNNAN, beat));
        assertEquals(beat, ProfileFrames.unit(Profile.YUNNAN, wire));
        assertInstanceOf(UnitFrame.StepError.class, ProfileFrames.unit(Profile.CLASSIC, wire));
        UnitFrame about = new UnitFrame.StepError(0x88, 0xB2, OBU, 8, Bytes.EMPTY);
        assertEquals(about, ProfileFrames.unit(Profile.YUNNAN, Bytes.copyOf(UnitFrameCodec.wire(Profile.YUNNAN, about))));
    }

    @Test
    void aFrameThatAProfileDoesNotHaveIsNotWritten() {
        LaneFrame entry = new LaneFrame.C3WriteEntry(0x84, OBU, Bytes.EMPTY, 0, PURCHASE, station(3));
        assertEquals("C3 is not a frame of profile ef04", assertThrows(IllegalArgumentException.class,
                () -> LaneFrameCodec.content(Profile.EF04, entry)).getMessage());
        UnitFrame records = new UnitFrame.B7PurseRecords(0x78, OBU, List.of());
        assertThrows(IllegalArgumentException.class, () -> UnitFrameCodec.content(Profile.CLASSIC, records));
    }

    @Test
    void theRecordsOfB7AreCounted() {
        Bytes content = Bytes.concat(Bytes.fromHex("78b7 6a81353e 00 02"), Bytes.zeros(23));
        Parsed<UnitFrame> parsed = UnitFrameCodec.decode(Profile.JIANGSU, Bytes.concat(content, Bytes.of(Bcc.of(content))));
        assertEquals("B7 announces 2 records of 23 bytes and carries 23 bytes",
                assertInstanceOf(Parsed.Malformed.class, parsed).reason());
    }

    @Test
    void ef04IsHandedOnOnlyWhenItIsWhole() {
        assertEquals(Optional.of(EF04), ((UnitFrame.B4CardInfo) card(Profile.EF04, "B4-ef04")).ef04Record());
        assertEquals(Optional.empty(), ((UnitFrame.B4CardInfo) card(Profile.EF04, "B4")).ef04Record());
        assertEquals(Optional.empty(), ((UnitFrame.B4CardInfo) card(Profile.EF04, "B4-entry")).ef04Record());
        assertEquals(Optional.empty(), new Ef04.Part(314, 90, EF04).content());
        assertEquals(Optional.empty(), new UnitFrame.B4CardInfo(0x48, OBU, new CardFile(false, 0, 0x10, 1, 0, ISSUE, transit(3)),
                Bytes.EMPTY, Optional.of(new Ef04.Read(0, 1, Optional.of(Ef04.Part.of(314, EF04))))).ef04Record());
    }

    @Test
    void missingFieldsAreZeroAndAShortStationIsFilledUp() {
        UnitFrame bare = new UnitFrame.B3VehicleInfo(0x28, OBU, new VehicleFile(new Plate("测A12345", 0), 1, 0, Optional.empty()),
                Bytes.EMPTY);
        Bytes content = UnitFrameCodec.content(Profile.JIANGSU, bare);
        assertEquals(67, content.size() + 1);
        assertEquals(Bytes.zeros(43), content.slice(23, 66));
        LaneFrame shortStation = new LaneFrame.C6Debit(0x84, OBU, Bytes.EMPTY, 0, 1, PURCHASE, Bytes.fromHex("77".repeat(36)));
        assertEquals(Bytes.fromHex("77".repeat(36) + "00000000"),
                LaneFrameCodec.content(Profile.YUNNAN, shortStation).slice(10, 50));
    }

    /** The reference warns of it; this is why the profile is configured. */
    @Test
    void twoLengthsMeanDifferentThingsByProfile() {
        Bytes b4 = Bytes.copyOf(UnitFrameCodec.wire(Profile.JIANGSU, card(Profile.JIANGSU, "B4")));
        CardFile asClassic = ((UnitFrame.B4CardInfo) ProfileFrames.unit(Profile.CLASSIC, b4)).card();
        assertTrue(!asClassic.issueFile().equals(ISSUE));
        Bytes b5 = Bytes.copyOf(UnitFrameCodec.wire(Profile.YUNNAN, result(Profile.YUNNAN)));
        TransactionResult wrong = ((UnitFrame.B5Result) ProfileFrames.unit(Profile.CLASSIC, b5)).result();
        assertTrue(!wrong.purchaseTime().equals("20261120100001"), "the lane will not take it for its own transaction");
    }
}
