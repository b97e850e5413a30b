package org.etclane.device.rsu.network;

import org.etclane.device.rsu.network.LaneFrame.Authorisation;
import org.etclane.device.rsu.network.UnitFrame.BAPsamInfo;

import java.util.List;

/**
 * Whoever knows what a PSAM wants to hear before it works (PSAM 授权): in the field an office of the province that is asked with
 * the request's random number. How it computes the 13 bytes is not public, so this is as far as the protocol goes. Called on
 * the driver's thread; must not block: an answer is at hand or there is none.
 */
@FunctionalInterface
public interface PsamAuthoriser {
    /** Knows nothing: a PSAM that needs authorisation stays without, and the driver says so. */
    PsamAuthoriser NONE = _ -> List.of();

    /** @return one authorisation per PSAM; empty when there is none */
    List<Authorisation> answer(BAPsamInfo request);
}
