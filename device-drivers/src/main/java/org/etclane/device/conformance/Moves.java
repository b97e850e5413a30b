package org.etclane.device.conformance;

import java.util.Locale;
import org.etclane.device.spi.Text;

/** The strongest thing that a check makes a device do, weakest first. */
public enum Moves {
    NOTHING(false, new Text("nothing", "无动作")),
    /** Text, colour or voice of a fee display. */
    DISPLAY(false, new Text("the display", "显示屏")),
    /** Lights and alarms. */
    LIGHT(false, new Text("lights", "灯和报警")),
    /** A record in the device is deleted, or its zero set. */
    RECORD(true, new Text("the device's own records", "设备内的记录")),
    /** The barrier's arm (栏杆). Somebody has to stand by. */
    ARM(true, new Text("the arm", "栏杆")),
    /** A card is written to, or debited by 0 fen. For test cards. */
    CARD(true, new Text("a card", "卡片"));

    private final boolean needsLeave;
    private final Text words;

    Moves(boolean needsLeave, Text words) {
        this.needsLeave = needsLeave;
        this.words = words;
    }

    /** Asked only when {@link Permissions} name it. */
    public boolean needsLeave() {
        return needsLeave;
    }

    public Text words() {
        return words;
    }

    /** As in options and reports: {@code card}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
