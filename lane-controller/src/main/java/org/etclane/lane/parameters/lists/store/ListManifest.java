package org.etclane.lane.parameters.lists.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.etclane.lane.parameters.lists.ListKind;

/**
 * The file {@code CURRENT} of a store: which files count, oldest first, and how many of them are in force. Replacing it is the one
 * moment in which a swap happens.
 *
 * <pre>
 * etclane-status-lists,1
 * kind,CARD
 * inForce,2
 * file,full-000012.list,hash of the list
 * file,increment-000013.list,hash of the list
 * crc,CRC-32C of the lines above, 8 hexadecimal digits
 * </pre>
 *
 * @param inForce so many from the front
 */
record ListManifest(ListKind kind, int inForce, List<Entry> entries) {
    private static final String FIRST = "etclane-status-lists,1";
    private static final int HEAD_LINES = 3;

    ListManifest {
        entries = List.copyOf(entries);
    }

    record Entry(String file, String listSha256) {
    }

    void save(Path file) throws IOException {
        StringBuilder text = new StringBuilder(FIRST).append("\nkind,").append(kind).append("\ninForce,").append(inForce).append('\n');
        entries.forEach(entry -> text.append("file,").append(entry.file).append(',').append(entry.listSha256).append('\n'));
        StoreFiles.replace(file, text + "crc," + crc(text.toString()) + "\n");
    }

    /** @throws DamagedListException when it is not what was written */
    static ListManifest load(Path file, ListKind kind) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        int last = text.lastIndexOf("crc,");
        List<String> lines = Arrays.asList(text.split("\n"));
        if (last < 0 || !text.substring(last).equals("crc," + crc(text.substring(0, last)) + "\n") || lines.size() <= HEAD_LINES) {
            throw new DamagedListException("its checksum is wrong");
        }
        if (!lines.get(0).equals(FIRST) || !lines.get(1).equals("kind," + kind)) {
            throw new DamagedListException("it begins with " + lines.get(0) + ", " + lines.get(1) + "; expected is " + FIRST + ", kind,"
                    + kind);
        }
        List<Entry> entries = new ArrayList<>();
        for (String line : lines.subList(HEAD_LINES, lines.size() - 1)) {
            String[] fields = line.split(",");
            entries.add(new Entry(fields[1], fields[2]));
        }
        return new ListManifest(kind, Integer.parseInt(lines.get(2).substring("inForce,".length())), entries);
    }

    private static String crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return "%08X".formatted((int) crc.getValue());
    }
}
