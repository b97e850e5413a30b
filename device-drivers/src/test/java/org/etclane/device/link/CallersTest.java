package org.etclane.device.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.junit.jupiter.api.Test;

class CallersTest {
    @Test
    void noticesAndOrdersComeBackAsTheyWere() {
        for (Callers.Notice notice : List.of(new Callers.Opened(7, "192.168.1.20:41234"), new Callers.Received(8, Bytes.of(0xFF, 0)),
                new Callers.Closed(9, "closed by the caller"), new Callers.Refused(3_000_000_000L, "10.0.0.1:5"))) {
            byte[] line = notice.encode();
            assertEquals(Optional.of(notice), Callers.notice(line, line.length));
        }
        for (Callers.Order order : List.of(new Callers.Send(7, Bytes.of(1, 2)), new Callers.TakeMore(0, 1),
                new Callers.HangUp(9, "测"), new Callers.Forget(Integer.MAX_VALUE))) {
            assertEquals(Optional.of(order), Callers.order(order.encode()));
        }
    }

    @Test
    void layoutOnTheLine() {
        assertEquals("0000000742ff00", Bytes.copyOf(new Callers.Received(7, Bytes.of(0xFF, 0)).encode()).hex());
        assertEquals("000000074d04", Bytes.copyOf(new Callers.TakeMore(7, 4).encode()).hex());
    }

    @Test
    void anythingElseIsNeither() {
        assertTrue(Callers.notice(new byte[] {0, 0, 0, 7}, 4).isEmpty());
        assertTrue(Callers.notice(new byte[] {0, 0, 0, 7, 'X'}, 5).isEmpty());
        assertTrue(Callers.notice(new byte[] {0, 0, 0, 0, 'R', 1}, 6).isEmpty());
        assertTrue(Callers.order(new byte[] {0, 0, 0, 7, 'M'}).isEmpty());
        assertTrue(Callers.order(new byte[] {0, 0, 0, 7, 'O'}).isEmpty());
    }

    @Test
    void allThatCanBeUnderWayFitsTheInbox() {
        assertTrue(Callers.MAX_PLACES * (Callers.WINDOW + 2) + 1 <= DeviceInbox.CHUNKS);
    }
}
