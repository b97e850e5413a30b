package org.etclane.lane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.DisplayCommand;
import org.etclane.device.spi.Language;
import org.etclane.lane.core.LaneEffect;
import org.etclane.lane.core.LaneEffect.Phrase;
import org.etclane.lane.rules.SpecialEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PhrasesTest {
    private static final LaneEffect.Words PAID = new LaneEffect.Words("测A12345", 1, 1234, Optional.of(50_005L),
            Optional.empty());

    private static Phrases builtIn(Language language) {
        return new Phrases(new DisplaySection(language, Map.of(), Map.of()));
    }

    @Test
    void aPaidVehicleSeesClassAmountAndBalance() {
        DisplayCommand.Show show = builtIn(Language.ZH).render(Phrase.PAID, PAID);
        assertEquals(List.of("测A12345 客1", "金额 12.34 元", "余额 500.05 元", "一路平安"), show.lines());
        assertEquals("请通行", show.shortText());
        assertEquals(DisplayCommand.Colour.GREEN, show.colour());
        assertEquals(Optional.of(new DisplayCommand.Fee(1, 0, 1234, Optional.of(50_005L))), show.fee());
        assertEquals("paid 12.34 CNY", builtIn(Language.EN).render(Phrase.PAID, PAID).lines().get(1));
    }

    @Test
    void aRefusedVehicleSeesTheReason() {
        DisplayCommand.Show show = builtIn(Language.ZH).render(Phrase.REFUSED,
                new LaneEffect.Words("", 0, 0, Optional.empty(), Optional.of(SpecialEvent.BALANCE_INSUFFICIENT)));
        assertEquals(List.of("卡余额不足，请现金交费", "请走人工车道"), show.lines());
        assertEquals("余额少", show.shortText());
        assertEquals(DisplayCommand.Colour.RED, show.colour());
        assertTrue(show.fee().isEmpty());
    }

    @Test
    void withoutABalanceItsRowIsLeftOut() {
        DisplayCommand.Show show = builtIn(Language.ZH).render(Phrase.PAID,
                new LaneEffect.Words("测A12345", 1, 1234, Optional.empty(), Optional.empty()));
        assertEquals(List.of("测A12345 客1", "金额 12.34 元", "一路平安"), show.lines());
    }

    @ParameterizedTest
    @EnumSource(SpecialEvent.class)
    void everyReasonHasWordsInBothLanguagesAndAShortTextThatFits(SpecialEvent event) {
        for (Language language : Language.values()) {
            DisplayCommand.Show show = builtIn(language).render(Phrase.REFUSED,
                    new LaneEffect.Words("测A12345", 1, 0, Optional.empty(), Optional.of(event)));
            assertEquals(3, show.lines().size());
            assertTrue(show.shortText().getBytes(PhraseText.GBK).length <= Phrases.SHORT_BYTES);
        }
    }

    @ParameterizedTest
    @EnumSource(Phrase.class)
    void everyPhraseHasWordsAndNoPlaceholderIsLeft(Phrase phrase) {
        DisplayCommand.Show show = builtIn(Language.ZH).render(phrase, LaneEffect.Words.NONE);
        assertFalse(show.lines().isEmpty());
        assertFalse(show.lines().toString().contains("{"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.00 元", "5, 0.05 元", "100, 1.00 元", "123456, 1234.56 元", "4294967295, 42949672.95 元"})
    void fenAreShownAsYuan(long fen, String shown) {
        assertEquals(shown, builtIn(Language.ZH).amount(fen));
    }

    @ParameterizedTest
    @CsvSource({"余额不足, 余额不", "a余额不, a余额", "ab, ab", "一二三, 一二三", "'', ''", "abcdefg, abcdef"})
    void shortTextIsCutBetweenCharacters(String text, String cut) {
        assertEquals(cut, Phrases.cut(text, 6));
    }

    @Test
    void aDollarSignInAPlateIsOnlyADollarSign() {
        assertEquals("$1\\ 客1", builtIn(Language.ZH).render(Phrase.PAID,
                new LaneEffect.Words("$1\\", 1, 1, Optional.empty(), Optional.empty())).lines().getFirst());
    }
}
