package org.etclane.sim.station;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.station.LinkClock;
import org.etclane.lane.station.RecordMessages;
import org.etclane.lane.station.StationStatus;
import org.etclane.lane.station.TlsFiles;
import org.etclane.lane.station.v1.Envelope;
import org.etclane.lane.station.v1.ErrorCode;
import org.etclane.lane.station.v1.Goodbye;
import org.etclane.lane.station.v1.Heartbeat;
import org.etclane.lane.station.v1.Hello;
import org.etclane.lane.station.v1.RecordStatus;
import org.etclane.lane.station.v1.Upload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is not as station.proto says is refused and on record. A hand-made peer speaks the bytes, so no code is shared. */
class StationSecurityIT {
    private static final TacCheck ANY = (card, factor, amount, type, terminal, serial, time, tac) -> true;

    @TempDir
    Path directory;
    private TestCertificates certificates;
    private StationServer server;
    private int port;
    private final MemoryJournal journal = new MemoryJournal(UUID.randomUUID().toString());

    @BeforeEach
    void start() {
        certificates = TestCertificates.in(directory.resolve("tls"), Instant.now());
        server = new StationServer(new StationServerSettings("127.0.0.1", 0, certificates.station(), Set.of(Entries.LANE),
                "jdbc:h2:" + directory.resolve("station"), "", "", 8, 5000), ANY);
        port = server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void awaitEvent(String code) {
        Await.until("station event " + code, () -> server.ledger().securityEvents().stream()
                .anyMatch(event -> event.code().equals(code)));
    }

    private void refusedByCertificate(TlsFiles tls) {
        Entries.traffic(journal, 1, 3);
        try (LaneRig lane = LaneRig.started(port, tls, journal)) {
            Await.until("lane's event", () -> !lane.security.isEmpty());
            assertTrue(lane.security.getFirst().contains("TLS"), lane.security.toString());
            Await.until("retries", () -> lane.link.status().securityEvents() >= 3);
            assertEquals(1, lane.security.size(), "equal events are told once: " + lane.security);
            assertEquals(List.of(), lane.connected);
        }
        assertEquals(0, server.summary().records());
    }

    @Test
    void laneOfAnotherAuthorityIsRefused() {
        TestCertificates others = TestCertificates.in(directory.resolve("other"), Instant.now());
        TlsFiles stranger = others.lane(Entries.LANE);
        refusedByCertificate(new TlsFiles(stranger.certificates(), stranger.privateKey(), certificates.trusted()));
        awaitEvent("TLS");
    }

    @Test
    void expiredLaneIsRefused() {
        Instant now = Instant.now();
        refusedByCertificate(certificates.lane(Entries.LANE, now.minus(Duration.ofDays(30)), now.minus(Duration.ofDays(1))));
        awaitEvent("TLS");
    }

    @Test
    void stationOfAnotherAuthorityIsRefusedByTheLaneAndReportedOnceTheRightOneIsBack() {
        TestCertificates others = TestCertificates.in(directory.resolve("other"), Instant.now());
        StationServer impostor = new StationServer(StationServerSettings.onLoopback(others.station(), Set.of(Entries.LANE),
                "jdbc:h2:" + directory.resolve("impostor")).withPort(port), ANY);
        server.stop();
        Entries.traffic(journal, 1, 3);
        impostor.start();
        try (LaneRig lane = LaneRig.started(port, certificates.lane(Entries.LANE), journal)) {
            Await.until("refused", () -> lane.security.stream().anyMatch(one -> one.contains("TLS")));
            assertEquals(0, impostor.summary().records());
            impostor.close();
            server = new StationServer(StationServerSettings.onLoopback(certificates.station(), Set.of(Entries.LANE),
                    "jdbc:h2:" + directory.resolve("station")).withPort(port), ANY);
            server.start();
            awaitEvent("LANE_REPORT");
            Await.until("records", () -> journal.statistics().pendingForStation() == 0);
        }
    }

    @Test
    void unknownLaneIsRefusedAndBothSidesKnow() {
        String stranger = "G99999999999999999999";
        try (LaneRig lane = new LaneRig(LaneRig.settings(port, stranger, certificates.lane(stranger)), journal,
                LinkClock.system())) {
            lane.link.start();
            Await.until("told", () -> lane.security.stream().anyMatch(one -> one.contains("UNKNOWN_LANE")));
            Await.until("retries", () -> lane.link.status().state() == StationStatus.State.WAITING);
        }
        awaitEvent("UNKNOWN_LANE");
    }

    @Test
    void laneWithTheCertificateOfAnotherIsRefused() {
        try (LaneRig lane = LaneRig.started(port, certificates.lane("G99999999999999999999"), journal)) {
            Await.until("told", () -> lane.security.stream().anyMatch(one -> one.contains("LANE_MISMATCH")));
        }
        awaitEvent("LANE_MISMATCH");
    }

    @Test
    void unusableCertificateFilesAreACauseAndNotACrash() {
        Path missing = directory.resolve("missing.pem");
        try (LaneRig lane = LaneRig.started(port, new TlsFiles(missing, missing, missing), journal)) {
            Await.until("cause", () -> lane.link.status().cause().contains("certificate files"));
            Await.until("goes on trying", () -> lane.link.status().state() == StationStatus.State.WAITING);
        }
    }

    @Test
    void plainTextOnTheTlsPortIsRefused() throws IOException {
        try (Socket plain = new Socket("127.0.0.1", port)) {
            plain.getOutputStream().write("GET / HTTP/1.1\r\nHost: lane\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            plain.getOutputStream().flush();
            awaitEvent("TLS");
        }
    }

    /** A peer that speaks TLS with JDK classes only and frames by hand. */
    private final class Peer implements AutoCloseable {
        private final SSLSocket socket;
        private final DataInputStream in;
        private final OutputStream out;

        Peer(String... protocols) throws Exception {
            SSLContext context = PeerTls.context(certificates.lane(Entries.LANE));
            socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
            socket.setEnabledProtocols(protocols.length == 0 ? new String[] {"TLSv1.3"} : protocols);
            socket.setSoTimeout(30_000);
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        Peer send(Envelope message) throws IOException {
            byte[] body = message.toByteArray();
            return send(ByteBuffer.allocate(4 + body.length).putInt(body.length).put(body).array());
        }

        Peer send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
            return this;
        }

        Envelope receive() throws IOException {
            byte[] body = new byte[in.readInt()];
            in.readFully(body);
            return Envelope.parseFrom(body);
        }

        Peer hello() throws IOException {
            send(Envelope.newBuilder().setHello(Hello.newBuilder().setLaneId(Entries.LANE).setProtocolVersion(1)
                    .setLedgerId("by-hand")).build());
            assertEquals(8, receive().getHelloReply().getWindowRecords());
            return this;
        }

        void assertRefused(ErrorCode code) throws IOException {
            Envelope answer = receive();
            assertEquals(code, answer.getError().getCode(), answer.toString());
            assertEquals(-1, in.read(), "closed after the error");
            awaitEvent(code.name());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static Envelope upload(long after, long... sequences) {
        Upload.Builder upload = Upload.newBuilder().setAfterSequence(after);
        for (long sequence : sequences) {
            upload.addRecords(RecordMessages.toProto(sequence, Entries.refused((int) sequence), Optional.empty()));
        }
        return Envelope.newBuilder().setUpload(upload).build();
    }

    @Test
    void oversizedFrameIsRefused() throws Exception {
        try (Peer peer = new Peer()) {
            peer.hello().send(new byte[] {0, 0x10, 0, 1}).assertRefused(ErrorCode.FRAME_TOO_LARGE);
        }
        try (Peer peer = new Peer()) {
            peer.send(new byte[] {-1, -1, -1, -1}).assertRefused(ErrorCode.FRAME_TOO_LARGE);
        }
    }

    @Test
    void garbageIsRefused() throws Exception {
        try (Peer peer = new Peer()) {
            peer.hello().send(new byte[] {0, 0, 0, 5, -1, -1, -1, -1, -1}).assertRefused(ErrorCode.MALFORMED_FRAME);
        }
        try (Peer peer = new Peer()) {
            peer.send(new byte[] {0, 0, 0, 0}).assertRefused(ErrorCode.MALFORMED_FRAME);
        }
        try (Peer peer = new Peer()) {
            // a well-formed message of a kind that does not exist
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            CodedOutputStream coded = CodedOutputStream.newInstance(body);
            coded.writeString(99, "hello");
            coded.flush();
            peer.hello().send(ByteBuffer.allocate(4 + body.size()).putInt(body.size()).put(body.toByteArray()).array())
                    .assertRefused(ErrorCode.MALFORMED_FRAME);
        }
    }

    @Test
    void messagesOutOfTurnAreRefused() throws Exception {
        try (Peer peer = new Peer()) {
            peer.send(Envelope.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()).build())
                    .assertRefused(ErrorCode.UNEXPECTED_MESSAGE);
        }
        try (Peer peer = new Peer()) {
            peer.hello().send(Envelope.newBuilder().setHello(Hello.getDefaultInstance()).build())
                    .assertRefused(ErrorCode.UNEXPECTED_MESSAGE);
        }
        try (Peer peer = new Peer()) {
            peer.send(Envelope.newBuilder().setHello(Hello.newBuilder().setLaneId(Entries.LANE).setProtocolVersion(7)
                    .setLedgerId("x")).build()).assertRefused(ErrorCode.UNSUPPORTED_VERSION);
        }
    }

    @Test
    void uploadsOutOfSequenceOrBeyondTheWindowAreRefusedWhole() throws Exception {
        try (Peer peer = new Peer()) {
            peer.hello().send(upload(0, 1, 2)).send(upload(1, 3));
            assertEquals(ErrorCode.OUT_OF_SEQUENCE, lastError(peer));
        }
        try (Peer peer = new Peer()) {
            peer.hello().send(upload(0, 5, 5)).assertRefused(ErrorCode.OUT_OF_SEQUENCE);
        }
        try (Peer peer = new Peer()) {
            peer.hello().send(upload(0)).assertRefused(ErrorCode.INVALID_FIELD);
        }
        try (Peer peer = new Peer()) {
            peer.hello().send(upload(0, 11, 12, 13, 14, 15, 16, 17, 18, 19)).assertRefused(ErrorCode.WINDOW_EXCEEDED);
        }
        assertTrue(server.ledger().sequences(Entries.LANE, "by-hand").stream().allMatch(sequence -> sequence <= 2));
    }

    private static ErrorCode lastError(Peer peer) throws IOException {
        Envelope answer = peer.receive();
        return answer.hasError() ? answer.getError().getCode() : peer.receive().getError().getCode();
    }

    @Test
    void aHandMadeLaneIsServedFromTheProtoAlone() throws Exception {
        try (Peer peer = new Peer()) {
            peer.hello().send(upload(0, 2, 4, 9));
            var ack = peer.receive().getUploadAck();
            assertEquals(9, ack.getSequence());
            assertEquals(RecordStatus.CREATED, ack.getResults(2).getStatus());
            peer.send(upload(9, 10));
            assertEquals(10, peer.receive().getUploadAck().getSequence());
            peer.send(Envelope.newBuilder().setGoodbye(Goodbye.getDefaultInstance()).build());
        }
        try (Peer peer = new Peer()) {
            peer.hello().send(upload(0, 9, 10));
            assertEquals(RecordStatus.EXISTS, peer.receive().getUploadAck().getResults(0).getStatus());
            assertEquals(List.of(2L, 4L, 9L, 10L), server.ledger().sequences(Entries.LANE, "by-hand"));
        }
        try (Peer peer = new Peer()) {
            peer.hello().send(upload(20, 21));
            assertEquals(21, peer.receive().getUploadAck().getSequence());
            awaitEvent("GAP");
        }
    }

    @Test
    void olderTlsIsRefused() throws Exception {
        try (Peer peer = new Peer("TLSv1.2")) {
            assertThrows(IOException.class, peer::hello);
        }
        awaitEvent("TLS");
    }

    @Test
    void anotherOutcomeUnderAnOldSequenceDoesNotChangeTheLedger() throws Exception {
        try (Peer peer = new Peer()) {
            var first = RecordMessages.toProto(1, Entries.settled(1, LaneKind.EXIT, 500),
                    Optional.of(Entries.facts(1, LaneKind.EXIT, 500)));
            var other = RecordMessages.toProto(1, Entries.settled(1, LaneKind.EXIT, 900),
                    Optional.of(Entries.facts(1, LaneKind.EXIT, 900)));
            peer.hello().send(Envelope.newBuilder().setUpload(Upload.newBuilder().addRecords(first)).build());
            assertEquals(RecordStatus.CREATED, peer.receive().getUploadAck().getResults(0).getStatus());
            peer.close();
            try (Peer again = new Peer()) {
                again.hello().send(Envelope.newBuilder().setUpload(Upload.newBuilder().addRecords(other)).build());
                assertEquals(RecordStatus.CONFLICT, again.receive().getUploadAck().getResults(0).getStatus());
            }
            assertEquals(500, server.summary().settledExitFen());
            assertEquals(1, server.summary().conflicts());
        }
    }
}
