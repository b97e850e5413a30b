package org.etclane.sim.bench.vm;

import java.util.Locale;
import org.etclane.sim.bench.BenchReport;
import org.etclane.sim.bench.Reconciliation;

/** How figures are told. */
final class Words {
    private Words() {
    }

    static String of(BenchReport report) {
        Reconciliation ledgers = report.ledgers();
        return "%d vehicles, %d passed, %d refused; %d transactions; purses %d, journal %d, station %d fen; missing %d, duplicate %d,"
                .formatted(report.vehicles(), report.passed(), report.refused().values().stream().mapToLong(n -> n).sum(),
                        report.transactions(), ledgers.purseFen(), ledgers.journalFen(), ledgers.stationFen(), ledgers.missing(),
                        ledgers.duplicate())
                + " unexplained %d, TAC failures %d; arm lowered on a vehicle %d".formatted(ledgers.unexplained(), ledgers.tacFailures(),
                report.loweredOnVehicle()) + (ledgers.remarks().isEmpty() ? "" : "; " + String.join("; ", ledgers.remarks()));
    }

    /** "0.12–3.40". */
    static String range(double low, double high) {
        return String.format(Locale.ROOT, low == high ? "%.1f" : "%.1f–%.1f", low, high);
    }
}
