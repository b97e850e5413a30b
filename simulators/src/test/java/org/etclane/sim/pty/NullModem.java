package org.etclane.sim.pty;

import java.io.IOException;
import java.nio.file.Path;
import org.etclane.device.link.ByteLink;

/** Two serial ports and the crossed cable between them: what is written to the one is read from the other. */
public final class NullModem implements AutoCloseable {
    private final PtyLink first;
    private final PtyLink second;

    public NullModem(Path firstPort, Path secondPort) throws IOException {
        first = new PtyLink(firstPort.getFileName().toString(), firstPort);
        second = new PtyLink(secondPort.getFileName().toString(), secondPort);
        first.start(into(second));
        second.start(into(first));
    }

    private static ByteLink.Listener into(PtyLink other) {
        return new ByteLink.Listener() {
            @Override
            public void up(long atNanos) {
            }

            @Override
            public void bytes(long atNanos, byte[] chunk) {
                other.offer(chunk);
            }

            @Override
            public void down(long atNanos, String cause) {
            }
        };
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
