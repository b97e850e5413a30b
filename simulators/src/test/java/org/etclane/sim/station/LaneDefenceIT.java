package org.etclane.sim.station;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.etclane.lane.station.StationStatus;
import org.etclane.lane.station.v1.Command;
import org.etclane.lane.station.v1.Envelope;
import org.etclane.lane.station.v1.ErrorCode;
import org.etclane.lane.station.v1.HeartbeatReply;
import org.etclane.lane.station.v1.HelloReply;
import org.etclane.lane.station.v1.ParameterChunk;
import org.etclane.lane.station.v1.ParameterKind;
import org.etclane.lane.station.v1.ParameterOffer;
import org.etclane.lane.station.v1.Record;
import org.etclane.lane.station.v1.RecordStatus;
import org.etclane.lane.station.v1.UploadAck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lane against stations that break the rules, spoken by hand. Each time: refused, told, tried again, nothing lost. */
class LaneDefenceIT {
    @TempDir
    Path directory;
    private final MemoryJournal journal = new MemoryJournal(UUID.randomUUID().toString());
    private SSLServerSocket listening;
    private LaneRig lane;

    @BeforeEach
    void start() throws Exception {
        TestCertificates certificates = TestCertificates.in(directory, Instant.now());
        listening = (SSLServerSocket) PeerTls.context(certificates.station()).getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        listening.setNeedClientAuth(true);
        listening.setEnabledProtocols(new String[] {"TLSv1.3"});
        Entries.traffic(journal, 1, 100);
        lane = LaneRig.started(listening.getLocalPort(), certificates.lane(Entries.LANE), journal);
    }

    @AfterEach
    void stop() throws IOException {
        listening.close();
        lane.close();
    }

    /** The station's end of one connection. */
    private final class Station implements AutoCloseable {
        private final SSLSocket socket;
        private final DataInputStream in;
        private final OutputStream out;

        Station() throws IOException {
            socket = (SSLSocket) listening.accept();
            socket.setSoTimeout(30_000);
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            assertEquals(Entries.LANE, receive().getHello().getLaneId());
        }

        Station welcome(int windowRecords) throws IOException {
            return send(Envelope.newBuilder().setHelloReply(HelloReply.newBuilder().setProtocolVersion(1)
                    .setWindowRecords(windowRecords).setHeartbeatMs(60_000)).build());
        }

        Station send(Envelope message) throws IOException {
            byte[] body = message.toByteArray();
            return send(ByteBuffer.allocate(4 + body.length).putInt(body.length).put(body).array());
        }

        Station send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
            return this;
        }

        Envelope receive() throws IOException {
            byte[] body = new byte[in.readInt()];
            in.readFully(body);
            return Envelope.parseFrom(body);
        }

        /** The next message of that kind; what comes before it is passed over. */
        Envelope receive(Envelope.MessageCase kind) throws IOException {
            Envelope message = receive();
            while (message.getMessageCase() != kind) {
                message = receive();
            }
            return message;
        }

