package org.etclane.lane.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.etclane.device.RsuCommand;
import org.etclane.lane.core.JournalEntry.ParametersActivated;
import org.etclane.lane.core.LaneScript.Obu;
import org.etclane.lane.parameters.ParameterSet;
import org.etclane.lane.rules.SpecialEvent;
import org.junit.jupiter.api.Test;

/** A new set is for the next dialogue; the one that is open is ended by the set that it began with. */
class ParametersActivationTest {
    private static final ParameterSet OLD = LaneScript.parameters();
    private static final ParameterSet NEW = LaneScript.parameters("2026-002", 3000);

    private final LaneScript lane = LaneScript.exit();
    private final Obu obu = new Obu(0x0A0B0C01);
    private final Obu other = new Obu(0x0A0B0C02);

    private LaneScript activate(ParameterSet set) {
        return lane.event(new LaneEvent.ParametersActivated(set, "effective time"));
    }

    private List<Long> amountsFen() {
        return lane.journal(JournalEntry.Intended.class).stream().map(intended -> intended.facts().amountFen()).toList();
    }

    @Test
    void withNobodyInTheDialogueItIsTakenAtOnceAndOnRecord() {
        activate(NEW);
        ParametersActivated entry = lane.journal(ParametersActivated.class).getFirst();
        assertEquals(NEW.id(), entry.set());
        assertEquals("effective time", entry.cause());
        assertEquals(NEW, lane.state.parameters());
        lane.vehicleEnters().after(200).read(obu);
        assertEquals(List.of(2850L), amountsFen());
        assertEquals(Optional.of(NEW.id()), lane.journal(JournalEntry.Intended.class).getFirst().facts().parameters());
    }

    @Test
    void anOpenDialogueKeepsItsOwnFromTheFirstFrameToTheOutcome() {
        lane.vehicleEnters().after(200).found(obu).after(50);
        activate(NEW);
        lane.vehicleRead(obu).after(50).cardRead(obu);
        assertEquals(List.of(1900L), amountsFen());
        assertEquals(Optional.of(OLD.id()), lane.journal(JournalEntry.Intended.class).getFirst().facts().parameters());
        assertEquals(OLD, lane.state.parameters());
        lane.after(50).answers(obu);
        assertEquals(10_000 - 1900, obu.balanceFen);
        assertEquals(NEW, lane.state.parameters(), "the dialogue is over");
        int settled = lane.journal.indexOf(lane.journal(JournalEntry.Settled.class).getFirst());
        assertTrue(lane.journal.indexOf(lane.journal(ParametersActivated.class).getFirst()) > settled, "on record after what it did not decide");
    }

    @Test
    void theNextVehicleIsJudgedByTheNewOne() {
        lane.vehicleEnters().after(200).read(obu);
        activate(NEW);
        lane.after(50).answers(obu).armObeys().vehiclePasses();
        lane.vehicleEnters().after(200).read(other);
        assertEquals(List.of(1900L, 2850L), amountsFen());
    }

    @Test
    void anAntennaThatGoesOnToAnotherObuBeginsAnotherDialogue() {
        lane.vehicleEnters().after(200).found(obu).after(50);
        activate(NEW);
        lane.read(other);
        assertEquals(List.of(2850L), amountsFen());
    }

    @Test
    void anOutcomeThatIsFoundOutLaterIsThatOfItsOwnSet() {
        lane.vehicleEnters().after(200).read(obu);
        activate(NEW);
        obu.obey(lane.lastTransact());
        lane.after(lane.settings.outcomeTimeoutMs() + 3000);
        assertEquals(1, lane.journal(JournalEntry.OutcomeUnknown.class).size());
        assertEquals(NEW, lane.state.parameters());
        lane.read(obu);
        assertEquals(1, lane.told(RsuCommand.Debit.class).size(), "not charged again by the new rates");
        assertTrue(!lane.told(RsuCommand.FetchTac.class).isEmpty());
    }

    @Test
    void ofSeveralThatCameMeanwhileTheLastOneCounts() {
        ParameterSet third = LaneScript.parameters("2026-003", 4000);
        lane.vehicleEnters().after(200).read(obu);
        activate(NEW);
        activate(third);
        lane.after(50).answers(obu);
        assertEquals(List.of(third.id()), lane.journal(ParametersActivated.class).stream().map(ParametersActivated::set).toList());
    }

    @Test
    void theSameSetAgainChangesNothing() {
        activate(LaneScript.parameters());
        assertEquals(List.of(), lane.journal(ParametersActivated.class));
    }

    @Test
    void aRefusalNamesItsSetAndAStartPutsItOnRecord() {
        obu.cardExpiryYmd = 20200101;
        activate(NEW);
        lane.vehicleEnters().after(200).read(obu);
        assertEquals(List.of(SpecialEvent.CARD_EXPIRED), lane.refusals());
        assertEquals(Optional.of(NEW.id()), lane.journal(JournalEntry.Refused.class).getFirst().parameters());
        Step start = new LaneMachine(lane.settings).start(StartFacts.FIRST, NEW, lane.now());
        assertTrue(start.effects().stream().anyMatch(effect -> effect instanceof LaneEffect.Append(_, ParametersActivated entry)
                && entry.set().equals(NEW.id()) && entry.cause().equals("start")), start.effects().toString());
    }
}
