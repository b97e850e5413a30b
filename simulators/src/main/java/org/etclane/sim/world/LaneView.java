package org.etclane.sim.world;

/**
 * What a driver can see of the lane at one moment.
 *
 * @param armDegrees         0 across the lane, 90 upright
 * @param armFalling         the arm is on its way down
 * @param greenLight         pass light
 * @param refusalShown       the display is red
 * @param displayedAtNanos   when the display last changed
 * @param jamAtM             where traffic behind the arm stands still; infinite on a free road
 */
record LaneView(double armDegrees, boolean armFalling, boolean greenLight, boolean refusalShown, long displayedAtNanos,
                double jamAtM) {

    /** Nobody drives under an arm lower than this. */
    private static final double OPEN_DEGREES = 75;
    /** Below this the arm is a wall, even for a tailgater. */
    private static final double WALL_DEGREES = 35;

    boolean armOpen() {
        return armDegrees >= OPEN_DEGREES && !armFalling;
    }

    boolean armIsWall() {
        return armDegrees < WALL_DEGREES;
    }
}
