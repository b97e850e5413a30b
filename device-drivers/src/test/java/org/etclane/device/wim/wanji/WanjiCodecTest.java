package org.etclane.device.wim.wanji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.VehicleWeight;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;
import org.etclane.device.wim.AxleCodeScheme;
import org.etclane.device.wim.MeterTime;
import org.etclane.device.wim.StreamTrials;
import org.junit.jupiter.api.Test;

/** weighing.md §5.4, every vector of the new protocol, and vehicle frames made by a separate script. */
class WanjiCodecTest {
    /** 81: six axles in the groups 1, 5, 9; frame of 85 bytes as in weighing.md §5.2. */
    static final Bytes SIX_AXLES = Bytes.fromHex("FF FF 00 81 00 00 55 05 02 01 28 00 00 07 EA 05 0C 0A 1E 03 16 01 5F 3A FE 00 06 03"
            + "02 8A 03 2A 03 16 02 BC 02 B2 02 C6 31 35 39 01 40 00 87 02 58 00 83 00 83 3A 3A 3A 3A 3A 3A 00 00 00 00"
            + "01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11 12 13 14 47 BE");
    /** 80: the same vehicle by groups, 7 for the tridem. */
    static final Bytes THREE_GROUPS = Bytes.fromHex("FF FF 00 80 00 00 4F 07 02 01 28 00 00 07 EA 05 0C 0A 1E 00 16 01 5F 3E FE 00 06 03"
            + "00 D2 06 40 08 34 01 05 07 01 40 00 87 02 58 00 83 00 83 3E 3E 3E 3E 3E 3E 00 00 00 00"
            + "01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11 12 13 14 1B 05");

    private static final Map<String, WanjiFrame> VECTORS = new LinkedHashMap<>();

    static {
        VECTORS.put("FF FF 00 82 00 00 12 07 EA 05 0C 0A 1E 00 00 00 C2 89", new WanjiFrame(WanjiFrame.SET_TIME, 0,
                Bytes.concat(MeterTime.write(LocalDateTime.of(2026, 5, 12, 10, 30)), Bytes.zeros(2))));
        VECTORS.put("FF FF 00 82 00 00 0C 00 00 00 65 11", WanjiFrame.brief(WanjiFrame.SET_TIME, 0, 0));
        VECTORS.put("FF FF 00 85 00 00 0C 00 00 00 7C 55", WanjiFrame.brief(WanjiFrame.STATE, 0, 0));
        VECTORS.put("FF FF 00 81 05 00 0C 01 00 00 C9 A2", WanjiFrame.brief(WanjiFrame.VEHICLE_AXLES, 5, 1));
    }

    static WanjiFrame frame(Bytes wire) {
        FrameScanner<WanjiFrame> scanner = WanjiCodec.scanner();
        List<Scanned<WanjiFrame>> got = scanner.feed(wire.toArray(), wire.size());
        assertEquals(1, got.size());
        return (WanjiFrame) assertInstanceOf(Scanned.Frame.class, got.getFirst()).frame();
    }

    static WanjiVehicle vehicle(Bytes wire) {
        WanjiFrame frame = frame(wire);
        return WanjiVehicle.read(frame.command() == WanjiFrame.VEHICLE_GROUPS, WanjiPacket.read(frame.data()).orElseThrow().body())
                .orElseThrow();
    }

    @Test
    void everyVectorOfTheReferenceBothWays() {
        assertEquals(4, VECTORS.size());
        VECTORS.forEach((hex, frame) -> {
            assertEquals(frame, frame(Bytes.fromHex(hex)));
            assertEquals(Bytes.fromHex(hex), Bytes.copyOf(WanjiCodec.wire(frame)));
        });
    }

    @Test
    void vehicleFramesBothWays() {
        for (Bytes wire : List.of(SIX_AXLES, THREE_GROUPS)) {
            WanjiFrame frame = frame(wire);
            WanjiPacket packet = WanjiPacket.read(frame.data()).orElseThrow();
            Bytes body = vehicle(wire).write();
            assertEquals(packet.body(), body);
            WanjiPacket again = new WanjiPacket(packet.vehicleNumber(), packet.flag(), packet.packetNumber(), body);
            assertEquals(wire, Bytes.copyOf(WanjiCodec.wire(new WanjiFrame(frame.command(), frame.sub(), again.write()))));
        }
        assertEquals(85, SIX_AXLES.size());
    }

    @Test
    void fieldsOfAVehicle() {
        WanjiVehicle vehicle = vehicle(SIX_AXLES);
        assertEquals(22, vehicle.temperatureC());
        assertEquals(95, vehicle.confidence());
        assertEquals(58, vehicle.speedKmh());
        assertEquals(-2, vehicle.acceleration());
        assertEquals(List.of(650, 810, 790, 700, 690, 710), vehicle.weightsTenKg());
        assertEquals(List.of(0x31, 0x35, 0x39), vehicle.types(), "the kind is the low nibble");
        assertEquals(List.of(320, 135, 600, 131, 131), vehicle.spacingsCm());
        assertEquals("0102030405060708090a0b0c0d0e0f1011121314", vehicle.tail().hex());
    }

