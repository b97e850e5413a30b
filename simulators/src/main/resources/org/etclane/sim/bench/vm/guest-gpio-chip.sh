#!/bin/busybox sh
# A simulated GPIO chip in the virtual lane PC:
#   gpio-chip up NAME [LINES [TAKEN]]   makes it at the first time, plugs it in; line TAKEN is held by a kernel driver "other-board"
#   gpio-chip down NAME                 unplugs it
# As a udev rule would do, /dev/gpio-NAME leads to it; /run/chip-NAME holds the far side of its lines (sim_gpioN/pull, value).
folder=/sys/kernel/config/gpio-sim/$2
case $1 in
up)
    if [ ! -d "$folder" ]; then
        mkdir "$folder" "$folder/bank0" || exit 1
        echo "$3" >"$folder/bank0/num_lines"
        echo "$2" >"$folder/bank0/label"
        if [ -n "$4" ]; then
            mkdir "$folder/bank0/line$4" "$folder/bank0/line$4/hog"
            echo other-board >"$folder/bank0/line$4/hog/name"
            echo input >"$folder/bank0/line$4/hog/direction"
        fi
    fi
    echo 1 >"$folder/live" || exit 1
    chip=$(cat "$folder/bank0/chip_name")
    chgrp gpio "/dev/$chip"
    chmod 660 "/dev/$chip"
    ln -sfn "/sys/devices/platform/$(cat "$folder/dev_name")/$chip" "/run/chip-$2"
    ln -sfn "/dev/$chip" "/dev/gpio-$2"
    ;;
down)
    rm -f "/dev/gpio-$2"
    echo 0 >"$folder/live" || exit 1
    ;;
*)
    exit 2
    ;;
esac
