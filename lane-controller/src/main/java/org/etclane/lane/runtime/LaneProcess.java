package org.etclane.lane.runtime;

import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.etclane.device.link.SerialPorts;
import org.etclane.lane.config.EffectiveConfig;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.config.LaneConfigLoader;
import org.etclane.device.spi.Problem;
import org.etclane.lane.diagnostics.ControlServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lane's process: {@code LaneProcess CONFIG_FILE}. Exit codes: 143 stopped by SIGTERM, 130 by Ctrl-C, 2 configuration refused
 * (every problem on standard error), 3 the lane cannot be started (why, and what to do, on standard error).
 */
public final class LaneProcess {
    private static final Logger LOG = LoggerFactory.getLogger(LaneProcess.class);
    private static final int REFUSED = 2;
    private static final int CANNOT_START = 3;

    private LaneProcess() {
    }

    public static void main(String[] args) throws InterruptedException {
        if (args.length != 1) {
            fail(REFUSED, "usage: scripts/lane CONFIG_FILE, for example config/exit-lane.yaml");
        }
        switch (LaneConfigLoader.load(Path.of(args[0]))) {
            case LaneConfigLoader.Problems problems -> {
                for (Problem problem : problems.list()) {
                    complain(problem.toString());
                }
                fail(REFUSED, problems.list().size() + " problem(s) in " + args[0] + "; the lane was not started");
            }
            case LaneConfigLoader.Loaded(LaneConfig config) -> run(config);
        }
    }

    private static void run(LaneConfig config) throws InterruptedException {
        LOG.info("effective configuration:\n{}", EffectiveConfig.yaml(config));
        try {
            Files.createDirectories(config.data());
            LaneRuntime lane = new LaneRuntime(config, Ticks.SYSTEM, WallClock.SYSTEM);
            lane.start();
            ControlServer control = ControlServer.start(config.controlSocket(), new RuntimeControl(lane));
            CountDownLatch stopped = new CountDownLatch(1);
            SerialPorts.beforePortsCloseAtExit(new Thread(() -> {
                control.close();
                lane.close();
                LOG.info("lane stopped; the arm stays where it is");
                flushLog();
                stopped.countDown();
            }, "shutdown"));
            LOG.info("lane {} is running", config.lane().laneId());
            stopped.await();
        } catch (LaneRuntime.CannotStart why) {
            LOG.error("{}", why.getMessage());
            fail(CANNOT_START, why.getMessage());
        } catch (IOException why) {
            LOG.error("cannot start", why);
            fail(CANNOT_START, "cannot start: " + why);
        }
    }

    /** Lines are written by a thread of their own: the last ones would be lost with the process. */
    private static void flushLog() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logging) {
            logging.stop();
        }
    }

    private static void complain(String line) {
        System.err.println(line); // a person or a supervisor reads this before any log exists
    }

    private static void fail(int code, String why) {
        complain(why);
        System.exit(code);
    }
}
