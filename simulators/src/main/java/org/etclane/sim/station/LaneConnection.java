package org.etclane.sim.station;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslClosedEngineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.etclane.lane.station.ProtocolViolation;
import org.etclane.lane.station.v1.Command;
import org.etclane.lane.station.v1.CommandResult;
import org.etclane.lane.station.v1.Envelope;
import org.etclane.lane.station.v1.Error;
import org.etclane.lane.station.v1.ErrorCode;
import org.etclane.lane.station.v1.Goodbye;
import org.etclane.lane.station.v1.Heartbeat;
import org.etclane.lane.station.v1.HeartbeatReply;
import org.etclane.lane.station.v1.Hello;
import org.etclane.lane.station.v1.HelloReply;
import org.etclane.lane.station.v1.ParameterAnswer;
import org.etclane.lane.station.v1.ParameterChunk;
import org.etclane.lane.station.v1.ParameterResult;
import org.etclane.lane.station.v1.Record;
import org.etclane.lane.station.v1.RecordResult;
import org.etclane.lane.station.v1.RecordStatus;
import org.etclane.lane.station.v1.Upload;
import org.etclane.lane.station.v1.UploadAck;

/** One lane's connection, from TLS to its end. Lives on the server's event loop; stores through {@link Desk}. */
final class LaneConnection extends SimpleChannelInboundHandler<Envelope> {
    private static final int PROTOCOL_VERSION = 1;
    private static final int FIRST_FRAME_MS = 10_000;
    private static final int MAX_UPLOAD_RECORDS = 256;
    private static final int SILENT_HEARTBEATS = 3;

    private final Desk desk;
    private final Map<String, CompletableFuture<CommandResult>> commands = new HashMap<>();
    private final Map<String, PackageSender> offers = new HashMap<>();
    private ChannelHandlerContext context;
    private ScheduledFuture<?> timer;
    private State state = State.TLS;
    private Hello hello = Hello.getDefaultInstance();
    private Set<String> names = Set.of();
    private long lastUploaded = -1;
    private long storedBefore;
    private int unacknowledged;
    private long heardAtNanos;

    private enum State { TLS, EXPECTING_HELLO, LOOKING_UP, UP, ENDED }


    /** What a connection needs of the server. On the event loop; answers of the store come back on the event loop. */
    interface Desk {
        StationServerSettings settings();

        long wallMillis();

        long nanos();

        CompletableFuture<Long> lastSequence(String lane, String ledger);

        /** Completes with an empty list when the acknowledgement shall be lost. */
        CompletableFuture<List<RecordStatus>> save(String lane, String ledger, List<Record> records);

        void security(String lane, String peer, String code, String detail);

        void up(String lane, LaneConnection connection);

        void heartbeat(String lane, Heartbeat heartbeat);

        boolean breakAfterChunk(String lane, long offset);

        void ended(String lane, LaneConnection connection);
    }

    LaneConnection(Desk desk) {
        this.desk = desk;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        timer = ctx.executor().schedule(() -> end("no hello in time"), FIRST_FRAME_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent tls) {
            if (tls.isSuccess()) {
                authenticated();
            } else {
                failed(tls.cause());
            }
        }
    }

