package org.etclane.device.gpio.line.chardev;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.exception.ShutdownException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalInputProviderBase;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProviderBase;
import java.util.List;
import java.util.function.Consumer;
import org.etclane.device.gpio.line.LineAddress;

/** The two Pi4J providers of this package and a context that holds nothing else. */
public final class CharacterDevices {
    private CharacterDevices() {
    }

    /** As {@link org.etclane.device.gpio.line.LineProvider#open}. No shutdown hook: whoever opens it closes it. */
    public static Context open(List<String> chips, Consumer<String> lost) {
        return open(chips, lost, new Libc());
    }

    static Context open(List<String> chips, Consumer<String> lost, KernelCalls calls) {
        EdgeWatcher watcher = new EdgeWatcher(calls, lost);
        try {
            return Pi4J.newContextBuilder().noAutoDetect().noAutoInject().disableShutdownHook()
                    .add(new Inputs(chips, watcher, calls), new Outputs(chips, calls)).build();
        } catch (RuntimeException unusable) { // Pi4J does not say which ones; the thread must not stay behind
            watcher.close();
            throw unusable;
        }
    }

    /** @param offset of the line on its chip */
    record Place(String chip, int offset) {
        static Place of(List<String> chips, int number) {
            LineAddress address = LineAddress.of(number);
            if (address.chipIndex() >= chips.size()) {
                throw new LineFailure("line number " + number + " means chip " + address.chipIndex() + " of the list, which has "
                        + chips.size());
            }
            return new Place(chips.get(address.chipIndex()), address.offset());
        }
    }

    private static final class Inputs extends DigitalInputProviderBase {
        private final List<String> chips;
        private final EdgeWatcher watcher;
        private final KernelCalls calls;

        Inputs(List<String> chips, EdgeWatcher watcher, KernelCalls calls) {
            super("etclane-chardev-input", "Linux GPIO character device, inputs");
            this.chips = List.copyOf(chips);
            this.watcher = watcher;
            this.calls = calls;
        }

        @Override
        public DigitalInput create(DigitalInputConfig config) {
            ChardevInput input = new ChardevInput(this, config, Place.of(chips, config.bcm()), watcher, calls);
            context.registry().add(input);
            return input;
        }

        @Override
        public DigitalInputProvider shutdownInternal(Context shutting) throws ShutdownException {
            watcher.close();
            return super.shutdownInternal(shutting);
        }
    }

    private static final class Outputs extends DigitalOutputProviderBase {
        private final List<String> chips;
        private final KernelCalls calls;

        Outputs(List<String> chips, KernelCalls calls) {
            super("etclane-chardev-output", "Linux GPIO character device, outputs");
            this.chips = List.copyOf(chips);
            this.calls = calls;
        }

        @Override
        public DigitalOutput create(DigitalOutputConfig config) {
            ChardevOutput output = new ChardevOutput(this, config, Place.of(chips, config.bcm()), calls);
            context.registry().add(output);
            return output;
        }
    }
}
