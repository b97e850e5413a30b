package org.etclane.device.ldi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.etclane.device.spi.Checked;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/** What single keys of an {@link LdiSection} cannot tell: detectors have numbers of their own, and one address not more places than all. */
final class LdiSectionCheck implements Checked.Check {
    private static final List<String> DETECTORS = List.of("triggerLoop", "armLoop", "captureLoop");

    @Override
    public void check(Checked.Values values, Checked.Report report) {
        Map<Integer, String> users = new HashMap<>();
        for (String loop : DETECTORS) {
            // one that is not written at all has an index, too: its default
            values.get("modules." + loop + ".code", String.class).flatMap(_ -> values.get("modules." + loop + ".index", Integer.class))
                    .ifPresent(index -> {
                        String before = users.putIfAbsent(index, loop);
                        if (before != null) {
                            report.problem(Problem.Kind.CONTRADICTION, "modules." + loop + ".index",
                                    new Text("is " + index + ", as that of " + before, "为" + index + "，与" + before + "相同"),
                                    new Text("1–255, another number for each detector", "1–255，各检测器互不相同"),
                                    new Text("the DeviceIndex that is set in the device", "与设备中的DeviceIndex一致"));
                        }
                    });
        }
        values.get("limits.perAddress", Integer.class).ifPresent(one -> values.get("limits.callers", Integer.class)
                .filter(all -> one > all).ifPresent(all -> report.problem(Problem.Kind.CONTRADICTION, "limits.perAddress",
                        new Text("is more than callers, " + all, "大于callers（" + all + "）"), new Text("1–" + all, "1–" + all),
                        new Text("how many devices share one address, and one more", "同一地址上的设备数再加1"))));
    }
}
