/** The test bench: the world outside the lane. */
package org.etclane.sim;
