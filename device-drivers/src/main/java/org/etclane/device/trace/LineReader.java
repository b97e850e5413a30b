package org.etclane.device.trace;

/**
 * What passes over one line, in words; both directions. Made new when the line is opened again.
 *
 * @param fromDevice reads what came in
 * @param toDevice   reads what went out
 */
public record LineReader(PieceReader fromDevice, PieceReader toDevice) {
}
