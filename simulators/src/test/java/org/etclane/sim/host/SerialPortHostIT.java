package org.etclane.sim.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.etclane.device.link.SerialSettings;
import org.etclane.sim.pty.HeardLink;
import org.etclane.sim.pty.PtyLink;
import org.etclane.sim.world.RealTimeScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulated device that opens a serial port itself, as it does on a real cable. Real time. */
class SerialPortHostIT {
    private static final byte[] FRAME = {(byte) 0xFF, 0, 3, 17, 19, (byte) 0xFE, 1, (byte) 0xFF};

    @TempDir
    Path directory;
    private final RealTimeScheduler simulation = new RealTimeScheduler("simulation");
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final HeardLink heard = new HeardLink();
    private PtyLink lane;
    private EndpointHost<byte[], EchoDevice.Said> host;

    @BeforeEach
    void cable() throws Exception {
        lane = new PtyLink("lane", directory.resolve("port"));
        lane.start(heard);
        assertEquals("up", heard.awaitTransition());
        host = EndpointHost.onSerialPort("rsu", new EchoDevice(1_000_000),
                SerialSettings.parse(directory.resolve("port").toString(), "115200 8N1"), simulation, this::hear);
        host.start();
        assertEquals("up", next());
    }

    @AfterEach
    void close() {
        host.close();
        lane.close();
        simulation.close();
        assertTrue(simulation.failure().isEmpty(), simulation.failure()::toString);
    }

    private void hear(EchoDevice.Said what) {
        if (!what.what().equals("bytes")) {
            said.add(what.what());
        }
    }

    private String next() throws InterruptedException {
        String next = said.poll(20, TimeUnit.SECONDS);
        assertNotNull(next);
        return next;
    }

    @Test
    void deviceAnswersOnItsPort() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertTrue(lane.offer(FRAME));
            assertArrayEquals(FRAME, heard.awaitBytes(FRAME.length));
        }
    }

    @Test
    void aPulledCableIsOneDownAndTheDeviceOpensItsPortAgain() throws Exception {
        lane.unplug();
        assertTrue(next().startsWith("down"));
        lane.plug();
        assertEquals("up", next());
        assertTrue(lane.offer(FRAME));
        assertArrayEquals(FRAME, heard.awaitBytes(FRAME.length));
    }

    @Test
    void aDroppedLineComesBackByItself() throws Exception {
        host.unplug();
        assertEquals("down: unplugged", next());
        assertEquals("up", next());
    }
}
