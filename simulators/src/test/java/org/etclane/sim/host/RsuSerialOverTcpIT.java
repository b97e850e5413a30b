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
import org.etclane.device.rsu.serial.Profile;
import org.etclane.device.rsu.serial.RsuSerialDriver;
import org.etclane.device.rsu.serial.RsuSerialSettings;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.card.SimCard;
import org.etclane.sim.card.SimCardBuilder;
import org.etclane.sim.device.RsuSerialSimSettings;
import org.etclane.sim.device.RsuSerialSimulator;
import org.etclane.sim.device.RsuSimCommand;
import org.etclane.sim.device.RsuSimEvent;
import org.etclane.sim.obu.RadioZone;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.world.RealTimeScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Variant A over TCP: the RSU is the server, everything else as on a serial line (rsu-serial.md §1). Real time, loopback. */
class RsuSerialOverTcpIT implements RadioZone {
    private static final Bytes FACTOR = Bytes.fromHex("CDF2BCAFCDF2BCAF");
    private static final Bytes TRANSIT = Bytes.fromHex("37".repeat(40));
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 11, 20, 10, 0);

    private final RealTimeScheduler simulation = new RealTimeScheduler("simulation");
    private final BlockingQueue<DeviceEvent> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> bugs = new LinkedBlockingQueue<>();
    private final PurseLedger ledger = new PurseLedger();
    private final SimCard card = new SimCardBuilder(PurseKeys.TEST, ledger).balanceFen(50_000).build();
    private final List<SimObu> inside = new CopyOnWriteArrayList<>();
    private EndpointHost<RsuSimCommand, RsuSimEvent> host;
    private DeviceAgent<DeviceCommand, DeviceEvent> agent;

    @Override
    public List<SimObu> present() {
        return List.copyOf(inside);
    }

    @Override
    public boolean reachable(SimObu obu) {
        return inside.contains(obu);
    }

    private void connect(Profile profile) throws Exception {
        TcpServerLink server = new TcpServerLink("rsu", InetAddress.getLoopbackAddress(), 0);
        host = new EndpointHost<>(new RsuSerialSimulator(RsuSerialSimSettings.of(profile), this,
                new Psam(PurseKeys.TEST, "373737373737", 1), 1), server, LinePace.AT_ONCE, simulation, _ -> { });
        host.start();
        RsuSerialDriver driver = new RsuSerialDriver("rsu", RsuSerialSettings.of(profile, "rsu", RsuSerialSettings.EXIT),
                System::currentTimeMillis);
        agent = new DeviceAgent<>("rsu", driver, new TcpLink("rsu", "127.0.0.1", server.port()), new DeviceAgent.Listener<>() {
            @Override
            public void event(DeviceEvent event) {
                reflex(event);
                heard.add(event);
            }

            @Override
            public void failed(Throwable bug) {
                bugs.add(bug);
            }
        }, new LinkTrace(LinkTrace.DEFAULT_ENTRIES));
        agent.start();
    }

    private void reflex(DeviceEvent event) {
        switch (event) {
            case RsuEvent.ObuFound found -> agent.offer(new RsuCommand.ReadOn(found.obu().id(), FACTOR));
            case RsuEvent.VehicleRead read -> agent.offer(new RsuCommand.ReadOn(read.obu(), FACTOR));
            case RsuEvent.CardRead read -> agent.offer(new RsuCommand.Debit(read.obu(), FACTOR, 500, TIME, TRANSIT));
            case RsuEvent.Completed done -> agent.offer(new RsuCommand.Release(done.obu(), FACTOR));
            default -> { }
        }
    }

    private <E extends DeviceEvent> E next(Class<E> kind) throws InterruptedException {
        while (true) {
            DeviceEvent event = heard.poll(20, TimeUnit.SECONDS);
            assertNotNull(event, () -> "no " + kind.getSimpleName());
            if (kind.isInstance(event)) {
                return kind.cast(event);
            }
        }
    }

    private void health(HealthEvent.State state) throws InterruptedException {
        while (next(HealthEvent.class).state() != state) {
            assertTrue(bugs.isEmpty(), bugs::toString);
        }
    }

    @AfterEach
    void close() {
        agent.close();
        host.close();
        simulation.close();
        assertTrue(bugs.isEmpty(), bugs::toString);
        assertTrue(simulation.failure().isEmpty(), simulation.failure()::toString);
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void aDebitAndAnotherAfterTheConnectionWasDropped(Profile profile) throws Exception {
        connect(profile);
        health(HealthEvent.State.UP);
        inside.add(SimObu.builder(new ObuId(0x6A81353E)).card(card).build());
        assertEquals(49_500, next(RsuEvent.Completed.class).result().balanceFen());
        host.unplug();
        health(HealthEvent.State.DOWN);
        health(HealthEvent.State.UP);
        inside.clear();
        inside.add(SimObu.builder(new ObuId(0x6A81353F)).card(card).build());
        assertEquals(49_000, next(RsuEvent.Completed.class).result().balanceFen());
        assertEquals(2, ledger.size());
        assertEquals(49_000, card.balanceFen());
    }
}
