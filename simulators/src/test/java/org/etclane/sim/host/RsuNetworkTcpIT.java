package org.etclane.sim.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.ObuId;
import org.etclane.device.RsuCommand;
import org.etclane.device.RsuEvent;
import org.etclane.device.link.DeviceAgent;
import org.etclane.device.link.LinkTrace;
import org.etclane.device.link.TcpLink;
import org.etclane.device.rsu.network.PsamAuthoriser;
import org.etclane.device.rsu.network.RsuNetworkDriver;
import org.etclane.device.rsu.network.RsuNetworkSettings;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.card.SimCard;
import org.etclane.sim.card.SimCardBuilder;
import org.etclane.sim.device.RsuNetworkSimSettings;
import org.etclane.sim.device.RsuNetworkSimulator;
import org.etclane.sim.device.RsuSimCommand;
import org.etclane.sim.device.RsuSimEvent;
import org.etclane.sim.obu.RadioZone;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.world.RealTimeScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The simulated RSU as a TCP server on loopback, the lane's own client and driver at the other end. Real time. */
class RsuNetworkTcpIT {
    private static final ObuId OBU = new ObuId(0x6A81353E);
    private static final Bytes FACTOR = Bytes.fromHex("CDF2BCAFCDF2BCAF");
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 11, 20, 10, 0, 0);
    private static final Bytes TRANSIT = Bytes.fromHex("37".repeat(40));

    private final RealTimeScheduler simulation = new RealTimeScheduler("simulation");
    private final List<SimObu> inside = new CopyOnWriteArrayList<>();
    private final PurseLedger ledger = new PurseLedger();
    private final SimCard card = new SimCardBuilder(PurseKeys.TEST, ledger).build();
    private final BlockingQueue<DeviceEvent> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> bugs = new LinkedBlockingQueue<>();
    private EndpointHost<RsuSimCommand, RsuSimEvent> rsu;
    private DeviceAgent<DeviceCommand, DeviceEvent> lane;

    @BeforeEach
    void call() throws Exception {
        TcpServerLink server = new TcpServerLink("rsu", InetAddress.getLoopbackAddress(), 0);
        RadioZone zone = new RadioZone() {
            @Override
            public List<SimObu> present() {
                return List.copyOf(inside);
            }

            @Override
            public boolean reachable(SimObu obu) {
                return inside.contains(obu);
            }
        };
        rsu = new EndpointHost<>(new RsuNetworkSimulator(RsuNetworkSimSettings.usual(), zone,
                new Psam(PurseKeys.TEST, "373737373737", 1), 1), server, LinePace.AT_ONCE, simulation, _ -> { });
        rsu.start();
        RsuNetworkDriver driver = new RsuNetworkDriver(RsuNetworkSettings.usual("rsu", RsuNetworkSettings.EXIT),
                PsamAuthoriser.NONE, System::currentTimeMillis);
        lane = new DeviceAgent<>("rsu", driver, new TcpLink("rsu", "127.0.0.1", server.port()), new DeviceAgent.Listener<>() {
            @Override
            public void event(DeviceEvent event) {
                heard.add(event);
            }

            @Override
            public void failed(Throwable bug) {
                bugs.add(bug);
            }
        }, new LinkTrace(100));
        lane.start();
    }

    @AfterEach
    void close() {
        lane.close();
        rsu.close();
        simulation.close();
        assertTrue(bugs.isEmpty(), bugs::toString);
        assertTrue(simulation.failure().isEmpty(), simulation.failure()::toString);
    }

    private <E extends DeviceEvent> E await(Class<E> kind) throws InterruptedException {
        while (true) {
            DeviceEvent next = heard.poll(20, TimeUnit.SECONDS);
            assertNotNull(next, "no " + kind.getSimpleName());
            if (kind.isInstance(next)) {
                return kind.cast(next);
            }
        }
    }

    private void pay(SimObu obu) throws InterruptedException {
        inside.add(obu);
        await(RsuEvent.ObuFound.class);
        assertTrue(lane.offer(new RsuCommand.ReadOn(OBU, FACTOR)));
        await(RsuEvent.VehicleRead.class);
        assertTrue(lane.offer(new RsuCommand.ReadOn(OBU, FACTOR)));
        assertEquals(card.issueFile(), await(RsuEvent.CardRead.class).card().issueFile());
        assertTrue(lane.offer(new RsuCommand.Debit(OBU, FACTOR, 500, TIME, TRANSIT)));
        assertEquals(49_500, await(RsuEvent.Completed.class).result().balanceFen());
        assertTrue(lane.offer(new RsuCommand.Release(OBU, FACTOR)));
    }

    @Test
    void oneVehicleOneDebitAlsoAfterTheConnectionWasLost() throws Exception {
        await(RsuEvent.Ready.class);
        assertEquals(HealthEvent.State.UP, await(HealthEvent.class).state());
        rsu.unplug();
        assertEquals(HealthEvent.State.DOWN, await(HealthEvent.class).state());
        await(RsuEvent.Ready.class);
        pay(SimObu.builder(OBU).card(card).build());
        assertEquals(500, ledger.totalFen());
        assertEquals(1, ledger.size());
        assertEquals(Bytes.concat(Bytes.fromHex("aa2900"), TRANSIT), card.transitFile());
    }
}