    private void authenticated() {
        try {
            names = LaneCertificate.names((X509Certificate) context.pipeline().get(SslHandler.class).engine().getSession()
                    .getPeerCertificates()[0]);
            state = State.EXPECTING_HELLO;
        } catch (SSLPeerUnverifiedException noCertificate) {
            failed(noCertificate);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Envelope message) {
        heardAtNanos = desk.nanos();
        switch (state) {
            case TLS, LOOKING_UP -> refuse(ErrorCode.UNEXPECTED_MESSAGE, message.getMessageCase() + " before the hello reply");
            case EXPECTING_HELLO -> {
                if (message.hasHello()) {
                    hello(message.getHello());
                } else {
                    refuse(ErrorCode.UNEXPECTED_MESSAGE, message.getMessageCase() + " instead of HELLO");
                }
            }
            case UP -> up(message);
            case ENDED -> {
            }
        }
    }

    private void hello(Hello received) {
        hello = received;
        if (received.getProtocolVersion() != PROTOCOL_VERSION) {
            refuse(ErrorCode.UNSUPPORTED_VERSION, "this station speaks version " + PROTOCOL_VERSION);
        } else if (!names.contains(received.getLaneId())) {
            refuse(ErrorCode.LANE_MISMATCH, "lane " + received.getLaneId() + " has a certificate for " + names);
        } else if (!desk.settings().lanes().contains(received.getLaneId())) {
            refuse(ErrorCode.UNKNOWN_LANE, "lane " + received.getLaneId() + " is not registered here");
        } else if (received.getLedgerId().isEmpty() || received.getLedgerId().length() > 64) {
            refuse(ErrorCode.INVALID_FIELD, "ledger id of " + received.getLedgerId().length() + " characters");
        } else {
            state = State.LOOKING_UP;
            desk.lastSequence(received.getLaneId(), received.getLedgerId()).whenComplete(this::welcome);
        }
    }

    private void welcome(Long lastSequence, Throwable failure) {
        if (state != State.LOOKING_UP) {
            return;
        }
        if (failure != null) {
            unavailable(failure);
            return;
        }
        storedBefore = lastSequence;
        state = State.UP;
        desk.up(hello.getLaneId(), this);
        int heartbeatMs = desk.settings().heartbeatMs();
        send(Envelope.newBuilder().setHelloReply(HelloReply.newBuilder().setProtocolVersion(PROTOCOL_VERSION)
                .setStationId("etclane reference station").setLastSequence(lastSequence)
                .setWindowRecords(desk.settings().windowRecords()).setHeartbeatMs(heartbeatMs)
                .setStationWallMillis(desk.wallMillis())).build());
        timer.cancel(false);
        timer = context.executor().scheduleAtFixedRate(this::checkAlive, heartbeatMs, heartbeatMs, TimeUnit.MILLISECONDS);
    }

    private void checkAlive() {
        long limitMs = (long) SILENT_HEARTBEATS * desk.settings().heartbeatMs();
        if (desk.nanos() - heardAtNanos > TimeUnit.MILLISECONDS.toNanos(limitMs)) {
            error(ErrorCode.TIMED_OUT, "silence");
        }
    }

    private void up(Envelope message) {
        switch (message.getMessageCase()) {
            case UPLOAD -> upload(message.getUpload());
            case HEARTBEAT -> heartbeat(message.getHeartbeat());
            case COMMAND_RESULT -> {
                CompletableFuture<CommandResult> waiting = commands.remove(message.getCommandResult().getCommandId());
                if (waiting != null) {
                    waiting.complete(message.getCommandResult());
                }
            }
            case PARAMETER_ANSWER -> answered(message.getParameterAnswer());
            case PARAMETER_RESULT -> {
                PackageSender offer = offers.remove(message.getParameterResult().getOfferId());
                if (offer != null) {
                    offer.result().complete(message.getParameterResult());
                }
            }
            case PARAMETER_PROGRESS -> {
                PackageSender offer = offers.get(message.getParameterProgress().getOfferId());
                if (offer != null) {
                    offer.progress();
                    sendChunks(offer);
                }
            }
            case SECURITY_NOTICE -> desk.security(hello.getLaneId(), peer(), "LANE_REPORT",
                    message.getSecurityNotice().getDetail() + " (" + message.getSecurityNotice().getCount() + " times)");
            case GOODBYE -> end("goodbye");
            case ERROR -> {
                desk.security(hello.getLaneId(), peer(), "LANE_REFUSES", message.getError().getCode() + " "
                        + message.getError().getDetail());
                end("refused by the lane");
            }
            case HELLO, HELLO_REPLY, UPLOAD_ACK, HEARTBEAT_REPLY, COMMAND, PARAMETER_OFFER, PARAMETER_CHUNK, MESSAGE_NOT_SET ->
                    refuse(ErrorCode.UNEXPECTED_MESSAGE, message.getMessageCase().name());
        }
    }

    private void upload(Upload upload) {
        int count = upload.getRecordsCount();
        if (count < 1 || count > MAX_UPLOAD_RECORDS) {
            refuse(ErrorCode.INVALID_FIELD, count + " records in an upload");
            return;
        }
        if (unacknowledged + count > desk.settings().windowRecords()) {
            refuse(ErrorCode.WINDOW_EXCEEDED, unacknowledged + count + " records without an acknowledgement");
            return;
        }
        long previous = upload.getAfterSequence();
        if (lastUploaded >= 0 && previous != lastUploaded) {
            refuse(ErrorCode.OUT_OF_SEQUENCE, "upload after " + previous + " instead of " + lastUploaded);
            return;
        }
        if (lastUploaded < 0 && previous > storedBefore) {
            // the lane was told once that these are stored: somebody must find out, but the new ones are not refused for it
            desk.security(hello.getLaneId(), peer(), "GAP", "records after " + storedBefore + " up to " + previous + " of ledger "
                    + hello.getLedgerId() + " are not here");
        }
        for (Record record : upload.getRecordsList()) {
            if (record.getSequence() <= previous) {
                refuse(ErrorCode.OUT_OF_SEQUENCE, "record " + record.getSequence() + " after " + previous);
                return;
            }
            previous = record.getSequence();
        }
        lastUploaded = previous;
        unacknowledged += count;
        desk.save(hello.getLaneId(), hello.getLedgerId(), upload.getRecordsList())
                .whenComplete((statuses, failure) -> saved(upload, statuses, failure));
    }

    private void saved(Upload upload, List<RecordStatus> statuses, Throwable failure) {
        if (failure != null) {
            unavailable(failure);
            return;
        }
        if (statuses.isEmpty()) {
            end("fault: acknowledgement lost");
            return;
        }
        unacknowledged -= upload.getRecordsCount();
        UploadAck.Builder ack = UploadAck.newBuilder()
                .setSequence(upload.getRecords(upload.getRecordsCount() - 1).getSequence());
        for (int i = 0; i < upload.getRecordsCount(); i++) {
            ack.addResults(RecordResult.newBuilder().setSequence(upload.getRecords(i).getSequence()).setStatus(statuses.get(i)));
        }
        send(Envelope.newBuilder().setUploadAck(ack).build());
    }

    private void heartbeat(Heartbeat heartbeat) {
        long received = desk.wallMillis();
        desk.heartbeat(hello.getLaneId(), heartbeat);
        send(Envelope.newBuilder().setHeartbeatReply(HeartbeatReply.newBuilder().setNumber(heartbeat.getNumber())
                .setLaneSendMillis(heartbeat.getLaneSendMillis()).setStationReceiveMillis(received)
                .setStationSendMillis(desk.wallMillis())).build());
    }

    /** On the event loop. */
    void command(Command command, CompletableFuture<CommandResult> result) {
        commands.put(command.getCommandId(), result);
        send(Envelope.newBuilder().setCommand(command).build());
    }

    /** On the event loop. */
    void offer(PackageSender sender) {
        offers.put(sender.offer().getOfferId(), sender);
        send(Envelope.newBuilder().setParameterOffer(sender.offer()).build());
    }

    private void answered(ParameterAnswer answer) {
        PackageSender offer = offers.get(answer.getOfferId());
        if (offer == null) {
            return;
        }
        if (!answer.getWanted()) {
            offers.remove(answer.getOfferId());
            offer.result().complete(ParameterResult.newBuilder().setOfferId(answer.getOfferId()).addProblems(answer.getDetail())
                    .build());
            return;
        }
        offer.begin(answer.getOffset());
        sendChunks(offer);
    }

    private void sendChunks(PackageSender offer) {
        for (Optional<ParameterChunk> chunk = offer.next(); chunk.isPresent() && state != State.ENDED; chunk = offer.next()) {
            send(Envelope.newBuilder().setParameterChunk(chunk.get()).build());
            if (desk.breakAfterChunk(hello.getLaneId(), chunk.get().getOffset() + chunk.get().getData().size())) {
                end("fault: connection broken in a package");
            }
        }
    }

    void replaced() {
        error(ErrorCode.REPLACED, "a newer connection of this lane");
    }

    void goodbye(String reason) {
        send(Envelope.newBuilder().setGoodbye(Goodbye.newBuilder().setReason(reason)).build());
        end(reason);
    }

    private void unavailable(Throwable failure) {
        error(ErrorCode.STORE_UNAVAILABLE, String.valueOf(failure.getMessage()));
    }

    private void refuse(ErrorCode code, String detail) {
        if (state != State.ENDED) {
            desk.security(hello.getLaneId(), peer(), code.name(), detail);
            error(code, detail);
        }
    }

    private void error(ErrorCode code, String detail) {
        send(Envelope.newBuilder().setError(Error.newBuilder().setCode(code).setDetail(detail)).build());
        end(code.name());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(cause);
    }

    private void failed(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && !(root instanceof ProtocolViolation)) {
            root = root.getCause();
        }
        if (root instanceof ProtocolViolation violation) {
            refuse(violation.code(), violation.getMessage());
        } else if (state == State.TLS && isRefusedTls(cause)) {
            desk.security("", peer(), "TLS", String.valueOf(root.getMessage()));
        }
        end(String.valueOf(root));
    }

    private static boolean isRefusedTls(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof SSLException && !(at instanceof SslClosedEngineException)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end("closed by the lane");
    }

    private String peer() {
        return String.valueOf(context.channel().remoteAddress());
    }

    private void send(Envelope message) {
        if (state != State.ENDED && context.channel().isActive()) {
            context.writeAndFlush(message);
        }
    }

    private void end(String cause) {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        timer.cancel(false);
        IllegalStateException lost = new IllegalStateException("connection ended: " + cause);
        List.copyOf(commands.values()).forEach(waiting -> waiting.completeExceptionally(lost));
        List.copyOf(offers.values()).forEach(waiting -> waiting.result().completeExceptionally(lost));
        context.close();
        desk.ended(hello.getLaneId(), this);
    }
}
