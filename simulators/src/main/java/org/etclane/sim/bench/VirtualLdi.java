package org.etclane.sim.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.etclane.device.LoopEvent;
import org.etclane.device.ldi.LdiModuleType;
import org.etclane.device.ldi.LdiSettings;
import org.etclane.sim.device.LdiSimulatorSettings;
import org.etclane.sim.device.LdiSimulatorSettings.Module;

/** Which devices of the national interface stand in the bench's lane; and what any lane's devices are on the bench. */
enum VirtualLdi {
    /** A device for each purpose, as in a lane that was fitted piece by piece. */
    SEPARATE("ldi", List.of(
            List.of(Module.of(LdiModuleType.BARRIER, 1)),
            List.of(Module.detector(1, LoopEvent.Role.ARM)),
            List.of(Module.detector(2, LoopEvent.Role.TRIGGER)),
            List.of(Module.of(LdiModuleType.FEE_DISPLAY, 1)),
            List.of(Module.of(LdiModuleType.PASS_LIGHT, 1), Module.of(LdiModuleType.CANOPY_LIGHT, 1)),
            List.of(Module.of(LdiModuleType.ALARM, 1)))),
    /** An integrated barrier (一体化栏杆) with loop and light, and one device for all else. */
    INTEGRATED("ldi-integrated", List.of(
            List.of(Module.of(LdiModuleType.BARRIER, 1), Module.detector(1, LoopEvent.Role.ARM), Module.of(LdiModuleType.PASS_LIGHT, 1)),
            List.of(Module.detector(2, LoopEvent.Role.TRIGGER), Module.of(LdiModuleType.FEE_DISPLAY, 1),
                    Module.of(LdiModuleType.CANOPY_LIGHT, 1), Module.of(LdiModuleType.ALARM, 1))));

    private static final String LANE_HEX = LdiSettings.laneHex("3701", 0, 12, 1);

    final String label;
    private final List<List<Module>> devices;

    VirtualLdi(String label, List<List<Module>> devices) {
        this.label = label;
        this.devices = devices;
    }

    /** What they are to the lane. */
    LdiSettings settings(String name) {
        List<LdiSettings.Module> modules = new ArrayList<>();
        for (int device = 0; device < devices.size(); device++) {
            String code = "%016X".formatted(0xE7C1_0000_0000_0001L + device);
            for (Module module : devices.get(device)) {
                modules.add(module.loop().map(loop -> LdiSettings.Module.detector(module.index(), code, loop))
                        .orElseGet(() -> LdiSettings.Module.of(module.type(), module.index(), code)));
            }
        }
        return LdiSettings.defaults(name, LANE_HEX, modules);
    }

    /** The devices that a lane with these settings expects: modules with the same verification code are one. */
    static List<LdiSimulatorSettings> devices(LdiSettings lane) {
        Map<String, List<Module>> byCode = new LinkedHashMap<>();
        for (LdiSettings.Module module : lane.modules()) {
            byCode.computeIfAbsent(module.codeHex().toUpperCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(new Module(module.type(), module.index(), module.loop()));
        }
        List<LdiSimulatorSettings> all = new ArrayList<>();
        byCode.forEach((code, modules) -> all.add(LdiSimulatorSettings.of(lane.laneHex(), code, modules)));
        return all;
    }

    /** The settings as a section of a configuration, but for address and port. */
    static Map<String, String> keys(LdiSettings lane) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("type", "ldi");
        keys.put("laneHex", lane.laneHex());
        for (LdiSettings.Module module : lane.modules()) {
            String key = "modules." + key(module);
            keys.put(key + ".index", Integer.toString(module.index()));
            keys.put(key + ".code", module.codeHex());
        }
        return keys;
    }

    private static String key(LdiSettings.Module module) {
        return switch (module.type()) {
            case BARRIER -> "barrier";
            case DETECTOR -> switch (module.loop().orElseThrow()) {
                case TRIGGER -> "triggerLoop";
                case CAPTURE -> "captureLoop";
                case ARM -> "armLoop";
            };
            case FEE_DISPLAY -> "display";
            case PASS_LIGHT -> "passLight";
            case ALARM -> "alarm";
            case CANOPY_LIGHT -> "canopyLight";
            case GUIDE_BOARD -> "guideBoard";
            case FOG_LIGHT -> "fogLight";
            case VOICE -> "voice";
            case RSU, PLATE_CAMERA, TYPE_RECOGNISER, WEIGHING, CARD_DISPENSER, SELF_PAYMENT, LANE_CAMERA, IC_READER, PRINTER,
                 PAYMENT_TERMINAL, SCANNER -> throw new IllegalArgumentException("no module of a lane: " + module.type());
        };
    }
}
