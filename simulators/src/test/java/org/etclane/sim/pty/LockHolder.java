package org.etclane.sim.pty;

import com.fazecast.jSerialComm.SerialPort;

/** Another process that holds a serial port open with the library's lock until it is killed. */
public final class LockHolder {
    private LockHolder() {
    }

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println(SerialPort.getCommPort(arguments[0]).openPort() ? "locked" : "not locked");
        Thread.currentThread().join();
    }
}
