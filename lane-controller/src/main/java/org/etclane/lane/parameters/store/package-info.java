/**
 * The packages that the lane holds, which set is in force, and what is on its way. A folder of files of which each is whole or not
 * there, so that a kill at any moment leaves the old state or the new one. May import the JDK, Jackson, slf4j and the packages
 * beside it; each class says whose thread it belongs to. Reads no clock: the time is given.
 */
package org.etclane.lane.parameters.store;
