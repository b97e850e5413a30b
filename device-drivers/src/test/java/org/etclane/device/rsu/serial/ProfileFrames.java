package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The lines of {@code profile-frames.txt}: every frame of the regional profiles, made by something else than the codec. */
record ProfileFrames(Profile profile, String name, Bytes wire) {
    static List<ProfileFrames> all() {
        try (InputStream in = ProfileFrames.class.getResourceAsStream("profile-frames.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .map(words -> new ProfileFrames(Profile.valueOf(words[0].toUpperCase()), words[1], Bytes.fromHex(words[2])))
                    .toList();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    static List<ProfileFrames> fromUnit() {
        return all().stream().filter(frame -> !frame.isFromLane()).toList();
    }

    static List<ProfileFrames> fromLane() {
        return all().stream().filter(ProfileFrames::isFromLane).toList();
    }

    boolean isFromLane() {
        return name.startsWith("C") || name.startsWith("4C");
    }

    static UnitFrame unit(Profile profile, Bytes wire) {
        return only(RsuDeframer.ofUnitFrames(profile).feed(wire.toArray(), wire.size()));
    }

    static LaneFrame lane(Profile profile, Bytes wire) {
        return only(RsuDeframer.ofLaneFrames(profile).feed(wire.toArray(), wire.size()));
    }

    private static <F> F only(List<Parsed<F>> parsed) {
        if (parsed.size() == 1 && parsed.getFirst() instanceof Parsed.Frame<F> good) {
            return good.frame();
        }
        throw new AssertionError("not exactly one frame: " + parsed);
    }

    @Override
    public String toString() {
        return profile.label() + " " + name;
    }
}
