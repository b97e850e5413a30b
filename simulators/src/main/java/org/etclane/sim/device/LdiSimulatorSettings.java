package org.etclane.sim.device;

import java.util.List;
import java.util.Optional;
import org.etclane.device.LoopEvent;
import org.etclane.device.ldi.LdiModule;
import org.etclane.device.ldi.LdiModuleType;

/**
 * One simulated device of the national interface: its identity, its modules, and the times of lane-devices-ldi.md §2.
 *
 * @param laneHex          LaneHex, 10 hexadecimal digits
 * @param codeHex          device verification code, 16 hexadecimal digits
 * @param modules          what it consists of, also types that it only answers for
 * @param authenticateMs   between two 0E until one is accepted
 * @param monitorMs        between two 0C
 * @param answerMs         wait for C0 and C1
 * @param retries          further sends of a 1C without C1
 * @param filterMs         a detector's change must persist for so long (杂波信号过滤时间)
 * @param pulseMs          length of the motor's pulse
 * @param movementMs       a movement that is not at its end after so long has failed
 * @param scanMs           between two readings of the inputs when nothing says that one changed
 * @param clockSkewMs      how wrong its clock goes, against the time that the lane told it
 */
public record LdiSimulatorSettings(String laneHex, String codeHex, List<Module> modules, long authenticateMs, long monitorMs,
                                   long answerMs, int retries, long filterMs, long pulseMs, long movementMs, long scanMs,
                                   long clockSkewMs) {

    /** @param loop of a detector */
    public record Module(LdiModuleType type, int index, Optional<LoopEvent.Role> loop) {
        public static Module of(LdiModuleType type, int index) {
            return new Module(type, index, Optional.empty());
        }

        public static Module detector(int index, LoopEvent.Role loop) {
            return new Module(LdiModuleType.DETECTOR, index, Optional.of(loop));
        }

        public LdiModule id() {
            return LdiModule.of(type, index);
        }
    }

    public LdiSimulatorSettings {
        modules = List.copyOf(modules);
    }

    public static LdiSimulatorSettings of(String laneHex, String codeHex, List<Module> modules) {
        return new LdiSimulatorSettings(laneHex, codeHex, modules, 3000, 5000, 2000, 2, 10, 200, 3000, 10, 0);
    }

    /** Barrier, detector under the arm and pass light behind one address, as many barriers are sold. */
    public static LdiSimulatorSettings integratedBarrier(String laneHex, String codeHex) {
        return of(laneHex, codeHex, List.of(Module.of(LdiModuleType.BARRIER, 1), Module.detector(1, LoopEvent.Role.ARM),
                Module.of(LdiModuleType.PASS_LIGHT, 1)));
    }

    public LdiSimulatorSettings withClockSkewMs(long skewMs) {
        return new LdiSimulatorSettings(laneHex, codeHex, modules, authenticateMs, monitorMs, answerMs, retries, filterMs, pulseMs,
                movementMs, scanMs, skewMs);
    }
}