        void assertRefused(ErrorCode code) throws IOException {
            assertEquals(code, receive(Envelope.MessageCase.ERROR).getError().getCode());
            assertEquals(-1, in.read(), "closed after the error");
            Await.until("told", () -> lane.security.stream().anyMatch(one -> one.contains(code.name())));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static UploadAck.Builder ackOf(List<Record> records) {
        UploadAck.Builder ack = UploadAck.newBuilder().setSequence(records.getLast().getSequence());
        records.forEach(record -> ack.addResultsBuilder().setSequence(record.getSequence()).setStatus(RecordStatus.CREATED));
        return ack;
    }

    @Test
    void whateverBreaksTheRulesIsRefusedAndTheLaneComesBackForMore() throws Exception {
        try (Station station = new Station()) {
            station.send(new byte[] {0x7F, 0, 0, 0}).assertRefused(ErrorCode.FRAME_TOO_LARGE);
        }
        try (Station station = new Station()) {
            station.welcome(10).send(new byte[] {0, 0, 0, 3, -1, -1, -1}).assertRefused(ErrorCode.MALFORMED_FRAME);
        }
        try (Station station = new Station()) {
            station.send(Envelope.newBuilder().setCommand(Command.newBuilder().setCommandId("early")).build())
                    .assertRefused(ErrorCode.UNEXPECTED_MESSAGE);
        }
        try (Station station = new Station()) {
            station.send(Envelope.newBuilder().setHelloReply(HelloReply.newBuilder().setProtocolVersion(2)).build())
                    .assertRefused(ErrorCode.UNSUPPORTED_VERSION);
        }
        try (Station station = new Station()) {
            station.welcome(0).assertRefused(ErrorCode.INVALID_FIELD);
        }
        try (Station station = new Station()) {
            station.welcome(10).send(Envelope.newBuilder().setHeartbeatReply(HeartbeatReply.newBuilder()
                    .setNumber(1_000_000)).build())
                    .assertRefused(ErrorCode.INVALID_FIELD);
        }
        try (Station station = new Station()) {
            station.welcome(10);
            List<Record> sent = station.receive(Envelope.MessageCase.UPLOAD).getUpload().getRecordsList();
            station.send(Envelope.newBuilder().setUploadAck(ackOf(sent).setSequence(1_000_000)).build())
                    .assertRefused(ErrorCode.OUT_OF_SEQUENCE);
        }
        assertEquals(0, journal.statistics().acknowledgedSequence(), "no false acknowledgement was believed");
        assertEquals(List.of(), lane.commands);
    }

    @Test
    void theLaneSendsNoMoreThanTheWindowAndGoesOnWhereTheAcknowledgementsEnd() throws Exception {
        List<Long> received = new ArrayList<>();
        try (Station station = new Station()) {
            station.welcome(10);
            List<Record> first = station.receive(Envelope.MessageCase.UPLOAD).getUpload().getRecordsList();
            assertEquals(10, first.size());
            // several heartbeats later still nothing more has come
            for (int i = 0; i < 3; i++) {
                Envelope beat = station.receive();
                assertEquals(Envelope.MessageCase.HEARTBEAT, beat.getMessageCase());
                station.send(Envelope.newBuilder().setHeartbeatReply(HeartbeatReply.newBuilder()
                        .setNumber(beat.getHeartbeat().getNumber())).build());
            }
            station.send(Envelope.newBuilder().setUploadAck(ackOf(first)).build());
            first.forEach(record -> received.add(record.getSequence()));
            var second = station.receive(Envelope.MessageCase.UPLOAD).getUpload();
            assertEquals(first.getLast().getSequence(), second.getAfterSequence());
        }
        try (Station station = new Station()) {
            station.welcome(1000);
            while (received.size() < journal.forStation().size()) {
                var upload = station.receive(Envelope.MessageCase.UPLOAD).getUpload();
                assertEquals(received.getLast(), upload.getAfterSequence());
                upload.getRecordsList().forEach(record -> received.add(record.getSequence()));
                station.send(Envelope.newBuilder().setUploadAck(ackOf(upload.getRecordsList())).build());
            }
            assertEquals(journal.forStation(), received);
            Await.until("all acknowledged", () -> journal.statistics().pendingForStation() == 0);
        }
    }

    @Test
    void aSilentStationIsLeft() throws Exception {
        try (Station station = new Station()) {
            station.welcome(10);
            Await.until("left", () -> lane.disconnected.stream().anyMatch(cause -> cause.contains("nothing heard")));
        }
        try (Station again = new Station()) {
            again.welcome(10);
            Await.until("up again", () -> lane.link.status().state() == StationStatus.State.UP);
            assertEquals(2, lane.connected.size());
        }
    }

    @Test
    void chunksFasterThanTheirAcknowledgementsEndTheConnection() throws Exception {
        try (Station station = new Station()) {
            station.welcome(10).send(Envelope.newBuilder().setParameterOffer(ParameterOffer.newBuilder().setOfferId("o")
                    .setKind(ParameterKind.PARAMETER_PACKAGE).setSize(1000).setSha256("0".repeat(64))).build());
            assertTrue(station.receive(Envelope.MessageCase.PARAMETER_ANSWER).getParameterAnswer().getWanted());
            // in one write, so that they are read at once; where the disk is quicker all the same, it is a failed download instead
            ByteArrayOutputStream flood = new ByteArrayOutputStream();
            for (int at = 0; at < 200; at++) {
                byte[] chunk = Envelope.newBuilder().setParameterChunk(ParameterChunk.newBuilder().setOfferId("o").setOffset(at)
                        .setData(ByteString.copyFromUtf8("x"))).build().toByteArray();
                flood.writeBytes(ByteBuffer.allocate(4).putInt(chunk.length).array());
                flood.writeBytes(chunk);
            }
            station.out.write(flood.toByteArray());
            station.out.flush();
            Await.until("refused one way or the other", () -> lane.security.stream().anyMatch(one -> one.contains("WINDOW_EXCEEDED")
                    || one.contains("could not store")));
        }
    }

    @Test
    void unsignedRateTablesAreNotWanted() throws Exception {
        try (Station station = new Station()) {
            station.welcome(10).send(Envelope.newBuilder().setParameterOffer(ParameterOffer.newBuilder().setOfferId("o")
                    .setKind(ParameterKind.RATE_TABLE).setSize(100).setSha256("0".repeat(64))).build());
            var answer = station.receive(Envelope.MessageCase.PARAMETER_ANSWER).getParameterAnswer();
            assertEquals(false, answer.getWanted());
            assertTrue(answer.getDetail().contains("signed package"), answer.getDetail());
            assertEquals(StationStatus.State.UP, lane.link.status().state());
        }
    }

    @Test
    void chunksWithAGapEndTheDownloadButNotTheLink() throws Exception {
        try (Station station = new Station()) {
            station.welcome(10).send(Envelope.newBuilder().setParameterOffer(ParameterOffer.newBuilder().setOfferId("o")
                    .setKind(ParameterKind.PARAMETER_PACKAGE).setSize(100).setSha256("0".repeat(64))).build());
            assertTrue(station.receive(Envelope.MessageCase.PARAMETER_ANSWER).getParameterAnswer().getWanted());
            station.send(Envelope.newBuilder().setParameterChunk(ParameterChunk.newBuilder().setOfferId("o").setOffset(50)
                    .setData(ByteString.copyFromUtf8("x"))).build());
            assertEquals(1, station.receive(Envelope.MessageCase.PARAMETER_RESULT).getParameterResult().getProblemsCount());
            assertTrue(lane.security.stream().anyMatch(one -> one.contains("refused")), lane.security.toString());
            assertEquals(StationStatus.State.UP, lane.link.status().state());
        }
    }
}
