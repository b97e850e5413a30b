package org.etclane.device.gpio.line;

import com.pi4j.context.Context;
import java.util.List;
import java.util.function.Consumer;

/** Where the lines come from. */
public interface LineProvider {

    /**
     * A Pi4J context with one provider of digital inputs and one of digital outputs, that takes {@link LineAddress} numbers.
     * Called once per link, on its thread.
     *
     * @param chips device files, in the order of {@link LineAddress#chipIndex}
     * @param lost  to be told, from any thread, when lines that were open cannot be read any more, with the cause
     */
    Context open(List<String> chips, Consumer<String> lost);
}
