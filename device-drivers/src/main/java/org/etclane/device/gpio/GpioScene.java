package org.etclane.device.gpio;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.etclane.device.Bytes;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Say;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.gpio.GpioFrame.Edge;
import org.etclane.device.gpio.GpioFrame.EdgesLost;
import org.etclane.device.gpio.GpioFrame.Level;

/** What lines mean at this site, out of what was said, and what is said to them. Part of {@link GpioConformance}; pure. */
final class GpioScene {
    /** The lines answer from memory; this is for a machine that is held up. */
    static final long READ_MS = 1_000;

    final GpioSettings settings;

    GpioScene(GpioSettings settings) {
        this.settings = settings;
    }

    /** What one line was told to be. @param read answer to a question, not an edge @param atNanos of the kernel's stamp */
    record Told(boolean active, boolean read, long atNanos) {
    }

    Say readLevels() {
        return Say.of("read all levels", GpioCodec.encode(new GpioFrame.ReadLevels()));
    }

    /** Every output at once, one after the other. */
    Say drive(String what, boolean active, GpioRole... roles) {
        return new Say(what, Bytes.concat(Stream.of(roles).map(role -> Bytes.copyOf(GpioCodec.encode(new GpioFrame.Drive(role,
                settings.outputs().get(role).high(active))))).toArray(Bytes[]::new)));
    }

    /** Question and answer. */
    List<Step<GpioFrame>> read() {
        return List.of(Step.send(readLevels()), new Step.Await<>(READ_MS, true, seen -> {
            Transcript<GpioFrame> after = seen.afterLastSent();
            return lines().allMatch(role -> levelRead(after, role));
        }));
    }

    /** Every one that is configured. */
    Stream<GpioRole> lines() {
        return Stream.concat(settings.inputs().keySet().stream(), settings.outputs().keySet().stream());
    }

    private static boolean levelRead(Transcript<GpioFrame> seen, GpioRole role) {
        return !seen.frames(Level.class, level -> level.role() == role).isEmpty();
    }

    /** Of one line, in order. */
    List<Told> told(Transcript<GpioFrame> seen, GpioRole role) {
        Optional<GpioLine> line = settings.line(role);
        List<Told> all = new ArrayList<>();
        for (Entry.Came<GpioFrame> came : seen.frames()) {
            switch (came.frame()) {
                case Level(GpioRole of, boolean high, long atNanos) when of == role -> line.ifPresent(l -> all.add(new Told(l.active(high),
                        true, atNanos)));
                case Edge(GpioRole of, boolean high, long atNanos) when of == role -> line.ifPresent(l -> all.add(new Told(l.active(high),
                        false, atNanos)));
                case EdgesLost(GpioRole of, boolean high, long atNanos) when of == role -> line.ifPresent(l -> all.add(new Told(
                        l.active(high), false, atNanos)));
                case Level _, Edge _, EdgesLost _, GpioFrame.Driven _, GpioFrame.Drive _, GpioFrame.ReadLevels _ -> { }
            }
        }
        return all;
    }

    /** As it was told last; empty when it never was. */
    Optional<Boolean> now(Transcript<GpioFrame> seen, GpioRole role) {
        List<Told> all = told(seen, role);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast().active());
    }

    boolean is(Transcript<GpioFrame> seen, GpioRole role, boolean active) {
        return now(seen, role).equals(Optional.of(active));
    }

    /** Everything since this was sent, with it; empty when it was not. */
    static Transcript<GpioFrame> since(Transcript<GpioFrame> seen, String what) {
        List<Entry<GpioFrame>> all = seen.entries();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) instanceof Entry.Sent<GpioFrame> sent && sent.said().what().equals(what)) {
                return Transcript.of(all.subList(i, all.size()));
            }
        }
        return Transcript.of(List.of());
    }

    /** What was told before this was sent. */
    static Transcript<GpioFrame> before(Transcript<GpioFrame> seen, String what) {
        int later = since(seen, what).entries().size();
        return Transcript.of(seen.entries().subList(0, seen.entries().size() - later));
    }

    /** "inputs.armUp.activeLow", as in a configuration. */
    static String key(GpioRole role, String what) {
        StringBuilder key = new StringBuilder(role.input() ? "inputs." : "outputs.");
        String[] words = role.name().split("_");
        for (int i = 0; i < words.length; i++) {
            String word = words[i].toLowerCase(Locale.ROOT);
            key.append(i == 0 ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return key + "." + what;
    }

    /** "arm-up". */
    static String id(GpioRole role) {
        return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
