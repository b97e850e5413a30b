package org.etclane.device.rsu.serial;

import org.etclane.device.rsu.serial.RsuSerialSettings.Problem;

import java.util.List;

/**
 * Points that the descriptions of the regional profiles leave open (rsu-serial.md §0–§2, §4): every one a setting with the
 * default that its profile's source suggests. None has been confirmed on a device. A profile takes no notice of what is
 * another one's.
 *
 * @param stxBytes         how many FF the lane puts before a frame: 1 in the only known {@code jiangsu} client (its fault or
 *                         the device's wish is not known), else 2 (official). Received frames may have any number
 * @param sendFlagInfo     C0 offset 17 of {@code yunnan}: 1 when mark-station data are to be handled, default 0
 * @param answerHeartbeats any profile: answer a heartbeat with C2 for OBU 0, as the {@code yunnan} program does. Default
 *                         off: the document says that a heartbeat is not acknowledged
 * @param purseRecords     {@code jiangsu}, {@code yunnan}: how many purse records C7 asks for after a lost answer, 1–10. The
 *                         debit in question is the newest unless the card has been used since; default 3
 * @param ef04             {@code ef04}: what C0 asks to be read of the OBU's EF04. Default the whole record with EF04_Opt 1,
 *                         whose values are not published
 */
public record ProfileOptions(int stxBytes, int sendFlagInfo, boolean answerHeartbeats, int purseRecords, Ef04.Request ef04) {

    /** The defaults for a profile. */
    public static ProfileOptions of(Profile profile) {
        return new ProfileOptions(profile.usualStxBytes(), 0, false, 3, switch (profile) {
            case EF04 -> Ef04.Request.RECORD;
            case CLASSIC, JIANGSU, YUNNAN -> Ef04.Request.NOTHING;
        });
    }

    void check(List<Problem> found) {
        RsuSerialSettings.check(found, stxBytes == 1 || stxBytes == 2, "stxBytes", stxBytes, "1 or 2",
                "2 unless the RSU takes frames with a single FF only");
        RsuSerialSettings.check(found, sendFlagInfo == 0 || sendFlagInfo == 1, "sendFlagInfo", sendFlagInfo, "0 or 1",
                "0: mark-station data are left alone");
        RsuSerialSettings.check(found, purseRecords >= 1 && purseRecords <= 10, "purseRecords", purseRecords, "1–10",
                "3: the debit in question is among the newest");
        RsuSerialSettings.check(found, ef04.option() >= 0 && ef04.option() <= 255, "ef04Option", ef04.option(), "0–255",
                "1 to have EF04 read, 0 not to");
        RsuSerialSettings.check(found, ef04.offset() >= 0 && ef04.offset() <= 0xFFFF, "ef04Offset", ef04.offset(), "0–65535",
                Ef04.RECORD_OFFSET + " is where the record begins");
        RsuSerialSettings.check(found, ef04.length() >= 0 && ef04.length() <= RegionalLayouts.MAX_EF04_READ, "ef04Length",
                ef04.length(), "0–" + RegionalLayouts.MAX_EF04_READ, Ef04.RECORD_LENGTH + " is the whole record");
    }
}
