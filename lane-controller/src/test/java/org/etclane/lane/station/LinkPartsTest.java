package org.etclane.lane.station;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.util.Optional;
import java.util.Random;
import org.etclane.lane.station.v1.CommandResult;
import org.etclane.lane.station.v1.ErrorCode;
import org.etclane.lane.station.v1.HeartbeatReply;
import org.etclane.lane.station.v1.ParameterChunk;
import org.etclane.lane.station.v1.ParameterKind;
import org.etclane.lane.station.v1.ParameterOffer;
import org.junit.jupiter.api.Test;

/** The small pure parts of the station link. */
class LinkPartsTest {
    @Test
    void waitsDoubleToTheLongestAreShortenedByAtMostHalfAndNeverEnd() {
        Backoff backoff = new Backoff(500, 60_000, new Random(1));
        long step = 500;
        for (int i = 0; i < 1000; i++) {
            long wait = backoff.nextMs();
            assertTrue(wait <= step && wait >= step / 2, i + ": " + wait + " of " + step);
            step = Math.min(60_000, step * 2);
        }
        backoff.reset();
        assertTrue(backoff.nextMs() <= 500);
    }

    @Test
    void offsetAndDelayAreThoseOfNtp() {
        ClockOffset offset = new ClockOffset();
        assertEquals(Optional.empty(), offset.best());
        // station 1000 ms ahead, 30 ms there, 10 ms back, 5 ms inside
        offset.add(10_000, 11_030, 11_035, 10_045, 45);
        assertEquals(new ClockOffset.Sample(1010, 40), offset.best().orElseThrow());
        offset.add(20_000, 21_001, 21_001, 20_002, 2);
        assertEquals(new ClockOffset.Sample(1000, 2), offset.best().orElseThrow());
        for (int i = 0; i < ClockOffset.KEPT; i++) {
            offset.add(30_000, 35_010, 35_010, 30_020, 20);
        }
        assertEquals(5000, offset.best().orElseThrow().offsetMs(), "old samples go");
    }

    @Test
    void aClockSetWhileMeasuringSpoilsTheSample() {
        ClockOffset offset = new ClockOffset();
        offset.add(10_000, 11_000, 11_000, 10_002, 2);
        offset.add(20_000, 21_000, 21_000, 3_620_002, 2);
        assertEquals(Optional.empty(), offset.best());
    }

    @Test
    void heartbeatRepliesMustBelongToAHeartbeat() {
        long[] wall = {1_000_000};
        HeartbeatSender sender = new HeartbeatSender(new LinkClock(() -> wall[0], () -> wall[0] * 1_000_000));
        assertTrue(sender.reply(HeartbeatReply.newBuilder().setNumber(1).build()).isPresent(), "none was sent");
        assertFalse(sender.next(HeartbeatSource.Content.EMPTY, 0).getClockOffsetKnown());
        wall[0] += 10;
        assertEquals(Optional.empty(), sender.reply(HeartbeatReply.newBuilder().setNumber(1).setLaneSendMillis(1_000_000)
                .setStationReceiveMillis(1_002_005).setStationSendMillis(1_002_005).build()));
        assertEquals(2000, sender.next(HeartbeatSource.Content.EMPTY, 3).getClockOffsetMillis());
        assertEquals(Optional.empty(), sender.reply(HeartbeatReply.newBuilder().setNumber(1).build()), "late: no measure");
        assertTrue(sender.reply(HeartbeatReply.newBuilder().setNumber(9).build()).isPresent());
    }

    @Test
    void equalSecurityEventsCollapseAndTheListIsBounded() {
        SecurityNotices notices = new SecurityNotices();
        assertTrue(notices.add("bad certificate", 5));
        assertFalse(notices.add("bad certificate", 6));
        for (int i = 0; i < 100; i++) {
            notices.add("event " + i, 7);
        }
        var all = notices.take();
        assertEquals(SecurityNotices.KEPT + 1, all.size());
        assertEquals(2, all.getFirst().getCount());
        assertEquals(5, all.getFirst().getWallMillis());
        assertEquals(SecurityNotices.OTHERS, all.getLast().getDetail());
        assertEquals(100 - SecurityNotices.KEPT + 1, all.getLast().getCount());
        assertTrue(notices.take().isEmpty());
    }

