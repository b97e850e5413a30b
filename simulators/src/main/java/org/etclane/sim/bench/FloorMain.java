package org.etclane.sim.bench;

import com.fazecast.jSerialComm.SerialPort;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.rsu.serial.LaneFrame;
import org.etclane.device.rsu.serial.LaneFrameCodec;
import org.etclane.device.rsu.serial.Parsed;
import org.etclane.device.rsu.serial.RsuDeframer;
import org.etclane.device.rsu.serial.UnitFrame;

/**
 * The floor under a lane's transaction time: a host that answers every frame of the RSU at once, on the thread that read it,
 * from an answer prepared beforehand in which only OBU, factor and RSCTL are filled in. No rules, no journal, no queue; it would
 * charge anybody the same fen. Usage: {@code FloorMain PORT}.
 */
public final class FloorMain {
    private static final int BAUD = 115_200;
    private static final LocalDateTime WHEN = LocalDateTime.of(2026, 11, 20, 10, 0);
    private static final long AMOUNT_FEN = 1520;
    private static final Bytes STATION = Bytes.zeros(40);
    private static final Bytes NO_FACTOR = Bytes.zeros(8);

    private final RsuDeframer<UnitFrame> deframer = RsuDeframer.ofUnitFrames();
    private Bytes factor = NO_FACTOR;

    private FloorMain() {
    }

    public static void main(String[] args) throws java.io.IOException {
        SerialPort port = SerialPort.getCommPort(Path.of(args[0]).toRealPath().toString());
        port.setComPortParameters(BAUD, 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
        port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, 0, 0);
        port.flushIOBuffers();
        if (!port.openPort()) {
            System.err.println("cannot open " + args[0]);
            System.exit(1);
        }
        new FloorMain().serve(port);
    }

    private void serve(SerialPort port) {
        write(port, new LaneFrame.C0Initialise(0x89, 0, WHEN, 4, 2, 10, 0, 1));
        byte[] buffer = new byte[4096];
        for (int count = port.readBytes(buffer, buffer.length); count > 0; count = port.readBytes(buffer, buffer.length)) {
            for (Parsed<UnitFrame> parsed : deframer.feed(buffer, count)) {
                if (parsed instanceof Parsed.Frame<UnitFrame> good) {
                    answer(port, good.frame());
                }
            }
        }
    }

    private void answer(SerialPort port, UnitFrame frame) {
        int rsctl = LaneFrame.answerTo(frame.rsctl());
        switch (frame) {
            case UnitFrame.B0Status b0 when b0.isPowerUp() -> write(port, new LaneFrame.C0Initialise(rsctl, 0, WHEN, 4, 2, 10, 0, 1));
            case UnitFrame.B0Status _ -> write(port, new LaneFrame.C1Continue(rsctl, ObuId.NONE, NO_FACTOR));
            case UnitFrame.B2ObuInfo b2 -> {
                Bytes issuer = b2.obu().issuer().slice(0, 4);
                factor = Bytes.concat(issuer, issuer);
                write(port, new LaneFrame.C1Continue(rsctl, b2.obu().id(), factor));
            }
            case UnitFrame.B3VehicleInfo b3 -> write(port, new LaneFrame.C1Continue(rsctl, b3.obu(), factor));
            case UnitFrame.B4CardInfo b4 -> write(port, new LaneFrame.C6Debit(rsctl, b4.obu(), factor, 0, AMOUNT_FEN, WHEN, STATION));
            case UnitFrame.B5Result b5 -> write(port, new LaneFrame.C1Continue(rsctl, b5.obu(), factor));
            case UnitFrame.StepError error -> write(port, new LaneFrame.C2Stop(rsctl, error.obu(), LaneFrame.STOP_SEARCH_AGAIN));
            case UnitFrame.B1LoopStatus _ -> write(port, new LaneFrame.Empty(rsctl));
            case UnitFrame.B2Heartbeat _, UnitFrame.B7PurseRecords _, UnitFrame.B9Answer _, UnitFrame.Empty _,
                 UnitFrame.Unknown _ -> { }
        }
    }

    private static void write(SerialPort port, LaneFrame frame) {
        byte[] bytes = LaneFrameCodec.wire(frame);
        if (port.writeBytes(bytes, bytes.length) != bytes.length) {
            System.exit(0); // the bench has closed its end
        }
    }
}
