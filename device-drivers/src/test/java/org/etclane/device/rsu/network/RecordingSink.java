package org.etclane.device.rsu.network;

import org.etclane.device.Bytes;
import org.etclane.device.DeviceEvent;
import org.etclane.device.link.Endpoint;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a driver did, until taken. */
final class RecordingSink implements Endpoint.Sink<DeviceEvent> {
    private List<Bytes> sent = new ArrayList<>();
    private List<DeviceEvent> emitted = new ArrayList<>();
    private List<String> reasons = new ArrayList<>();

    @Override
    public void send(byte[] frame) {
        sent.add(Bytes.copyOf(frame));
    }

    @Override
    public void emit(DeviceEvent event) {
        emitted.add(event);
    }

    @Override
    public void malformed(byte[] raw, String reason) {
        reasons.add(reason);
    }

    List<Bytes> takeSent() {
        List<Bytes> taken = sent;
        sent = new ArrayList<>();
        return taken;
    }

    List<LaneFrame> takeFrames() {
        return takeSent().stream().map(wire -> Captures.lane(wire).frame()).toList();
    }

    List<DeviceEvent> takeEvents() {
        List<DeviceEvent> taken = emitted;
        emitted = new ArrayList<>();
        return taken;
    }

    List<String> takeReasons() {
        List<String> taken = reasons;
        reasons = new ArrayList<>();
        return taken;
    }
}
