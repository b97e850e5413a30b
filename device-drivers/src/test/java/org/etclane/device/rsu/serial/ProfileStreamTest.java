package org.etclane.device.rsu.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The regional profiles on a bad line, both directions: a frame, a malformed report or waiting, and the next good frame. */
class ProfileStreamTest {

    static List<ProfileFrames> all() {
        return ProfileFrames.all();
    }

    /** Either direction of a profile, so that one test serves both. */
    private static List<Parsed<?>> feed(ProfileFrames kind, Bytes... chunks) {
        RsuDeframer<?> deframer = kind.isFromLane() ? RsuDeframer.ofLaneFrames(kind.profile())
                : RsuDeframer.ofUnitFrames(kind.profile());
        List<Parsed<?>> out = new ArrayList<>();
        for (Bytes chunk : chunks) {
            out.addAll(deframer.feed(chunk.toArray(), chunk.size()));
        }
        return out;
    }

    private static ProfileFrames good(ProfileFrames kind) {
        String name = kind.isFromLane() ? "C6" : "B5";
        return ProfileFrames.all().stream().filter(one -> one.profile() == kind.profile() && one.name().equals(name)).findFirst()
                .orElseThrow();
    }

    private static void assertGood(Parsed<?> parsed, ProfileFrames wanted, String where) {
        Object frame = wanted.isFromLane() ? ProfileFrames.lane(wanted.profile(), wanted.wire())
                : ProfileFrames.unit(wanted.profile(), wanted.wire());
        assertEquals(frame, assertInstanceOf(Parsed.Frame.class, parsed, where).frame(), where);
    }

    @ParameterizedTest
    @MethodSource("all")
    void everySplit(ProfileFrames given) {
        Bytes wire = given.wire();
        for (int cut = 0; cut <= wire.size(); cut++) {
            for (int second = cut; second <= wire.size(); second += 7) {
                List<Parsed<?>> parsed = feed(given, wire.slice(0, cut), wire.slice(cut, second), wire.slice(second, wire.size()));
                assertEquals(1, parsed.size());
                assertGood(parsed.getFirst(), given, "cut at " + cut + " and " + second);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyTruncation(ProfileFrames given) {
        ProfileFrames good = good(given);
        int stx = given.profile().usualStxBytes();
        for (int length = 0; length < given.wire().size(); length++) {
            List<Parsed<?>> parsed = feed(given, given.wire().slice(0, length), good.wire());
            assertGood(parsed.getLast(), good, "cut at " + length);
            assertEquals(length <= stx ? 1 : 2, parsed.size(), "cut at " + length);
            if (length > stx && length < given.wire().size() - 1) {
                assertInstanceOf(Parsed.Malformed.class, parsed.getFirst(), "cut at " + length);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void everySingleBitFlip(ProfileFrames given) {
        ProfileFrames good = good(given);
        for (int bit = 0; bit < given.wire().size() * 8; bit++) {
            byte[] flipped = given.wire().toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            List<Parsed<?>> parsed = feed(given, Bytes.copyOf(flipped), good.wire());
            assertGood(parsed.getLast(), good, "bit " + bit);
            for (Parsed<?> one : parsed.subList(0, parsed.size() - 1)) {
                if (one instanceof Parsed.Frame<?>) {
                    assertGood(one, given, "bit " + bit);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Profile.class, names = "CLASSIC", mode = EnumSource.Mode.EXCLUDE)
    void fourKibibytesOfNoise(Profile profile) {
        for (String name : new String[] {"B5", "C6"}) {
            ProfileFrames good = ProfileFrames.all().stream().filter(f -> f.profile() == profile && f.name().equals(name)).findFirst()
                    .orElseThrow();
            for (long seed = 0; seed < 50; seed++) {
                Random random = new Random(seed);
                byte[] noise = new byte[4096];
                random.nextBytes(noise);
                for (int i = 0; seed % 2 == 0 && i < noise.length; i += 1 + random.nextInt(5)) {
                    noise[i] = (byte) (0xFE + random.nextInt(2));
                }
                // a delimiter of one FF may end the noise; the frame must still be found
                List<Parsed<?>> parsed = feed(good, Bytes.copyOf(noise), good.wire());
                assertGood(parsed.getLast(), good, "seed " + seed);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void twoFramesInOneRead(ProfileFrames given) {
        List<Parsed<?>> parsed = feed(given, Bytes.concat(given.wire(), good(given).wire()));
        assertEquals(2, parsed.size());
        assertGood(parsed.getFirst(), given, "first");
        assertGood(parsed.getLast(), good(given), "second");
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void theLongestFrameFullOfEscapesFitsTheDeframer(Profile profile) {
        for (int command : new int[] {0xB4, 0xB7, 0xB9}) {
            profile.unitForm(command).ifPresent(form -> form.layouts().forEach(layout -> assertTrue(
                    2 * layout.maxLength() <= RsuDeframer.MAX_FRAME_BYTES, () -> layout.maxLength() + " bytes")));
        }
    }
}
