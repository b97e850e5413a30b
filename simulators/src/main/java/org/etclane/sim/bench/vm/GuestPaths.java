package org.etclane.sim.bench.vm;

/** Where things are inside the virtual lane PC. The init script knows some of them, too. */
final class GuestPaths {
    static final String JAVA = "/opt/jre/bin/java";
    static final String LIB = "/opt/etclane/lib";
    static final String CONFIG = "/opt/etclane/config";
    static final String CERTIFICATES = "/opt/etclane/certificates";
    static final String DATA = "/data";
    /** User and group of the lane. */
    static final String LANE_USER = "lane";
    static final int LANE_USER_NUMBER = 1000;
    static final String RSU_PORT = "/dev/ttyS1";
    static final String IO_PORT = "/dev/ttyS2";
    static final String DISPLAY_PORT = "/dev/ttyS3";
    /** Of the lane, with its far side; and of the checks. */
    static final String CHIP = "/dev/gpio-lane";
    static final String CHIP_WIRES = "/run/chip-lane";
    static final String PROBE = "/dev/gpio-probe";
    static final String PROBE_WIRES = "/run/chip-probe";
    /** The bench's machine as the guest sees it through QEMU's user network. */
    static final String BENCH = "10.0.2.2";
    /** Writing here ends up in the kernel's record of line changes. */
    static final String TRACE = "/sys/kernel/tracing/trace";

    private GuestPaths() {
    }
}
