package org.etclane.lane.station;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.etclane.lane.parameters.RateTableFile;
import org.etclane.lane.station.v1.Envelope;
import org.etclane.lane.station.v1.ParameterAnswer;
import org.etclane.lane.station.v1.ParameterChunk;
import org.etclane.lane.station.v1.ParameterOffer;
import org.etclane.lane.station.v1.ParameterResult;

/** The downloads of one connection: one at a time, checked on the outbox thread. Event loop. */
final class ParameterReceiver {
    private final Consumer<Envelope> send;
    private final StationSession.Owner owner;
    private Optional<ParameterDownload> running = Optional.empty();

    /** @param send safe from any thread */
    ParameterReceiver(Consumer<Envelope> send, StationSession.Owner owner) {
        this.send = send;
        this.owner = owner;
    }

    void offer(ParameterOffer offer) {
        Optional<String> refusal = running.isPresent() ? Optional.of("another file is on its way")
                : ParameterDownload.refusal(offer);
        if (refusal.isEmpty()) {
            running = Optional.of(new ParameterDownload(offer));
        }
        send.accept(Envelope.newBuilder().setParameterAnswer(ParameterAnswer.newBuilder().setOfferId(offer.getOfferId())
                .setWanted(refusal.isEmpty()).setDetail(refusal.orElse(""))).build());
    }

    void chunk(ParameterChunk chunk) {
        if (running.isEmpty() || !running.get().offer().getOfferId().equals(chunk.getOfferId())) {
            // left over from a download that was refused half way: the station sends without waiting
            return;
        }
        ParameterDownload download = running.get();
        Optional<String> problem = download.take(chunk);
        if (problem.isPresent()) {
            running = Optional.empty();
            refuse(download.offer(), List.of(problem.get()));
        } else if (download.complete()) {
            running = Optional.empty();
            if (!owner.outbox().submit(() -> check(download))) {
                send.accept(result(download.offer(), List.of("the lane is busy, offer it again")));
            }
        }
    }

    /** On the outbox thread. */
    private void check(ParameterDownload download) {
        ParameterOffer offer = download.offer();
        byte[] file = download.content();
        switch (RateTableFile.parse(file, offer.getVersion(), offer.getSha256(), offer.getEffectiveAtMillis())) {
            case RateTableFile.Result.Bad bad -> refuse(offer, bad.problems());
            case RateTableFile.Result.Good good -> {
                Optional<String> problem = store(good, file);
                send.accept(result(offer, problem.map(List::of).orElse(List.of())));
            }
        }
    }

    private Optional<String> store(RateTableFile.Result.Good good, byte[] file) {
        try {
            return owner.listener().onRateTable(good.table(), file);
        } catch (RuntimeException notStored) {
            // the edge to the lane's own disk: the station must hear that the table is not kept
            return Optional.of("the lane could not store it: " + notStored.getMessage());
        }
    }

    private void refuse(ParameterOffer offer, List<String> problems) {
        owner.securityEvent("rate table " + offer.getVersion() + " is refused: " + String.join("; ", problems));
        send.accept(result(offer, problems));
    }

    private static Envelope result(ParameterOffer offer, List<String> problems) {
        return Envelope.newBuilder().setParameterResult(ParameterResult.newBuilder().setOfferId(offer.getOfferId())
                .setAccepted(problems.isEmpty()).addAllProblems(problems)).build();
    }
}
