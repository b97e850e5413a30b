package org.etclane.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** House style as a test: what no main source of any module may hold. */
class TidyTest {
    private static final Path HOUSE = Path.of("").toAbsolutePath().getParent();
    private static final List<String> MODULES = List.of("device-drivers", "lane-controller", "simulators");
    private static final int LONGEST_FILE = 500;
    /** 130 is what we write; a little more is no reason to stop a build. */
    private static final int LONGEST_LINE = 160;
    private static final Predicate<Source> ANYWHERE = _ -> true;

    /** @param file relative to the house, with forward slashes */
    private record Source(String file, List<String> lines) {
        boolean isIn(String part) {
            return file.contains(part);
        }
    }

    private static List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(HOUSE.resolve(module).resolve("src/main/java"))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                    sources.add(new Source(HOUSE.relativize(file).toString().replace('\\', '/'), Files.readAllLines(file)));
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return sources;
    }

    /** Code without comments; a string that looks like a comment is cut too, which no rule here minds. */
    private static String code(String line) {
        String bare = line.strip();
        return bare.startsWith("*") || bare.startsWith("/*") ? "" : bare.replaceFirst("//.*", "");
    }

    private static List<String> found(Predicate<Source> where, Predicate<String> banned) {
        List<String> found = new ArrayList<>();
        for (Source source : sources()) {
            for (int i = 0; where.test(source) && i < source.lines().size(); i++) {
                if (banned.test(source.lines().get(i))) {
                    found.add(source.file() + ":" + (i + 1) + " " + source.lines().get(i).strip());
                }
            }
        }
        return found;
    }

    private static void none(Predicate<Source> where, String inCode) {
        Pattern pattern = Pattern.compile(inCode);
        assertEquals(List.of(), found(where, line -> pattern.matcher(code(line)).find()));
    }

    @Test
    void theSourcesAreFound() {
        assertTrue(sources().size() > 100, () -> sources().size() + " under " + HOUSE);
    }

    @Test
    void standardOutputBelongsToProgramsNotToParts() {
        none(s -> !s.file().matches(".*(Command|Process|Main|Ctl)\\.java"), "System\\.(out|err)\\b");
        none(ANYWHERE, "printStackTrace");
    }

    @Test
    void switchesOverOurOwnTypesHaveNoDefaultBranch() {
        none(s -> s.isIn("org/etclane/lane/core/") || s.isIn("org/etclane/lane/rules/"), "\\bdefault\\s*(->|:)");
    }

    @Test
    void nothingIsLeftForLater() {
        assertEquals(List.of(), found(ANYWHERE, line -> line.matches(".*\\b(TODO|FIXME|XXX|HACK)\\b.*")));
    }

    @Test
    void theLaneLocksNothingAndSleepsNowhere() {
        none(s -> s.isIn("lane-controller/") || s.isIn("device-drivers/"), "\\bsynchronized\\b|Thread\\.sleep|onSpinWait");
    }

    @Test
    void whoCatchesEverythingSaysWhy() {
        assertEquals(List.of(), found(s -> s.isIn("lane-controller/") || s.isIn("device-drivers/"),
                line -> line.matches(".*catch \\((Exception|Throwable) .*") && !line.contains("//")));
    }

    @Test
    void noQueueIsUnbounded() {
        none(s -> s.isIn("lane-controller/") && !s.isIn("/journal/H2Journal.java") || s.isIn("device-drivers/"),
                "new (ConcurrentLinked(Queue|Deque)|Linked(BlockingQueue|BlockingDeque|TransferQueue)|PriorityBlockingQueue)<[^>]*>\\(\\)"
                        + "|newCachedThreadPool|newFixedThreadPool|newSingleThreadExecutor");
    }

    @Test
    void aFileFitsOneIdeaAndALineFitsTheScreen() {
        assertEquals(List.of(), sources().stream().filter(s -> s.lines().size() > LONGEST_FILE).map(Source::file).toList());
        assertEquals(List.of(), found(ANYWHERE, line -> line.codePointCount(0, line.length()) > LONGEST_LINE));
        assertEquals(List.of(), found(ANYWHERE, line -> line.contains("\t") || line.endsWith(" ")));
    }

    @Test
    void everyPackageSaysWhatLivesInIt() {
        List<String> files = sources().stream().map(Source::file).toList();
        List<String> silent = files.stream().map(f -> f.substring(0, f.lastIndexOf('/'))).distinct()
                .filter(folder -> !files.contains(folder + "/package-info.java")).toList();
        assertEquals(List.of(), silent);
    }
}
