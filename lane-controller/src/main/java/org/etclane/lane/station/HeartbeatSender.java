package org.etclane.lane.station;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.etclane.lane.station.v1.ErrorCode;
import org.etclane.lane.station.v1.Heartbeat;
import org.etclane.lane.station.v1.HeartbeatReply;
import org.etclane.lane.station.v1.ParameterKind;

/** The heartbeats of one connection and what their replies say of the clocks. One thread. */
final class HeartbeatSender {
    private final LinkClock clock;
    private final ClockOffset offset = new ClockOffset();
    private long number;
    private long sentWallMillis;
    private long sentNanos;

    HeartbeatSender(LinkClock clock) {
        this.clock = clock;
    }

    Heartbeat next(HeartbeatSource.Content content, long pendingRecords) {
        number++;
        sentWallMillis = clock.wallMillis().getAsLong();
        sentNanos = clock.nanos().getAsLong();
        Heartbeat.Builder out = Heartbeat.newBuilder().setNumber(number).setLaneSendMillis(sentWallMillis)
                .setLaneMode(content.laneMode()).setPendingRecords(pendingRecords).addAllAlarms(content.alarms());
        content.devices().forEach(device -> out.addDevicesBuilder().setDevice(device.name()).setState(device.state())
                .setCause(device.cause()));
        content.parameters().forEach(table -> out.addParametersBuilder().setKind(ParameterKind.PARAMETER_PACKAGE)
                .setVersion(table.version()).setEffectiveAtMillis(table.effectiveAtMillis()).setSha256(table.sha256())
                .setInForce(table.inForce()));
        best().ifPresent(sample -> out.setClockOffsetKnown(true).setClockOffsetMillis(sample.offsetMs()));
        return out.build();
    }

    /** A reply to a heartbeat before the last one comes too late to measure by; one that was never sent breaks the rules. */
    Optional<ProtocolViolation> reply(HeartbeatReply reply) {
        if (reply.getNumber() < 1 || reply.getNumber() > number) {
            return Optional.of(new ProtocolViolation(ErrorCode.INVALID_FIELD, "reply to heartbeat " + reply.getNumber()));
        }
        if (reply.getNumber() == number && reply.getLaneSendMillis() == sentWallMillis) {
            offset.add(sentWallMillis, reply.getStationReceiveMillis(), reply.getStationSendMillis(),
                    clock.wallMillis().getAsLong(), TimeUnit.NANOSECONDS.toMillis(clock.nanos().getAsLong() - sentNanos));
        }
        return Optional.empty();
    }

    Optional<ClockOffset.Sample> best() {
        return offset.best();
    }
}
