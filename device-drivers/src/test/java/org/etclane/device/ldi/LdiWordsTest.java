package org.etclane.device.ldi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.etclane.device.Bytes;
import org.etclane.device.link.Callers;
import org.etclane.device.link.LinkTrace.Direction;
import org.etclane.device.trace.LineReader;
import org.etclane.device.trace.ReaderTrials;
import org.etclane.device.trace.ReaderTrials.Said;
import org.junit.jupiter.api.Test;

class LdiWordsTest {
    private final LineReader reader = LdiWords.reader();

    private List<String> in(Callers.Notice notice) {
        return reader.fromDevice().read(notice.encode());
    }

    private List<String> out(Callers.Order order) {
        return reader.toDevice().read(order.encode());
    }

    private static Bytes sample(String number) {
        return Bytes.copyOf(LdiSamples.sample(number).frame());
    }

    @Test
    void whoCallsAndGoesIsTold() {
        assertEquals(List.of("caller 3 is 192.168.1.20:41234"), in(new Callers.Opened(3, "192.168.1.20:41234")));
        assertEquals(List.of("caller 3 has gone: closed by the caller"), in(new Callers.Closed(3, "closed by the caller")));
        assertEquals(List.of("7 callers refused, the last one was 10.0.0.9:5"), in(new Callers.Refused(7, "10.0.0.9:5")));
        assertEquals(List.of("caller 3: 2 more may come"), out(new Callers.TakeMore(3, 2)));
        assertEquals(List.of("caller 3 is cut off: flood"), out(new Callers.HangUp(3, "flood")));
        assertEquals(List.of("caller 3: its place is free"), out(new Callers.Forget(3)));
    }

    @Test
    void eachCallersStreamIsReadByItself() {
        Bytes first = sample("L-19");
        Bytes second = sample("L-29");
        assertEquals(List.of(), in(new Callers.Received(1, first.slice(0, 10))));
        assertEquals(List.of("caller 2: C1Received barrier-1 handled"), in(new Callers.Received(2, second)));
        assertEquals(List.of("caller 1: Authenticate0E barrier-1, display-1, pass-light-1, alarm-1, guide-board-1, canopy-light-1, voice-1"),
                in(new Callers.Received(1, first.slice(10, first.size()))));
    }

    @Test
    void ordersAndReportsAreTold() {
        LdiHead head = new LdiHead(1, Bytes.fromHex(LdiSamples.LANE_HEX), Bytes.fromHex(LdiSamples.CODE_HEX));
        LdiModule barrier = LdiModule.of(LdiModuleType.BARRIER, 1);
        LdiModule display = LdiModule.of(LdiModuleType.FEE_DISPLAY, 1);
        assertEquals(List.of("caller 1: Control1B barrier-1 RAISE, display-1 shows \"测A12345\" green"), out(new Callers.Send(1,
                Bytes.copyOf(LdiCodec.encode(1, new LdiMessage.Control1B(head, List.of(
                        new LdiControl.BarrierMove(barrier, LdiControl.BarrierMove.RAISE),
                        new LdiControl.ShowText(display, LdiControl.GREEN, 0, 0, 0, Bytes.fromHex("b2e2413132333435")))))))));
        assertEquals(List.of("caller 1: Report1C detector-1 vehicle"), in(new Callers.Received(1, Bytes.copyOf(LdiCodec.encode(1,
                new LdiMessage.Report1C(head, List.of(new LdiReport.Detected(LdiModule.of(LdiModuleType.DETECTOR, 1),
                        LdiReport.Detected.VEHICLE))))))));
    }

    @Test
    void everySampleHasWordsAndNoneHoldsAVerificationCodeOrAPassword() {
        LdiHead head = new LdiHead(1, Bytes.fromHex(LdiSamples.LANE_HEX), Bytes.fromHex(LdiSamples.CODE_HEX));
        Bytes secret = Bytes.copyOf("geheim1234".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        LdiIpBlock ip = new LdiIpBlock(LdiIpBlock.Address.NONE, LdiIpBlock.Address.NONE, LdiIpBlock.Address.NONE, LdiIpBlock.Address.NONE,
                secret, secret, 0, Bytes.zeros(4), LdiIpBlock.Address.NONE, Bytes.zeros(4), Bytes.zeros(4));
        List<byte[]> frames = new ArrayList<>(LdiSamples.all().stream().map(LdiSamples.Sample::frame).toList());
        frames.add(LdiCodec.encode(1, new LdiMessage.SetIp0A(head, ip)));
        frames.add(LdiCodec.encode(1, new LdiMessage.D1Ip(head, 0, ip)));
        frames.add(LdiCodec.encode(1, new LdiMessage.E1Parameters(head, List.of(new LdiParameter.Camera(
                LdiModule.of(LdiModuleType.PLATE_CAMERA, 1), 0, secret, secret, secret)))));
        for (byte[] frame : frames) {
            List<String> words = in(new Callers.Received(1, Bytes.copyOf(frame)));
            assertEquals(1, words.size(), words::toString);
            assertFalse(words.getFirst().contains("no frame"), words::toString);
            String bare = words.getFirst().toLowerCase(Locale.ROOT);
            assertFalse(bare.contains("0123456789abcdef") || bare.contains("geheim") || bare.contains(secret.hex()), words::toString);
        }
    }

    @Test
    void everyDamageIsStood() {
        List<Said> conversation = List.of(new Said(Direction.IN, new Callers.Received(1, sample("L-19")).encode()),
                new Said(Direction.OUT, new Callers.Send(1, sample("L-21")).encode()));
        for (Said said : conversation) {
            for (int length = 0; length <= said.bytes().length; length++) {
                byte[] cut = java.util.Arrays.copyOf(said.bytes(), length);
                LdiWords.reader().fromDevice().read(cut);
                LdiWords.reader().toDevice().read(cut);
            }
        }
        assertEquals(List.of("3 bytes make no frame: no notice of a caller"), reader.fromDevice().read(new byte[3]));
        assertEquals(List.of("3 bytes make no frame: no order for a caller"), reader.toDevice().read(new byte[3]));
        ReaderTrials.stands(LdiWords::reader, List.of());
    }
}
