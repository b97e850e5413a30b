package org.etclane.device;

/**
 * A number plate (车牌).
 *
 * @param text   as stored on the medium, trailing zero padding removed; empty when the medium holds none
 * @param colour code of the national table: 0 blue, 1 yellow, 2 black, 3 white, 4 gradient green, 5 yellow-green,
 *               6 blue-white, 7 temporary, 9 undefined, 11 green, 12 red (card-and-obu-files.md §3; codes 4–6 differ
 *               between sources, so only equality is ever judged)
 */
public record Plate(String text, int colour) {
}
