package org.etclane.lane.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A disk beneath H2 (scheme "faulty:") that can fail, and whose power can be cut: it knows which bytes were forced out and which
 * lie only in the page cache. After a cut, what was forced is there; of the rest any part may be, whole writes each.
 */
public final class FaultyDisk extends FilePathWrapper {
    static final String SCHEME = "faulty:";

    /** The one disk of the running test. */
    private static Disk disk = new Disk();

    /** For H2, which makes a path of this kind for every name. */
    public FaultyDisk() {
    }

    static Disk fresh() {
        FilePath.register(new FaultyDisk());
        disk = new Disk();
        return disk;
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        FileChannel base = getBase().open(mode);
        disk.opened(base, getBase().toString());
        return new Channel(base, getBase().toString(), disk);
    }

    /** Every operation takes the disk's lock, so counts and images are of one moment. */
    static final class Disk {
        private final Map<String, Image> images = new HashMap<>();
        private long operations;
        private long failFrom = Long.MAX_VALUE;
        private boolean failWrites;
        private boolean failForces;
        private boolean dirty;
        private int forces;

        synchronized void failWrites(boolean fail) {
            failWrites = fail;
        }

        synchronized void failForces(boolean fail) {
            failForces = fail;
        }

        /** The power goes at this operation from now. */
        synchronized void cutAfter(long more) {
            failFrom = operations + more;
        }

        synchronized boolean isCut() {
            return operations >= failFrom;
        }

        /** True when something was written since the last force. */
        synchronized boolean dirty() {
            return dirty;
        }

        synchronized int forces() {
            return forces;
        }

        /** What a file holds after the power cut. */
        synchronized byte[] afterCut(String path, Random random) {
            return images.get(path).afterCut(random);
        }

        /** What was there before counts as forced. */
        private synchronized void opened(FileChannel base, String path) throws IOException {
            if (!images.containsKey(path)) {
                ByteBuffer content = ByteBuffer.allocate((int) base.size());
                while (content.hasRemaining() && base.read(content, content.position()) >= 0) {
                    continue;
                }
                images.put(path, new Image(content.array()));
            }
        }

        private synchronized void write(FileChannel base, String path, long position, byte[] content) throws IOException {
            step(failWrites);
            images.get(path).unforced.add(new Write(position, content));
            dirty = true;
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                base.write(rest, position + rest.position());
            }
        }

        private synchronized void force(FileChannel base, String path, boolean metaData) throws IOException {
            step(failForces);
            base.force(metaData);
            images.get(path).force();
            dirty = false;
            forces++;
        }

        private synchronized void truncate(FileChannel base, String path, long size) throws IOException {
            step(failWrites);
            images.get(path).unforced.add(new Write(size, null));
            base.truncate(size);
        }

        private void step(boolean fail) throws IOException {
            if (operations < failFrom) {
                operations++;
            }
            if (fail || operations >= failFrom) {
                throw new IOException("no space left on this made-up disk");
            }
        }
    }

    /** @param content null for a truncation to {@code position} */
    private record Write(long position, byte[] content) {
    }

    private static final class Image {
        private byte[] forced;
        private final List<Write> unforced = new ArrayList<>();

        Image(byte[] forced) {
            this.forced = forced;
        }

        void force() {
            unforced.forEach(this::apply);
            unforced.clear();
        }

        private void apply(Write write) {
            int position = (int) write.position();
            if (write.content() == null) {
                forced = Arrays.copyOf(forced, Math.min(forced.length, position));
                return;
            }
            if (forced.length < position + write.content().length) {
                forced = Arrays.copyOf(forced, position + write.content().length);
            }
            System.arraycopy(write.content(), 0, forced, position, write.content().length);
        }

        byte[] afterCut(Random random) {
            Image after = new Image(forced.clone());
            unforced.stream().filter(_ -> random.nextBoolean()).forEach(after::apply);
            return after.forced;
        }
    }

    private static final class Channel extends FileBase {
        private final FileChannel base;
        private final String path;
        private final Disk disk;

        Channel(FileChannel base, String path, Disk disk) {
            this.base = base;
            this.path = path;
            this.disk = disk;
        }

        @Override
        public int read(ByteBuffer destination) throws IOException {
            return base.read(destination);
        }

        @Override
        public int read(ByteBuffer destination, long position) throws IOException {
            return base.read(destination, position);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int written = write(source, base.position());
            base.position(base.position() + written);
            return written;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            byte[] content = new byte[source.remaining()];
            source.get(content);
            disk.write(base, path, position, content);
            return content.length;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            disk.force(base, path, metaData);
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            disk.truncate(base, path, size);
            return this;
        }

        @Override
        public long position() throws IOException {
            return base.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            base.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return base.size();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return base.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            base.close();
        }
    }
}
