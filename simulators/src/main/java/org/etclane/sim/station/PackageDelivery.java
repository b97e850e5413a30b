package org.etclane.sim.station;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.etclane.lane.parameters.pack.Sha256;
import org.etclane.lane.station.v1.ParameterKind;
import org.etclane.lane.station.v1.ParameterOffer;
import org.etclane.lane.station.v1.ParameterResult;

/** A package that a lane is to get, over as many connections as that takes. */
final class PackageDelivery {
    private final Path file;
    private final String sha256;
    private final long size;
    private final CompletableFuture<ParameterResult> result = new CompletableFuture<>();
    private final AtomicBoolean underWay = new AtomicBoolean();

    private PackageDelivery(Path file, String sha256, long size) {
        this.file = file;
        this.sha256 = sha256;
        this.size = size;
    }

    static PackageDelivery of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new PackageDelivery(file, Sha256.of(channel, 0, channel.size()), channel.size());
        }
    }

    /** False when it is on its way already. */
    boolean begin() {
        return underWay.compareAndSet(false, true);
    }

    void end() {
        underWay.set(false);
    }

    /** For one connection. */
    PackageSender sender() {
        return new PackageSender(ParameterOffer.newBuilder().setOfferId(UUID.randomUUID().toString()).setKind(ParameterKind.PARAMETER_PACKAGE)
                .setVersion(file.getFileName().toString()).setSha256(sha256).setSize(size).build(), PackageSender.of(file),
                new CompletableFuture<>());
    }

    CompletableFuture<ParameterResult> result() {
        return result;
    }
}