    @Test
    void groupsInTheWordsOfTheHouse() {
        VehicleWeight axles = WanjiRecords.weight(1, false, vehicle(SIX_AXLES), AxleCodeScheme.NINE);
        assertEquals("159", axles.axleString());
        assertEquals(List.of(6500, 16000, 21000), axles.groups().stream().map(VehicleWeight.AxleGroup::weightKg).toList());
        assertEquals(43_500, axles.grossWeightKg());
        assertEquals("SDDDDD", String.join("", axles.axles().stream().map(a -> a.tyres().name().substring(0, 1)).toList()));
        assertEquals("157", WanjiRecords.weight(1, true, vehicle(THREE_GROUPS), AxleCodeScheme.NINE).axleString());
        VehicleWeight seven = WanjiRecords.weight(1, true, vehicle(THREE_GROUPS), AxleCodeScheme.SEVEN);
        assertEquals("159", seven.axleString());
        assertEquals(6, seven.axleCount());
        assertEquals(List.of(), seven.axles());
        assertEquals(java.util.Set.of(), seven.doubts());
    }

    @Test
    void wavesAreSkipped() {
        Bytes body = vehicle(SIX_AXLES).write();
        int waveCountAt = body.size() - 22 - 2;
        Bytes withWaves = new ByteWriter().bytes(body.slice(0, waveCountAt)).u16(3).zeros(256 + 3 * 40)
                .bytes(body.slice(waveCountAt + 2, body.size())).toBytes();
        assertEquals(Optional.of(vehicle(SIX_AXLES)), WanjiVehicle.read(false, withWaves));
    }

    @Test
    void countsThatDoNotFitTheLengthAreNoVehicle() {
        Bytes body = vehicle(SIX_AXLES).write();
        for (int length = 0; length < body.size(); length++) {
            assertEquals(Optional.empty(), WanjiVehicle.read(false, body.slice(0, length)));
        }
        assertEquals(Optional.empty(), WanjiVehicle.read(true, body));
        byte[] sevenAxles = body.toArray();
        sevenAxles[13] = 7;
        assertEquals(Optional.empty(), WanjiVehicle.read(false, Bytes.copyOf(sevenAxles)));
    }

    @Test
    void packetsInTurnMakeABodyAndOthersDoNot() {
        WanjiAssembly assembly = new WanjiAssembly();
        WanjiPacket first = new WanjiPacket(9, WanjiPacket.FIRST, 1, Bytes.of(1));
        WanjiPacket middle = new WanjiPacket(9, WanjiPacket.MIDDLE, 2, Bytes.of(2));
        WanjiPacket last = new WanjiPacket(9, WanjiPacket.LAST, 3, Bytes.of(3));
        assertEquals(Optional.empty(), assembly.add(first));
        assertEquals(Optional.empty(), assembly.add(middle));
        assertEquals(Optional.of(Bytes.of(1, 2, 3)), assembly.add(last));
        assertEquals(Optional.empty(), assembly.add(last), "an end without a beginning");
        assertEquals(Optional.empty(), assembly.add(first));
        assertEquals(Optional.empty(), assembly.add(last), "the middle is missing");
        assertEquals(Optional.empty(), assembly.add(first));
        assertEquals(Optional.empty(), assembly.add(new WanjiPacket(8, WanjiPacket.MIDDLE, 2, Bytes.of(2))), "another vehicle");
        assertEquals(Optional.of(Bytes.of(7)), assembly.add(new WanjiPacket(8, WanjiPacket.LAST, 1, Bytes.of(7))), "one packet only");
    }

    @Test
    void packetsWithoutEndAreBounded() {
        WanjiAssembly assembly = new WanjiAssembly();
        assembly.add(new WanjiPacket(9, WanjiPacket.FIRST, 1, Bytes.zeros(900)));
        for (int number = 2; number < 60; number++) {
            assertTrue(assembly.add(new WanjiPacket(9, WanjiPacket.MIDDLE, number, Bytes.zeros(900))).isEmpty());
        }
        assertEquals(Optional.empty(), assembly.add(new WanjiPacket(9, WanjiPacket.LAST, 60, Bytes.zeros(900))));
    }

    @Test
    void whateverTheLineDoes() {
        List<Bytes> wires = new java.util.ArrayList<>(VECTORS.keySet().stream().map(Bytes::fromHex).toList());
        wires.add(SIX_AXLES);
        wires.add(THREE_GROUPS);
        new StreamTrials<>(WanjiCodec::scanner, wires, true).all();
    }
}
