package org.etclane.lane.station;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.etclane.lane.station.v1.Envelope;
import org.etclane.lane.station.v1.ErrorCode;
import org.etclane.lane.station.v1.ParameterAnswer;
import org.etclane.lane.station.v1.ParameterChunk;
import org.etclane.lane.station.v1.ParameterOffer;
import org.etclane.lane.station.v1.ParameterProgress;
import org.etclane.lane.station.v1.ParameterResult;

/** The downloads of one connection: one at a time, written and checked on the outbox thread. Event loop. */
final class ParameterReceiver {
    private static final String BUSY = "the lane is busy, offer it again";

    private final Session session;
    private final StationSession.Owner owner;
    private final ParameterInbox inbox;
    private Optional<ParameterDownload> running = Optional.empty();

    /** What a receiver needs of its connection. */
    interface Session {
        /** On the event loop. */
        void send(Envelope message);

        /** On the event loop: ends the connection. */
        void refuse(ProtocolViolation violation);

        /** From any thread: to be done on the event loop. */
        void onEventLoop(Runnable work);
    }

    private interface DiskWork {
        void run() throws IOException;
    }

    ParameterReceiver(Session session, StationSession.Owner owner) {
        this.session = session;
        this.owner = owner;
        this.inbox = owner.listener().parameters();
    }

    void offer(ParameterOffer offer) {
        Optional<String> refusal = running.isPresent() ? Optional.of("another file is on its way")
                : ParameterDownload.refusal(offer, inbox.maxBytes());
        if (refusal.isPresent()) {
            session.send(Envelope.newBuilder().setParameterAnswer(ParameterAnswer.newBuilder().setOfferId(offer.getOfferId())
                    .setDetail(refusal.get())).build());
            return;
        }
        ParameterDownload download = new ParameterDownload(offer);
        running = Optional.of(download);
        onDisk(download, () -> {
            long offset = inbox.begin(offer.getSha256(), offer.getSize());
            session.onEventLoop(() -> begin(download, offset));
        });
    }

    /** The connection is over: what is written stays for the next one, and nothing more is done for this. */
    void ended() {
        running = Optional.empty();
    }

    private void begin(ParameterDownload download, long offset) {
        if (running.filter(download::equals).isEmpty()) {
            return;
        }
        ParameterOffer offer = download.offer();
        session.send(Envelope.newBuilder().setParameterAnswer(ParameterAnswer.newBuilder().setOfferId(offer.getOfferId()).setWanted(true)
                .setOffset(offset)).build());
        download.begin(offset);
        if (download.complete()) {
            finish(download);
        }
    }

    void chunk(ParameterChunk chunk) {
        if (running.isEmpty() || !running.get().begun() || !running.get().offer().getOfferId().equals(chunk.getOfferId())) {
            // left over from a download that was refused half way: a few chunks are always under way
            return;
        }
        ParameterDownload download = running.get();
        Optional<ProtocolViolation> violation = download.take(chunk);
        if (violation.isPresent()) {
            notTaken(download, violation.get());
            return;
        }
        ByteString data = chunk.getData();
        long end = chunk.getOffset() + data.size();
        onDisk(download, () -> {
            inbox.append(download.offer().getSha256(), chunk.getOffset(), data.asReadOnlyByteBuffer());
            session.onEventLoop(() -> written(download, end));
        });
    }

    /** A chunk that does not fit ends the download; one that comes too fast could fill the memory and ends the connection. */
    private void notTaken(ParameterDownload download, ProtocolViolation violation) {
        if (violation.code() == ErrorCode.WINDOW_EXCEEDED) {
            running = Optional.empty();
            session.refuse(violation);
        } else {
            verdict(download, List.of(violation.getMessage()));
        }
    }

    private void written(ParameterDownload download, long end) {
        if (running.filter(download::equals).isEmpty()) {
            return;
        }
        session.send(Envelope.newBuilder().setParameterProgress(ParameterProgress.newBuilder().setOfferId(download.offer().getOfferId())
                .setOffset(end)).build());
        if (download.written()) {
            finish(download);
        }
    }

    private void finish(ParameterDownload download) {
        onDisk(download, () -> inbox.finish(download.offer().getSha256(),
                problems -> session.onEventLoop(() -> verdict(download, problems))));
    }

    private void onDisk(ParameterDownload download, DiskWork work) {
        boolean taken = owner.outbox().submit(() -> {
            try {
                work.run();
            } catch (IOException | RuntimeException failed) { // the edge to the lane's own disk: the station must hear of it
                List<String> problems = List.of("the lane could not store it: " + failed.getMessage());
                session.onEventLoop(() -> verdict(download, problems));
            }
        });
        if (!taken) {
            end(download, List.of(BUSY));
        }
    }

    private void verdict(ParameterDownload download, List<String> problems) {
        if (!problems.isEmpty()) {
            owner.securityEvent("parameter package " + download.offer().getVersion() + " is refused: " + String.join("; ", problems));
        }
        end(download, problems);
    }

    private void end(ParameterDownload download, List<String> problems) {
        if (running.filter(download::equals).isPresent()) {
            running = Optional.empty();
            session.send(Envelope.newBuilder().setParameterResult(ParameterResult.newBuilder().setOfferId(download.offer().getOfferId())
                    .setAccepted(problems.isEmpty()).addAllProblems(problems)).build());
        }
    }
}
