package org.etclane.lane.workbench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.etclane.device.link.SerialPorts;
import org.etclane.device.link.TcpPorts;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.Text;

/**
 * Whether somebody has a device already. Looked at before anything is opened: a second voice on a serial line garbles both, many TCP
 * devices drop the first caller for the second, and a lane in service must not lose its device to a bench. What only the opening
 * itself can find (the lock of a serial port, a GPIO line that is taken) is said by the line then. Reads /proc; any thread but the lane's.
 */
public final class PortGuard {
    /** Held by the simulated device at their other end, which looks the same as a rival: there the port's lock alone tells. */
    private static final Path PSEUDO_TERMINALS = Path.of("/dev/pts");
    private static final Pattern LISTENING_PORT = Pattern.compile("TCP port (\\d{1,5})");

    private PortGuard() {
    }

    /**
     * A device of a lane that runs.
     *
     * @param lane which lane, for messages
     * @param line as the lane describes it: "/dev/ttyS1 9600 8N1", "tcp 192.168.1.20:9000"
     */
    public record InUse(String lane, String device, String line) {
    }

    /** Who has the device, and what to do; empty when nobody is seen. @param lane devices of a lane that runs on this machine */
    public static Optional<Text> inTheWay(LinkChoice wanted, List<InUse> lane) {
        return lane.stream().filter(device -> same(wanted, device.line())).findFirst().map(PortGuard::ofLane)
                .or(() -> holders(wanted).filter(holders -> !holders.seen().isEmpty()).map(holders -> held(wanted, holders)));
    }

    private static Optional<SerialPorts.Holders> holders(LinkChoice wanted) {
        return switch (wanted) {
            case LinkChoice.Serial(var line) -> target(line.path()).startsWith(PSEUDO_TERMINALS) ? Optional.empty()
                    : Optional.of(SerialPorts.holders(line.path()));
            case LinkChoice.TcpClient(String host, int port) -> Optional.of(TcpPorts.callers(host, port));
            case LinkChoice.OwnLine own -> own.occupies().stream().map(PortGuard::listeningPort).flatMap(Optional::stream)
                    .map(TcpPorts::listeners).filter(holders -> !holders.seen().isEmpty()).findFirst();
            case LinkChoice.OwnAgent own -> own.occupies().stream().map(PortGuard::listeningPort).flatMap(Optional::stream)
                    .map(TcpPorts::listeners).filter(holders -> !holders.seen().isEmpty()).findFirst();
        };
    }

    private static Optional<Integer> listeningPort(String place) {
        Matcher matcher = LISTENING_PORT.matcher(place);
        return matcher.matches() ? Optional.of(Integer.parseInt(matcher.group(1))) : Optional.empty();
    }

    /** Whether a line in the lane's words leads to one of the places that are wanted. */
    static boolean same(LinkChoice wanted, String line) {
        return wanted.occupies().stream().anyMatch(place -> listeningPort(place).map(port -> line.matches("tcp server .*:" + port))
                .orElseGet(() -> List.of(line.split("[ ,]+")).stream().anyMatch(word -> word.equals(first(place))
                        || word.startsWith("/") && target(word).equals(target(first(place))))));
    }

    /** "/dev/gpiochip0" of "/dev/gpiochip0 line 3". */
    private static String first(String place) {
        return place.split(" ")[0];
    }

    private static Path target(String path) {
        try {
            return Path.of(path).toRealPath();
        } catch (IOException missing) {
            return Path.of(path);
        }
    }

    private static Text ofLane(InUse device) {
        return new Text("the lane that runs (" + device.lane() + ") has this device as " + device.device() + " on " + device.line()
                + ", and two on one line disturb each other. Stop the lane first; or look through the lane: lanectl devices, "
                + "lanectl trace " + device.device() + " on",
                "正在运行的车道（" + device.lane() + "）正以“" + device.device() + "”使用该设备（" + device.line() + "），同一线路不能两方使用。请先停止车道；"
                + "或通过车道查看：lanectl devices、lanectl trace " + device.device() + " on");
    }

    private static Text held(LinkChoice wanted, SerialPorts.Holders holders) {
        String places = String.join(", ", wanted.occupies());
        return new Text(places + " is held by " + holders + ": end that program first (lanectl ports shows who holds which port)",
                places + "已被占用：" + holders + "。请先结束该程序（lanectl ports可查看串口占用）");
    }
}
