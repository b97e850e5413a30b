package org.etclane.device.ldi;

/** What a line of callers tells of the devices on it, for {@link LdiConformance}. */
sealed interface LdiHeard {
    /** 0: the line itself. */
    int caller();

    /** @param peer address and port */
    record Called(int caller, String peer) implements LdiHeard {
    }

    record Gone(int caller, String cause) implements LdiHeard {
    }

    /** Callers for whom there was no place. */
    record NoPlace(int caller, long count, String peer) implements LdiHeard {
    }

    /** So many chunks of this caller were looked at since the last such word: the line waits to be told. */
    record Read(int caller, int chunks) implements LdiHeard {
    }

    /** More that makes no message than a lane takes; nothing more of this caller is looked at. */
    record Babbles(int caller) implements LdiHeard {
    }

    record Said(int caller, int seq, LdiMessage message) implements LdiHeard {
    }

    /** Follows a 0C: this module has fault 02. */
    record WantsInitialisation(int caller, LdiModule module) implements LdiHeard {
    }

    /** Follows a 1C: a vehicle is on this detector. */
    record Vehicle(int caller, LdiModule module) implements LdiHeard {
    }

    default String words() {
        return switch (this) {
            case Called(int number, String peer) -> "caller " + number + " is " + peer;
            case Gone(int number, String cause) -> "caller " + number + " has gone: " + cause;
            case NoPlace(_, long count, String peer) -> count + " callers refused, the last one was " + peer;
            case Read(int number, int chunks) -> "caller " + number + ": " + chunks + " chunks read";
            case Babbles(int number) -> "caller " + number + " says too much that makes no message";
            case Said(int number, int seq, LdiMessage message) -> "caller " + number + ": " + LdiWords.of(message)
                    + ", seq %02X".formatted(seq);
            case WantsInitialisation(_, LdiModule module) -> module + " wants to be initialised";
            case Vehicle(_, LdiModule module) -> "vehicle on " + module;
        };
    }
}
