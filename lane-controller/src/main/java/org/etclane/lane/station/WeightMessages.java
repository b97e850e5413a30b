package org.etclane.lane.station;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.etclane.device.VehicleWeight;
import org.etclane.device.VehicleWeight.Axle;
import org.etclane.device.VehicleWeight.AxleGroup;
import org.etclane.lane.station.v1.Weight;

/** What a scale told of a vehicle as a message of station.proto, and back. Pure: the same weight always gives the same message. */
final class WeightMessages {
    private WeightMessages() {
    }

    static Weight weight(VehicleWeight weight) {
        Weight.Builder out = Weight.newBuilder().setRecordId(weight.recordId())
                .setMeterTime(weight.meterTime().map(RecordMessages.SECONDS::format).orElse("")).setGrossKg(weight.grossWeightKg())
                .setAxleCount(weight.axleCount()).addAllSpacingsCm(weight.spacingsCm()).setSpeedTenthKmh(weight.speedTenthKmh())
                .setOverLimit(weight.overLimit()).addAllDoubts(weight.doubts().stream().sorted().map(Enum::name).toList());
        for (Axle axle : weight.axles()) {
            out.addAxlesBuilder().setWeightKg(axle.weightKg()).setTyres(axle.tyres().name()).setSpeedTenthKmh(axle.speedTenthKmh());
        }
        for (AxleGroup group : weight.groups()) {
            out.addGroupsBuilder().setCode(group.code()).setWeightKg(group.weightKg());
        }
        return out.build();
    }

    /** @throws IllegalArgumentException for a word that this version does not know */
    static VehicleWeight weight(Weight weight) {
        List<Axle> axles = weight.getAxlesList().stream().map(axle -> new Axle(axle.getWeightKg(),
                VehicleWeight.Tyres.valueOf(axle.getTyres()), axle.getSpeedTenthKmh())).toList();
        List<AxleGroup> groups = weight.getGroupsList().stream().map(group -> new AxleGroup(group.getCode(), group.getWeightKg())).toList();
        return new VehicleWeight(weight.getRecordId(),
                weight.getMeterTime().isEmpty() ? Optional.empty() : Optional.of(RecordReader.time(weight.getMeterTime())),
                weight.getGrossKg(), weight.getAxleCount(), axles, groups, weight.getSpacingsCmList(), weight.getSpeedTenthKmh(),
                weight.getOverLimit(), weight.getDoubtsList().stream().map(VehicleWeight.Doubt::valueOf).collect(Collectors.toSet()));
    }
}
