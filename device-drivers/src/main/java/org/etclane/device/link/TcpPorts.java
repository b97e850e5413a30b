package org.etclane.device.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.etclane.device.link.SerialPorts.Holder;
import org.etclane.device.link.SerialPorts.Holders;

/**
 * Which processes of this machine speak to a TCP address or listen on a port, for an engineer with a console: many devices serve one
 * caller, and a second one takes the line from the first. From /proc/net/tcp, tcp6 and /proc/PID/fd; what other machines do is not
 * seen. Takes milliseconds: not for the lane's threads. No state; any thread.
 */
public final class TcpPorts {
    private static final Path PROC = Path.of("/proc");
    private static final String ESTABLISHED = "01";
    private static final String CALLING = "02";
    private static final String LISTENING = "0A";
    private static final int WORD_BYTES = 4;
    /** In place of a process that this user may not see. */
    private static final Holder UNSEEN = new Holder(0, "a process of another user");

    private TcpPorts() {
    }

    /** Processes with a connection, or an attempt at one, to this address. None when the host's name is not known. */
    public static Holders callers(String host, int port) {
        return callers(host, port, PROC);
    }

    /** Processes that listen on this port, of whatever address. */
    public static Holders listeners(int port) {
        return listeners(port, PROC);
    }

    static Holders callers(String host, int port, Path proc) {
        try {
            Set<InetAddress> addresses = new HashSet<>(Arrays.asList(InetAddress.getAllByName(host)));
            return holders(proc, row -> (row.state.equals(ESTABLISHED) || row.state.equals(CALLING)) && row.farPort == port
                    && addresses.contains(row.far));
        } catch (UnknownHostException nobody) {
            return Holders.NONE;
        }
    }

    static Holders listeners(int port, Path proc) {
        return holders(proc, row -> row.state.equals(LISTENING) && row.nearPort == port);
    }

    private static Holders holders(Path proc, Predicate<Row> wanted) {
        Set<Path> sockets = rows(proc).stream().filter(wanted).map(row -> Path.of("socket:[" + row.inode + "]"))
                .collect(Collectors.toSet());
        if (sockets.isEmpty()) {
            return Holders.NONE;
        }
        Holders seen = OpenFiles.holders(proc, sockets::contains);
        return seen.seen().isEmpty() ? new Holders(List.of(UNSEEN), seen.hiddenProcesses()) : new Holders(seen.seen(), 0);
    }

    private record Row(int nearPort, InetAddress far, int farPort, String state, String inode) {
    }

    private static List<Row> rows(Path proc) {
        List<Row> rows = new ArrayList<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            try {
                Files.readAllLines(proc.resolve(table)).forEach(line -> row(line).ifPresent(rows::add));
            } catch (IOException noTable) {
                // a system without it: nothing can be said
            }
        }
        return rows;
    }

    /** "0: 0100007F:2328 0100007F:D431 01 00000000:00000000 00:00000000 00000000 1000 0 56789 ...". Empty for the headline. */
    private static Optional<Row> row(String line) {
        String[] words = line.strip().split("\\s+");
        if (words.length < 10 || !words[0].matches("\\d+:")) {
            return Optional.empty();
        }
        String[] near = words[1].split(":");
        String[] far = words[2].split(":");
        return Optional.of(new Row(Integer.parseInt(near[1], 16), address(far[0]), Integer.parseInt(far[1], 16), words[3], words[9]));
    }

    /** Words of 4 bytes, each in the processor's order; an IPv4 address in an IPv6 one becomes itself. */
    private static InetAddress address(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        for (int at = 0; at < bytes.length; at += WORD_BYTES) {
            byte[] word = Arrays.copyOfRange(bytes, at, at + WORD_BYTES);
            for (int i = 0; i < WORD_BYTES; i++) {
                bytes[at + i] = word[WORD_BYTES - 1 - i];
            }
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException(hex + " is no address", wrongLength);
        }
    }
}
