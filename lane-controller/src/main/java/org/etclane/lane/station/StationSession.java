package org.etclane.lane.station;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslClosedEngineException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.etclane.lane.station.v1.Command;
import org.etclane.lane.station.v1.CommandResult;
import org.etclane.lane.station.v1.Envelope;
import org.etclane.lane.station.v1.Error;
import org.etclane.lane.station.v1.ErrorCode;
import org.etclane.lane.station.v1.Goodbye;
import org.etclane.lane.station.v1.Hello;
import org.etclane.lane.station.v1.HelloReply;
import org.etclane.lane.station.v1.Record;
import org.etclane.lane.station.v1.RecordResult;
import org.etclane.lane.station.v1.RecordStatus;
import org.etclane.lane.station.v1.SecurityNotice;
import org.etclane.lane.station.v1.UploadAck;

/**
 * One connection to the station, from TLS to its end. Lives on the event loop. It ends with exactly one
 * {@link Owner#sessionEnded}; the first cause counts.
 */
final class StationSession extends SimpleChannelInboundHandler<Envelope> {
    static final int PROTOCOL_VERSION = 1;
    private static final int MIN_HEARTBEAT_MS = 1000;
    private static final int SILENT_HEARTBEATS = 3;

    private final Owner owner;
    private final StationLinkSettings settings;
    private final LinkClock clock;
    private final HeartbeatSender heartbeats;
    private final ParameterReceiver parameters;
    private ChannelHandlerContext context;
    private UploadWindow window;
    private ScheduledFuture<?> timer;
    private int heartbeatMs;
    private long heardAtNanos;
    private boolean demanded;
    private boolean ended;

    /** What a session needs of the link. On the event loop, unless said otherwise. */
    interface Owner {
        OutboxReader outbox();

        StationListener listener();

        CommandMemory commands();

        SecurityNotices notices();

        HeartbeatSource.Content heartbeat();

        void sessionUp(StationSession session);

        /** Any thread. */
        void securityEvent(String detail);

        /** Records or heartbeats are answered: the station really works. */
        void sessionProven();

        void clockOffset(Optional<ClockOffset.Sample> best);

        void sessionEnded(StationSession session, String cause);
    }