    @Test
    void commandsAreRememberedAndTheFirstAnswerCounts() {
        CommandMemory memory = new CommandMemory();
        assertEquals(Optional.empty(), memory.seen("a"));
        assertEquals(Optional.of(Optional.empty()), memory.seen("a"), "under way");
        CommandResult done = CommandResult.newBuilder().setCommandId("a").setDone(true).build();
        assertTrue(memory.answer(done));
        assertFalse(memory.answer(done.toBuilder().setDone(false).build()));
        assertFalse(memory.answer(CommandResult.newBuilder().setCommandId("never").build()));
        for (int i = 0; i < CommandMemory.KEPT - 1; i++) {
            memory.seen("other " + i);
        }
        assertEquals(Optional.of(Optional.of(done)), memory.seen("a"));
        memory.seen("one more");
        assertEquals(Optional.empty(), memory.seen("a"), "forgotten");
    }

    private static ParameterOffer offer(long size) {
        return ParameterOffer.newBuilder().setKind(ParameterKind.PARAMETER_PACKAGE).setSize(size).setSha256("0".repeat(64)).build();
    }

    private static ParameterChunk chunk(long offset, int size) {
        return ParameterChunk.newBuilder().setOffset(offset).setData(ByteString.copyFrom(new byte[size])).build();
    }

    @Test
    void chunksMustFollowEachOther() {
        ParameterDownload download = new ParameterDownload(offer(14));
        assertFalse(download.begun());
        download.begin(4);
        assertTrue(download.take(chunk(5, 4)).isPresent(), "gap");
        assertEquals(Optional.empty(), download.take(chunk(4, 4)));
        assertTrue(download.take(chunk(7, 4)).isPresent(), "overlap");
        assertTrue(download.take(chunk(8, 0)).isPresent(), "empty");
        assertTrue(download.take(chunk(8, 7)).isPresent(), "more than announced");
        assertFalse(download.written());
        assertEquals(Optional.empty(), download.take(chunk(8, 6)));
        assertFalse(download.complete(), "not in the file yet");
        assertTrue(download.written());
        ParameterDownload large = new ParameterDownload(offer(1L << 30));
        large.begin(0);
        assertEquals(ErrorCode.INVALID_FIELD, large.take(chunk(0, ParameterDownload.MAX_CHUNK_BYTES + 1)).orElseThrow().code());
    }

    @Test
    void nobodySendsFurtherAheadOfTheDiskThanTheWindow() {
        ParameterDownload download = new ParameterDownload(offer(100));
        download.begin(0);
        for (int at = 0; at < ParameterDownload.WINDOW_CHUNKS; at++) {
            assertEquals(Optional.empty(), download.take(chunk(at, 1)));
        }
        assertEquals(ErrorCode.WINDOW_EXCEEDED, download.take(chunk(ParameterDownload.WINDOW_CHUNKS, 1)).orElseThrow().code());
        download.written();
        assertEquals(Optional.empty(), download.take(chunk(ParameterDownload.WINDOW_CHUNKS, 1)));
    }

    @Test
    void offersThatCannotBeGoodAreRefusedBeforeAnyByteIsSent() {
        long max = 1000;
        assertEquals(Optional.empty(), ParameterDownload.refusal(offer(1), max));
        assertTrue(ParameterDownload.refusal(offer(0), max).isPresent());
        assertTrue(ParameterDownload.refusal(offer(max + 1), max).isPresent());
        assertTrue(ParameterDownload.refusal(offer(-1), max).isPresent(), "unsigned in the message, negative in Java");
        assertTrue(ParameterDownload.refusal(offer(1).toBuilder().setSha256("XY").build(), max).isPresent());
        assertTrue(ParameterDownload.refusal(offer(1).toBuilder().setKindValue(7).build(), max).isPresent());
        assertTrue(ParameterDownload.refusal(offer(1).toBuilder().setKind(ParameterKind.RATE_TABLE).build(), max).isPresent(), "unsigned");
    }
}
