/**
 * A driver as somebody else would write it, in a jar of its own: a made-up board with two loops and an arm that speaks two-byte
 * frames over TCP. Imports {@code org.etclane.device} and its {@code link} and {@code spi} packages only, and nothing of ours names
 * it. Board to lane {@code 55 state}: bit 0 trigger loop occupied, bit 1 loop under the arm occupied, bit 2 arm up, the others 0; on
 * change and every {@code reportMs}. Lane to board {@code AA 01} raise, {@code AA 02} lower; not answered.
 */
package com.example.board;
