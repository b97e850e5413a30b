#!/bin/busybox sh
# First process of the virtual lane PC (scripts/vm-bench). Brings up files, network, the rights on the UARTs and two simulated GPIO
# chips, then runs the agent of the bench. The machine goes off when the agent ends. Needs nothing but busybox.
# From the kernel's command line: vmbench_host, vmbench_port (where the bench waits).
/bin/busybox --install -s /bin
export PATH=/bin HOME=/
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t tmpfs tmpfs /tmp
chmod 1777 /tmp
for module in /lib/modules/*.ko; do
    insmod "$module" || echo "$module is not loaded"
done
mount -t configfs configfs /sys/kernel/config
mount -t debugfs debugfs /sys/kernel/debug
mount -t tracefs tracefs /sys/kernel/tracing
ip link set lo up
ip addr add 10.0.2.15/24 dev eth0
ip link set eth0 up
ip route add default via 10.0.2.2

# as the rules of a distribution have it; ttyS4 stays as the kernel made it, for the lane to be refused
chgrp dialout /dev/ttyS1 /dev/ttyS2 /dev/ttyS3
chmod 660 /dev/ttyS1 /dev/ttyS2 /dev/ttyS3
gpio-chip up lane 32 30
gpio-chip up probe 8

# what is done to the lines, from the kernel itself, on the clock of the edges
cd /sys/kernel/tracing || exit 1
echo mono >trace_clock
echo 'get == 0' >events/gpio/gpio_value/filter
echo 1 >events/gpio/gpio_value/enable

cd /data || exit 1
chown lane:lane /data
/opt/jre/bin/java -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData --enable-native-access=ALL-UNNAMED \
    -Detclane.log.level=WARN -cp '/opt/etclane/lib/*' org.etclane.sim.bench.vm.GuestAgentMain "$vmbench_host" "$vmbench_port"
poweroff -f
