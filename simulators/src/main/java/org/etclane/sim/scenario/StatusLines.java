package org.etclane.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.etclane.device.spi.Language;
import org.etclane.sim.world.LaneWorld;
import org.etclane.sim.world.Vehicle;

/** The lane as somebody who stands beside it sees it. Made on the simulation's thread, read anywhere. */
public final class StatusLines {
    private final double armDegrees;
    private final boolean passGreen;
    private final boolean canopyGreen;
    private final boolean sounding;
    private final String display;
    private final List<String> vehicles = new ArrayList<>();
    private final int come;
    private final long passed;

    StatusLines(LaneWorld world, List<Vehicle> everybody) {
        armDegrees = world.arm().angleDegrees();
        passGreen = world.passLightGreen();
        canopyGreen = world.canopyLightGreen();
        sounding = world.alarmSounding();
        display = world.displayed().map(show -> String.join(" ", show.lines())).orElse("");
        come = everybody.size();
        passed = everybody.stream().filter(Vehicle::passed).count();
        world.vehicles().forEach(v -> vehicles.add(String.format(Locale.ROOT, "  %s  %.1f m  %.1f m/s", v.spec().plate().text(), v.frontM(),
                v.speedMps())));
    }

    public List<String> in(Language language) {
        List<String> lines = new ArrayList<>(vehicles);
        lines.add(switch (language) {
            case EN -> String.format(Locale.ROOT, "arm %.0f degrees, pass light %s, canopy %s%s, display \"%s\"; %d have come, %d passed",
                    armDegrees, passGreen ? "green" : "red", canopyGreen ? "green" : "red", sounding ? ", alarm" : "", display, come,
                    passed);
            case ZH -> String.format(Locale.ROOT, "栏杆%.0f度，通行灯%s，雨棚灯%s%s，费显“%s”；来车%d辆，通过%d辆", armDegrees,
                    passGreen ? "绿" : "红", canopyGreen ? "绿" : "红", sounding ? "，声光报警" : "", display, come, passed);
        });
        return lines;
    }
}
