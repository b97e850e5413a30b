package org.etclane.lane.workbench.console;

import org.etclane.device.spi.Text;

/**
 * What an engineer has to say before certain verbs work: {@code confirm WORD}, in every session.
 *
 * @param about       what happens then, and what to look at first
 * @param yesIsEnough the option {@code --yes} says it as well; never where something heavy moves
 */
record Confirmation(String word, Text about, boolean yesIsEnough) {
}
