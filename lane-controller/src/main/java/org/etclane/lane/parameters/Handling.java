package org.etclane.lane.parameters;

/** What a lane does about a special event (特情处置方式). */
public enum Handling {
    /** The vehicle is stopped (拦截). */
    STOP,
    /** It passes, and the record says so for the audit (放行并标记). */
    PASS_AND_FLAG,
    /** It passes as if nothing were (放行). */
    PASS
}
