package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.etclane.device.link.TcpLink;
import org.etclane.sim.device.RsuSerialSimSettings;
import org.etclane.sim.device.RsuSerialSimulator;
import org.etclane.sim.device.RsuSimCommand;
import org.etclane.sim.device.RsuSimEvent;
import org.etclane.sim.host.EndpointHost;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.pty.HeardLink;
import org.etclane.sim.world.LaneWorld;
import org.etclane.sim.world.RealTimeScheduler;
import org.junit.jupiter.api.Test;

/** {@code --rsu tcp:PORT}: the simulated antenna as behind a serial-to-Ethernet converter. */
class TcpCableIT {
    /** FF FF, RSCTL, B0H: the power-up frame's beginning. */
    private static final int B0 = 0xB0;

    @Test
    void theAntennaListensAndIsCalledAgainAfterALostConnection() throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        RealTimeScheduler world = new RealTimeScheduler("world");
        RsuSerialSimulator antenna = new RsuSerialSimulator(RsuSerialSimSettings.classic(), new LaneWorld(world),
                new Psam(PurseKeys.TEST, VirtualLane.PSAM_TERMINAL, 1), 1);
        HeardLink heard = new HeardLink();
        try (EndpointHost<RsuSimCommand, RsuSimEvent> host = Cable.parse("tcp:" + port, Path.of("unused"))
                .attach("rsu", antenna, 9600, world, _ -> { });
                TcpLink lane = new TcpLink("rsu", "127.0.0.1", port)) {
            host.start();
            lane.start(heard);
            assertEquals("up", heard.awaitTransition());
            long startNanos = System.nanoTime();
            byte[] powerUp = heard.awaitBytes(10);
            assertEquals(B0, powerUp[3] & 0xFF);
            assertTrue(System.nanoTime() - startNanos < Duration.ofSeconds(5).toNanos());
            host.unplug();
            assertTrue(heard.awaitTransition().startsWith("down"));
            assertEquals("up", heard.awaitTransition());
        } finally {
            world.close();
        }
        assertEquals(Optional.empty(), world.failure());
    }
}
