package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.lane.core.LaneKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lane's process swaps full lists and takes an increment while vehicles come: all of them are charged, and every look-up is right. */
class StatusListSwapIT {
    private static final int VEHICLES = 12;
    private static final int CARDS = 400_000;
    private static final int MIB_PER_SECOND = 3;

    @TempDir
    Path data;

    @Test
    void vehiclesArePaidForWhileListsAreSwapped() throws IOException, InterruptedException {
        Path sections = Files.createDirectories(data.resolve("sections"));
        ListsPlan plan = ListsPlan.write(sections, CARDS, CARDS / 2, CARDS / 20, MIB_PER_SECOND);
        ListOrders orders = new ListOrders(data.resolve("orders"));
        BenchSettings plain = BenchRuns.settings(LaneKind.EXIT, VEHICLES, 900, "legal", BenchRuns.config(LaneKind.EXIT), data.resolve("bench"));
        List<String> options = new ArrayList<>(plain.javaOptions());
        options.addAll(orders.javaOptions(data.resolve("lists"), MIB_PER_SECOND, plan.always()));
        BenchSettings settings = new BenchSettings(plain.kind(), plain.vehicles(), plain.ratePerHour(), plain.seed(), plain.mix(), plain.habits(),
                plain.config(), plain.data(), plain.rsuFaults(), 0, false, false, options);
        try (Bench bench = new Bench(settings, BenchRuns::say)) {
            bench.lane().runAs(ListLaneMain.class.getName());
            bench.station().start();
            bench.start();
            taken(orders, orders.deliver(plan.cardsBefore().delivery(), plan.cardsBefore().file()));
            ListOrders.State before = orders.state(false);
            assertEquals("1", before.card());
            String cards = orders.deliver(plan.cardsAfter().delivery(), plan.cardsAfter().file());
            bench.roadside().letCome();
            assertEquals(Optional.empty(), orders.outcome(cards), "the swap was to last while vehicles come");
            taken(orders, cards);
            taken(orders, orders.deliver(plan.increment().delivery(), plan.increment().file()));
            assertTrue(bench.roadside().outstanding() > 0, "vehicles were to come until after the swap");
            taken(orders, orders.deliver(plan.obusBefore().delivery(), plan.obusBefore().file()));
            assertTrue(bench.roadside().awaitEverybodyGone(BenchRuns.HANG), "vehicles are left in the lane");
            assertTrue(bench.awaitSettled(), "records wait");
            BenchRuns.within("the last list in force", Duration.ofSeconds(20), () -> inForce(orders).equals("3 1"));
            ListOrders.State after = orders.state(false);
            assertEquals(0, after.wrong(), after.firstWrong());
            assertTrue(after.looks() > before.looks(), "nobody asked");
            assertTrue(bench.lane().stop());
            BenchReport report = bench.report();
            BenchRuns.say(report.text());
            BenchRuns.agrees(report);
            assertEquals(VEHICLES, report.transactions(), () -> report.text());
            assertEquals(List.of(), BenchRuns.trouble(bench.lane()), "in the lane's log");
        }
    }

    private static String inForce(ListOrders orders) {
        try {
            ListOrders.State state = orders.state(false);
            return state.card() + " " + state.obu();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void taken(ListOrders orders, String order) throws InterruptedException, IOException {
        BenchRuns.within("list " + order, BenchRuns.HANG, () -> {
            try {
                return orders.outcome(order).isPresent();
            } catch (IOException unreadable) {
                throw new java.io.UncheckedIOException(unreadable);
            }
        });
        String outcome = orders.outcome(order).orElseThrow();
        assertTrue(outcome.startsWith("Taken"), outcome);
    }
}
