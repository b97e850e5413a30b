package org.etclane.lane.parameters.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package on its way goes on where it was. */
class IncomingPackagesTest {
    @TempDir
    Path folder;

    @Test
    void aFileGoesOnAfterARestart() throws IOException {
        IncomingPackages before = new IncomingPackages(folder);
        assertEquals(0, before.begin("aa", 6));
        before.append("aa", 0, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        IncomingPackages after = new IncomingPackages(folder);
        assertEquals(3, after.begin("aa", 6));
        after.append("aa", 3, ByteBuffer.wrap(new byte[] {4, 5, 6}));
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6}, Files.readAllBytes(after.finish("aa")));
        assertEquals(0, after.begin("aa", 6), "it has been taken out");
    }

    @Test
    void whatWasWholeAtAKillIsForgottenAndWhatWasOnItsWayIsNot() throws IOException {
        IncomingPackages before = new IncomingPackages(folder.resolve("incoming"));
        before.removeLeftovers();
        before.begin("aa", 6);
        before.append("aa", 0, ByteBuffer.wrap(new byte[6]));
        Path first = before.finish("aa");
        before.begin("aa", 6);
        before.append("aa", 0, ByteBuffer.wrap(new byte[6]));
        Path second = before.finish("aa");
        assertTrue(!first.equals(second), "one that is being read is not overwritten by another of its name");
        before.begin("bb", 6);
        before.append("bb", 0, ByteBuffer.wrap(new byte[2]));
        IncomingPackages after = new IncomingPackages(folder.resolve("incoming"));
        after.removeLeftovers();
        assertTrue(!Files.exists(first) && !Files.exists(second));
        assertEquals(2, after.begin("bb", 6));
    }

    @Test
    void onlyOneFileIsOnItsWay() throws IOException {
        IncomingPackages incoming = new IncomingPackages(folder);
        incoming.begin("aa", 6);
        incoming.append("aa", 0, ByteBuffer.wrap(new byte[3]));
        assertEquals(0, incoming.begin("bb", 6));
        assertEquals(0, incoming.begin("aa", 6), "given up for the other");
        incoming.append("aa", 0, ByteBuffer.wrap(new byte[9]));
        assertEquals(0, incoming.begin("aa", 6), "longer than announced: begun anew");
    }

    @Test
    void gapsAndFilesWithoutRoomAreRefused() throws IOException {
        IncomingPackages incoming = new IncomingPackages(folder);
        incoming.begin("aa", 6);
        assertThrows(IOException.class, () -> incoming.append("aa", 2, ByteBuffer.wrap(new byte[1])));
        assertTrue(assertThrows(IOException.class, () -> incoming.begin("aa", Long.MAX_VALUE)).getMessage().contains("no room"));
    }
}
