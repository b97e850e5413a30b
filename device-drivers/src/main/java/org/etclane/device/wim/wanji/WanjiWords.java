package org.etclane.device.wim.wanji;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.etclane.device.Bytes;
import org.etclane.device.trace.LineReader;
import org.etclane.device.trace.ScannerReader;

/** Frames of the new Wanji protocol in words, for whoever looks at a trace. Holds the packets of an unfinished vehicle. */
final class WanjiWords {
    private static final int KG_PER_UNIT = 10;

    private final WanjiAssembly assembly = new WanjiAssembly();

    private WanjiWords() {
    }

    static LineReader reader() {
        return new LineReader(new ScannerReader<>(WanjiCodec.scanner(), new WanjiWords()::said),
                new ScannerReader<>(WanjiCodec.scanner(), WanjiWords::asked));
    }

    private static String asked(WanjiFrame frame) {
        return name(frame) + ", sub %02X".formatted(frame.sub());
    }

    private String said(WanjiFrame frame) {
        boolean vehicle = frame.command() == WanjiFrame.VEHICLE_GROUPS || frame.command() == WanjiFrame.VEHICLE_AXLES;
        return name(frame) + (vehicle ? WanjiPacket.read(frame.data())
                .map(packet -> packet(packet, frame.command() == WanjiFrame.VEHICLE_GROUPS)).orElse(", no vehicle")
                : ", sub %02X, %d bytes".formatted(frame.sub(), frame.data().size()));
    }

    private String packet(WanjiPacket packet, boolean byGroup) {
        Optional<Bytes> whole = assembly.add(packet);
        return " number " + packet.vehicleNumber() + ", packet " + packet.packetNumber() + whole.map(body ->
                WanjiVehicle.read(byGroup, body).map(WanjiWords::of).orElse(", which contradicts itself")).orElse("");
    }

    private static String of(WanjiVehicle vehicle) {
        return ", " + vehicle.axles() + " axles, weights " + kg(vehicle.weightsTenKg()) + " kg, " + vehicle.speedKmh() + " km/h";
    }

    private static String kg(List<Integer> weightsTenKg) {
        return weightsTenKg.stream().map(weight -> Integer.toString(weight * KG_PER_UNIT)).collect(Collectors.joining(" + "));
    }

    private static String name(WanjiFrame frame) {
        return "%02X ".formatted(frame.command()) + switch (frame.command()) {
            case WanjiFrame.VEHICLE_GROUPS -> "vehicle by groups";
            case WanjiFrame.VEHICLE_AXLES -> "vehicle by axles";
            case WanjiFrame.SET_TIME -> "set time";
            case WanjiFrame.STATE -> "state";
            case WanjiFrame.HEARTBEAT -> "heartbeat";
            default -> "which means nothing to a lane"; // a byte is not a closed set
        };
    }
}
