package org.etclane.lane.runtime;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The lowest priority that the operating system has. A Java thread's own priority means nothing on Linux unless the JVM runs as root with a
 * flag for it; the nice value of a thread can be raised by anybody.
 */
final class LowPriority {
    private static final int LOWEST = 19;
    private static final int PRIO_PROCESS = 0;
    private static final int CALLER = 0;

    private LowPriority() {
    }

    /** @return the nice value from now on: 19, or 0 where there is no such thing */
    static int ofThisThread() {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup().find("setpriority").map(address -> {
            MethodHandle call = linker.downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            try {
                return (int) call.invokeExact(PRIO_PROCESS, CALLER, LOWEST) == 0 ? LOWEST : 0;
            } catch (Throwable impossible) { // the signature of a handle; a call of three numbers throws nothing
                throw new IllegalStateException(impossible);
            }
        }).orElse(0);
    }
}
