package org.etclane.lane.parameters.lists;

/** What a look-up comes to. Never a guess: what cannot be read says so, and what to do then is the rules' (149, status-list fault). */
public sealed interface ListAnswer {
    record Listed(Listing listing) implements ListAnswer {
    }

    record NotListed() implements ListAnswer {
    }

    /** There is no list of this kind in force. */
    record NoList() implements ListAnswer {
    }

    /** The place where the key would stand is damaged or cannot be read. */
    record Unreadable(String reason) implements ListAnswer {
    }
}
