package org.etclane.sim.bench.vm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/** gpio-sim's files {@code sim_gpioN/value} and {@code sim_gpioN/pull}. They stay open, and are opened anew when the chip was away. */
final class SysfsLines implements ChipLines {
    private static final byte[] UP = {'p', 'u', 'l', 'l', '-', 'u', 'p'};
    private static final byte[] DOWN = {'p', 'u', 'l', 'l', '-', 'd', 'o', 'w', 'n'};

    private final Path chip;
    private final Map<Path, FileChannel> open = new HashMap<>();

    /** @param chip the folder that holds {@code sim_gpio0}, or a link to it */
    SysfsLines(Path chip) {
        this.chip = chip;
    }

    @Override
    public synchronized boolean high(int line) throws IOException {
        Path file = chip.resolve("sim_gpio" + line).resolve("value");
        try {
            ByteBuffer first = ByteBuffer.allocate(1);
            if (channel(file, StandardOpenOption.READ).read(first, 0) < 1) {
                throw new IOException(file + " is empty");
            }
            return first.get(0) == '1';
        } catch (IOException away) {
            closeAll();
            throw away;
        }
    }

    @Override
    public synchronized void pull(int line, boolean up) throws IOException {
        Path file = chip.resolve("sim_gpio" + line).resolve("pull");
        try {
            channel(file, StandardOpenOption.WRITE).write(ByteBuffer.wrap(up ? UP : DOWN), 0);
        } catch (IOException away) {
            closeAll();
            throw away;
        }
    }

    private FileChannel channel(Path file, StandardOpenOption way) throws IOException {
        FileChannel channel = open.get(file);
        if (channel == null) {
            channel = FileChannel.open(file, way);
            open.put(file, channel);
        }
        return channel;
    }

    private void closeAll() throws IOException {
        for (FileChannel channel : open.values()) {
            channel.close();
        }
        open.clear();
    }
}
