package org.etclane.sim.world;

/** What a driver does beyond the ordinary. A refusal is not a behaviour: any driver who is refused backs out. */
public enum Behaviour {
    /** Stops before the arm until it is up and the light green, then goes. */
    NORMAL,
    /** Follows the vehicle ahead through at minimal gap, whatever light and arm say, unless the arm bars the way. */
    TAILGATER,
    /** Drives onto the trigger loop, stops before the antenna reaches its unit, backs out and leaves. */
    REVERSES_UNREAD,
    /** Has been paid for and stands still for a while before driving on. */
    DAWDLES_AFTER_PAYING,
    /** Stops in the communication zone, lets its unit answer, backs out and leaves: never comes to the arm. */
    TURNS_BACK_AFTER_READ,
    /** Drives onto the scale, or to the trigger loop where there is none, and leaves backwards without having come onto the loop. */
    REVERSES_OFF_SCALE,
    /** No vehicle in this lane: a unit of the neighbouring lane that answers this antenna for a while. */
    NEIGHBOUR_OBU
}
