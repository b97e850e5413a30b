package org.etclane.lane.diagnostics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;
import org.etclane.lane.runtime.WallClock;
import org.etclane.lane.workbench.DeviceTarget;
import org.etclane.lane.workbench.console.BenchKind;
import org.etclane.lane.workbench.console.Bringup;
import org.etclane.lane.workbench.console.ScriptSeat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code lanectl bringup KIND}: sits down at one device, without a lane. */
@Command(name = "bringup", mixinStandardHelpOptions = true)
final class BringupVerb extends LaneCtl.Verb {
    @Parameters(index = "0", paramLabel = "KIND")
    String kind;

    @Option(names = "--config", paramLabel = "FILE")
    Path config;

    @Option(names = "--type", paramLabel = "TYPE")
    String type;

    @Option(names = "--set", paramLabel = "KEY=VALUE")
    List<String> settings = new ArrayList<>();

    @Option(names = "--port", paramLabel = "PATH|tcp:HOST:PORT")
    String port;

    @Option(names = "--lane", paramLabel = "entry|exit")
    String lane;

    @Option(names = "--yes")
    boolean yes;

    @Override
    public Integer call() throws IOException, InterruptedException {
        BenchKind bench = BenchKind.of(kind).orElseThrow(() -> wrong("bringup.no-kind", kind, BenchKind.words()));
        return switch (target(bench)) {
            case DeviceTarget.Problems(List<Problem> list) ->
                    OfflineVerbs.problems(ctl(), config == null ? "bringup " + kind : config, list);
            case DeviceTarget.Found(DeviceTarget target) -> {
                Optional<Text> unfit = bench.unfit(target);
                yield unfit.isPresent() ? ctl().say(LaneCtl.ExitCode.USAGE, "wrong-device", "error.driver", words(unfit.get()))
                        : run(bench, target);
            }
        };
    }

    private DeviceTarget.Result target(BenchKind bench) {
        Optional<String> wanted = Optional.ofNullable(type).or(() -> config == null ? bench.usualType() : Optional.empty());
        if (config == null && wanted.isEmpty() || config != null && (type != null || port != null || !settings.isEmpty())) {
            throw wrong("bringup.which");
        }
        DriverRegistry drivers = DriverRegistry.load();
        DeviceTarget.Result result = config != null ? DeviceTarget.ofConfiguration(config, bench.devices(), drivers)
                : DeviceTarget.ofType(wanted.orElseThrow(), settings, Optional.ofNullable(port), bench.devices(), drivers);
        return result instanceof DeviceTarget.Found(DeviceTarget target) && lane != null
                ? new DeviceTarget.Found(target.in(direction())) : result;
    }

    private LaneDirection direction() {
        return switch (lane) {
            case "entry" -> LaneDirection.ENTRY;
            case "exit" -> LaneDirection.EXIT;
            default -> throw wrong("bringup.no-lane", lane);
        };
    }

    private int run(BenchKind bench, DeviceTarget target) throws IOException, InterruptedException {
        Bringup bringup = new Bringup(bench, target, ctl().wording.language(), yes, WallClock.SYSTEM::millis);
        Bringup.End end = bringup.run(ctl().devicesInUse(), verbs -> ctl().in.terminal() ? verbs.terminal(history(bench))
                : new ScriptSeat(ctl().in.script(), ctl().out));
        return switch (end) {
            case Bringup.Finished(int failures) -> (failures == 0 ? LaneCtl.ExitCode.OK : LaneCtl.ExitCode.FAULT_FOUND).number;
            case Bringup.InUse(Text why) -> ctl().say(LaneCtl.ExitCode.REFUSED, "in-use", "error.in-use", words(why));
            case Bringup.NotOpened(Text why) -> ctl().say(LaneCtl.ExitCode.FAULT_FOUND, "not-opened", "error.driver", words(why));
        };
    }

    private static Path history(BenchKind bench) {
        return Path.of(System.getProperty("user.home"), ".etclane", "bringup-" + bench.word() + ".history");
    }

    private String words(Text text) {
        return text.in(ctl().wording.language());
    }

    private ParameterException wrong(String key, Object... arguments) {
        return new ParameterException(spec.commandLine(), ctl().wording.get(key, arguments));
    }
}
