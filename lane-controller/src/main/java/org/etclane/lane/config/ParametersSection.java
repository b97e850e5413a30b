package org.etclane.lane.config;

import java.nio.file.Path;
import org.etclane.device.spi.Key;

public record ParametersSection(
        @Key(en = "rate table to start with; a newer one from the station replaces it", zh = "初始费率表，站级下发的新版本将取代它",
                mustExist = true)
                Path rateTable) {
}
