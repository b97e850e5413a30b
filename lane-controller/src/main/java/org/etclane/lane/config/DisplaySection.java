package org.etclane.lane.config;

import java.util.Map;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.Language;
import org.etclane.lane.core.LaneEffect;
import org.etclane.lane.rules.SpecialEvent;

/** What is left out has the built-in wording (see {@link Phrases}). */
public record DisplaySection(
        @Key(en = "language of the display", zh = "费显语言", otherwise = "zh") Language language,
        @Key(en = "wording by situation", zh = "各情形用语") Map<LaneEffect.Phrase, PhraseText> phrases,
        @Key(en = "wording of {reason} by special event", zh = "各特情{reason}用语") Map<SpecialEvent, PhraseText> reasons) {
}