    StationSession(Owner owner, StationLinkSettings settings, LinkClock clock) {
        this.owner = owner;
        this.settings = settings;
        this.clock = clock;
        this.heartbeats = new HeartbeatSender(clock);
        this.parameters = new ParameterReceiver(new ToReceiver(), owner);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        heartbeatMs = settings.heartbeatMs();
        timer = after(settings.connectTimeoutMs(), () -> end("TLS handshake not finished in time"));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent tls) {
            if (tls.isSuccess()) {
                hello();
            } else {
                failed(tls.cause());
            }
        }
    }

    private void hello() {
        OutboxReader.Ledger ledger = owner.outbox().ledger().orElseThrow();
        timer.cancel(false);
        timer = after(settings.connectTimeoutMs(), () -> end("station did not answer the hello in time"));
        send(Envelope.newBuilder().setHello(Hello.newBuilder().setLaneId(settings.laneId()).setProtocolVersion(PROTOCOL_VERSION)
                .setLedgerId(ledger.ledgerId()).setLastSequence(ledger.lastSequence())
                .setAcknowledgedSequence(owner.outbox().acknowledged()).setSoftwareVersion(settings.softwareVersion())).build());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Envelope message) {
        if (ended) {
            return;
        }
        heardAtNanos = clock.nanos().getAsLong();
        if (window == null) {
            beforeConsent(message);
            return;
        }
        switch (message.getMessageCase()) {
            case UPLOAD_ACK -> acknowledged(message.getUploadAck());
            case HEARTBEAT_REPLY -> {
                heartbeats.reply(message.getHeartbeatReply()).ifPresent(this::refuse);
                owner.clockOffset(heartbeats.best());
                owner.sessionProven();
            }
            case COMMAND -> command(message.getCommand());
            case PARAMETER_OFFER -> parameters.offer(message.getParameterOffer());
            case PARAMETER_CHUNK -> parameters.chunk(message.getParameterChunk());
            case SECURITY_NOTICE -> owner.listener().onSecurityEvent(reported(message));
            case GOODBYE -> end("the station says goodbye: " + message.getGoodbye().getReason());
            case ERROR -> refused(message.getError());
            case HELLO, HELLO_REPLY, UPLOAD, HEARTBEAT, COMMAND_RESULT, PARAMETER_ANSWER, PARAMETER_PROGRESS, PARAMETER_RESULT,
                    MESSAGE_NOT_SET ->
                    unexpected(message);
        }
    }

    private void beforeConsent(Envelope message) {
        switch (message.getMessageCase()) {
            case HELLO_REPLY -> consent(message.getHelloReply());
            case ERROR -> refused(message.getError());
            case GOODBYE -> end("the station says goodbye: " + message.getGoodbye().getReason());
            case SECURITY_NOTICE -> owner.listener().onSecurityEvent(reported(message));
            case HELLO, UPLOAD, UPLOAD_ACK, HEARTBEAT, HEARTBEAT_REPLY, COMMAND, COMMAND_RESULT, PARAMETER_OFFER,
                    PARAMETER_ANSWER, PARAMETER_CHUNK, PARAMETER_PROGRESS, PARAMETER_RESULT, MESSAGE_NOT_SET -> unexpected(message);
        }
    }

    private static String reported(Envelope message) {
        return "the station reports: " + message.getSecurityNotice().getDetail();
    }

    private void unexpected(Envelope message) {
        refuse(new ProtocolViolation(ErrorCode.UNEXPECTED_MESSAGE, message.getMessageCase() + " now"));
    }

    private void consent(HelloReply reply) {
        if (reply.getProtocolVersion() != PROTOCOL_VERSION) {
            refuse(new ProtocolViolation(ErrorCode.UNSUPPORTED_VERSION, "version " + reply.getProtocolVersion()));
            return;
        }
        if (reply.getWindowRecords() < 1 || reply.getHeartbeatMs() < MIN_HEARTBEAT_MS) {
            refuse(new ProtocolViolation(ErrorCode.INVALID_FIELD, "window " + reply.getWindowRecords() + ", heartbeat "
                    + reply.getHeartbeatMs() + " ms"));
            return;
        }
        long acknowledged = owner.outbox().acknowledged();
        if (reply.getLastSequence() < acknowledged) {
            owner.securityEvent("the station has records up to " + reply.getLastSequence() + " only, but had acknowledged "
                    + acknowledged);
        }
        timer.cancel(false);
        heartbeatMs = Math.min(settings.heartbeatMs(), reply.getHeartbeatMs());
        window = new UploadWindow(Math.min(settings.windowRecords(), reply.getWindowRecords()), acknowledged);
        owner.sessionUp(this);
        for (SecurityNotice notice : owner.notices().take()) {
            send(Envelope.newBuilder().setSecurityNotice(notice).build());
        }
        heartbeat();
        timer = context.executor().scheduleAtFixedRate(this::heartbeat, heartbeatMs, heartbeatMs, TimeUnit.MILLISECONDS);
        demand();
    }

    private void heartbeat() {
        long silentNanos = clock.nanos().getAsLong() - heardAtNanos;
        if (silentNanos > TimeUnit.MILLISECONDS.toNanos((long) SILENT_HEARTBEATS * heartbeatMs)) {
            end("nothing heard from the station for " + TimeUnit.NANOSECONDS.toMillis(silentNanos) + " ms");
            return;
        }
        long pending = owner.outbox().ledger().map(OutboxReader.Ledger::pendingRecords).orElse(0L);
        send(Envelope.newBuilder().setHeartbeat(heartbeats.next(owner.heartbeat(), pending)).build());
    }

    private void demand() {
        int room = Math.min(window.room(), settings.uploadRecords());
        if (room > 0 && !demanded) {
            demanded = true;
            owner.outbox().demand(new OutboxReader.Demand(window.lastSent(), room,
                    records -> context.executor().execute(() -> upload(records))));
        }
    }

    private void upload(List<Record> records) {
        demanded = false;
        if (!ended) {
            send(Envelope.newBuilder().setUpload(window.next(UploadSize.fitting(records))).build());
            demand();
        }
    }

    private void acknowledged(UploadAck ack) {
        Optional<String> problem = window.take(ack);
        if (problem.isPresent()) {
            refuse(new ProtocolViolation(ErrorCode.OUT_OF_SEQUENCE, problem.get()));
            return;
        }
        owner.outbox().acknowledge(window.acknowledged());
        for (RecordResult result : ack.getResultsList()) {
            if (result.getStatus() == RecordStatus.CONFLICT) {
                owner.securityEvent("the station holds another record under the name of record " + result.getSequence());
            }
        }
        owner.sessionProven();
        demand();
    }

    private void command(Command command) {
        Optional<Optional<CommandResult>> known = owner.commands().seen(command.getCommandId());
        if (known.isPresent()) {
            known.get().ifPresent(this::result);
            return;
        }
        switch (command.getCommandCase()) {
            case OPEN_LANE -> owner.listener().onCommand(new StationCommand.OpenLane(command.getCommandId(),
                    command.getOperator(), command.getOpenLane().getReason()));
            case CLOSE_LANE -> {
                if (command.getCloseLane().getReason().isBlank()) {
                    answerNow(command, "closing the lane needs a reason");
                } else {
                    owner.listener().onCommand(new StationCommand.CloseLane(command.getCommandId(), command.getOperator(),
                            command.getCloseLane().getReason()));
                }
            }
            case COMMAND_NOT_SET -> answerNow(command, "this lane does not know the command");
        }
    }

    private void answerNow(Command command, String refusal) {
        CommandResult result = CommandResult.newBuilder().setCommandId(command.getCommandId()).setDetail(refusal).build();
        owner.commands().answer(result);
        result(result);
    }

    void result(CommandResult result) {
        send(Envelope.newBuilder().setCommandResult(result).build());
    }

    void notice(SecurityNotice notice) {
        send(Envelope.newBuilder().setSecurityNotice(notice).build());
    }

    private void refused(Error error) {
        String cause = "the station refuses: " + error.getCode() + " " + error.getDetail();
        switch (error.getCode()) {
            case STORE_UNAVAILABLE, TIMED_OUT -> {
            }
            case MALFORMED_FRAME, FRAME_TOO_LARGE, UNSUPPORTED_VERSION, UNKNOWN_LANE, LANE_MISMATCH, UNEXPECTED_MESSAGE,
                    WINDOW_EXCEEDED, OUT_OF_SEQUENCE, INVALID_FIELD, REPLACED, ERROR_CODE_UNSPECIFIED, UNRECOGNIZED ->
                    owner.securityEvent(cause);
        }
        end(cause);
    }

    private void refuse(ProtocolViolation violation) {
        owner.securityEvent("the station's message is refused: " + violation.code() + " " + violation.getMessage());
        send(Envelope.newBuilder().setError(Error.newBuilder().setCode(violation.code()).setDetail(violation.getMessage()))
                .build());
        end(violation.code() + " " + violation.getMessage());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(cause);
    }

    private void failed(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && !(root instanceof SSLException) && !(root instanceof ProtocolViolation)) {
            root = root.getCause();
        }
        switch (root) {
            case ProtocolViolation violation when !ended -> refuse(violation);
            case SslClosedEngineException closed -> end("connection closed during the TLS handshake");
            case SSLException tls -> {
                if (!ended) {
                    owner.securityEvent("TLS with the station failed: " + rootMessage(tls));
                }
                end("TLS: " + rootMessage(tls));
            }
            case IOException io -> end("connection lost: " + io.getMessage());
            default -> end("connection ended by " + root);
        }
    }

    private static String rootMessage(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end("connection closed by the station");
    }

    /** Ends in good order. */
    void goodbye(String reason) {
        send(Envelope.newBuilder().setGoodbye(Goodbye.newBuilder().setReason(reason)).build());
        end(reason);
    }

    private void send(Envelope message) {
        if (!ended && context.channel().isActive()) {
            context.writeAndFlush(message);
        }
    }

    private void end(String cause) {
        if (!ended) {
            ended = true;
            parameters.ended();
            timer.cancel(false);
            context.flush();
            context.close();
            owner.sessionEnded(this, cause);
        }
    }

    private final class ToReceiver implements ParameterReceiver.Session {
        @Override
        public void send(Envelope message) {
            StationSession.this.send(message);
        }

        @Override
        public void refuse(ProtocolViolation violation) {
            StationSession.this.refuse(violation);
        }

        @Override
        public void onEventLoop(Runnable work) {
            context.executor().execute(work);
        }
    }

    private ScheduledFuture<?> after(long ms, Runnable action) {
        return context.executor().schedule(action, ms, TimeUnit.MILLISECONDS);
    }
}
