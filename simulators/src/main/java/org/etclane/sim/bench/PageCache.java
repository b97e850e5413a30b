package org.etclane.sim.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** Asks the kernel to forget what it holds of a file, so that the next look reads the disk. Linux; what is mapped somewhere stays. */
final class PageCache {
    private static final int DONT_NEED = 4;
    private static final int READ_ONLY = 0;

    private PageCache() {
    }

    static void forget(Path file) throws IOException {
        Linker linker = Linker.nativeLinker();
        MethodHandle open = linker.downcallHandle(linker.defaultLookup().findOrThrow("open"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT), Linker.Option.firstVariadicArg(2));
        MethodHandle advise = linker.downcallHandle(linker.defaultLookup().findOrThrow("posix_fadvise"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT));
        MethodHandle close = linker.downcallHandle(linker.defaultLookup().findOrThrow("close"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(file.toString());
            int descriptor = (int) open.invokeExact(name, READ_ONLY);
            if (descriptor < 0) {
                throw new IOException(file + " cannot be opened");
            }
            int failed = (int) advise.invokeExact(descriptor, 0L, 0L, DONT_NEED);
            int ignored = (int) close.invokeExact(descriptor);
            if (failed != 0) {
                throw new IOException("the kernel does not forget " + file + ": error " + failed);
            }
        } catch (IOException refused) {
            throw refused;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
