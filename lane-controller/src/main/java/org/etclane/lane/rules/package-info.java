/**
 * May this vehicle pass, what does it pay, which special event is it: pure functions over what was read and the parameters in
 * force. Same imports as the core.
 */
package org.etclane.lane.rules;
