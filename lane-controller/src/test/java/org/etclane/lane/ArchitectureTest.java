package org.etclane.lane;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Stream;

/** The house rules that the compiler does not hold: who may know whom, and what the deciding part may not touch. */
@AnalyzeClasses(packages = "org.etclane", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CORE = "org.etclane.lane.core..";
    private static final String RULES = "org.etclane.lane.rules..";
    private static final String PARAMETERS = "org.etclane.lane.parameters..";
    private static final String[] PROTOCOLS = {"org.etclane.device.rsu..", "org.etclane.device.lc301..", "org.etclane.device.ldi..",
        "org.etclane.device.display..", "org.etclane.device.wim..", "org.etclane.device.scale..", "org.etclane.device.gpio.."};
    /** Of one protocol's own: threads, files and sockets live here. */
    private static final String LINES = "org.etclane.device.*.line..";
    private static final String[] CODECS = Stream.concat(Stream.of(PROTOCOLS), Stream.of("org.etclane.device.frame..",
            "org.etclane.device.card..")).toArray(String[]::new);

    /** What a decision may be made of: values, collections and calendar arithmetic. */
    private static final DescribedPredicate<JavaClass> PURE = resideInAnyPackage(CORE, RULES, PARAMETERS, "org.etclane.device",
            "org.etclane.device.card", "java.lang", "java.lang.runtime", "java.lang.invoke", "java.util", "java.util.function",
            "java.util.stream", "java.time", "java.time.format", "java.time.temporal", "java.time.chrono")
            .or(describe("primitive or array", c -> c.getPackageName().isEmpty() || c.isPrimitive()));

    private static final DescribedPredicate<JavaClass> CLOCK_CHANCE_OR_THREAD = describe("a clock, chance, thread or process",
            c -> Set.of("java.time.Clock", "java.time.InstantSource", "java.util.Random", "java.util.UUID", "java.util.Timer",
                    "java.util.TimerTask", "java.util.Scanner", "java.lang.Thread", "java.lang.ThreadLocal", "java.lang.Runtime",
                    "java.lang.Process", "java.lang.ProcessBuilder").contains(c.getName())
                    || c.getPackageName().startsWith("java.util.random") || c.getPackageName().startsWith("java.util.concurrent"));

    private static final DescribedPredicate<JavaAccess<?>> READS_TIME_OR_CHANCE = describe("reads a clock, chance or the environment",
            a -> {
                String owner = a.getTargetOwner().getName();
                String name = a.getTarget().getName();
                return owner.startsWith("java.time.") && (name.equals("now") || name.startsWith("system"))
                        || owner.equals("java.lang.System") && !Set.of("arraycopy", "identityHashCode").contains(name)
                        || owner.equals("java.lang.Math") && name.equals("random");
            });

    @ArchTest
    static final ArchRule decidingIsMadeOfValuesOnly = classes().that().resideInAnyPackage(CORE, RULES)
            .should().onlyDependOnClassesThat(PURE)
            .because("no java.io, java.net, java.nio, java.sql, Netty, H2, slf4j: the same core runs in simulation and replay");

    @ArchTest
    static final ArchRule decidingHasNoClockNoChanceNoThread = noClasses().that().resideInAnyPackage(CORE, RULES)
            .should().dependOnClassesThat(CLOCK_CHANCE_OR_THREAD).because("time is a field of each event");

    @ArchTest
    static final ArchRule decidingReadsNoClock = noClasses().that().resideInAnyPackage(CORE, RULES, PARAMETERS)
            .should().accessTargetWhere(READS_TIME_OR_CHANCE).because("time is a field of each event");

    @ArchTest
    static final ArchRule decidingKnowsNothingOfItsSurroundings = noClasses().that().resideInAnyPackage(CORE, RULES, PARAMETERS)
            .should().dependOnClassesThat(resideInAnyPackage("org.etclane.lane.journal..", "org.etclane.lane.station..",
                    "org.etclane.lane.runtime..", "org.etclane.lane.config..", "org.etclane.lane.diagnostics.."));

    @ArchTest
    static final ArchRule parametersKnowNoDecisions = noClasses().that().resideInAPackage(PARAMETERS)
            .should().dependOnClassesThat(resideInAnyPackage(CORE, RULES));

    @ArchTest
    static final ArchRule theLaneKnowsNoProtocol = noClasses().that().resideInAPackage("org.etclane.lane..")
            .should().dependOnClassesThat(resideInAnyPackage(PROTOCOLS)).because("a device is found by its type, from whatever jar");

    @ArchTest
    static final ArchRule aBenchKnowsADeviceAndNothingOfALane = noClasses().that().resideInAPackage("org.etclane.lane.workbench..")
            .should().dependOnClassesThat(resideInAnyPackage(CORE, RULES, PARAMETERS, "org.etclane.lane.journal..",
                    "org.etclane.lane.station..", "org.etclane.lane.runtime..", "org.etclane.lane.diagnostics.."))
            .because("a device is brought up before there is a lane, by its driver alone");

    @ArchTest
    static final ArchRule whatDriversShareKnowsNoProtocol = noClasses().that().resideInAnyPackage("org.etclane.device",
                    "org.etclane.device.spi..", "org.etclane.device.conformance..", "org.etclane.device.link..",
                    "org.etclane.device.frame..", "org.etclane.device.card..")
            .should().dependOnClassesThat(resideInAnyPackage(PROTOCOLS)).because("a protocol is one package that can be taken away");

    @ArchTest
    static final ArchRule driversKnowNothingOfTolls = noClasses().that().resideInAPackage("org.etclane.device..")
            .should().dependOnClassesThat(resideInAnyPackage("org.etclane.lane..", "org.etclane.sim.."));

    @ArchTest
    static final ArchRule theLaneKnowsNothingOfTheBench = noClasses().that().resideInAPackage("org.etclane.lane..")
            .should().dependOnClassesThat(resideInAPackage("org.etclane.sim.."));

    @ArchTest
    static final ArchRule codecsArePure = noClasses().that().resideInAnyPackage(CODECS)
            .and().resideOutsideOfPackages(LINES)
            .should().dependOnClassesThat(resideInAnyPackage("java.net..", "java.sql..", "java.nio.file..", "java.nio.channels..",
                    "io.netty..", "com.fazecast..").or(describe("streams, files or threads", c -> c.getPackageName().equals("java.io")
                    && !c.getSimpleName().equals("ByteArrayOutputStream") || c.getPackageName().startsWith("java.util.concurrent")
                    && !c.getSimpleName().equals("TimeUnit"))))
            .because("bytes in, bytes out: the link is somebody else's, or in a package line of the protocol's own");

    @ArchTest
    static final ArchRule codecsKnowNoLine = noClasses().that().resideInAnyPackage(CODECS).and().resideOutsideOfPackages(LINES)
            .and().haveSimpleNameNotEndingWith("Provider").should().dependOnClassesThat(resideInAnyPackage(LINES))
            .because("a protocol runs on any line, also in memory; only its provider puts it on its own");

    @ArchTest
    static final ArchRule nothingIsSynchronized = methods().that().areDeclaredInClassesThat().resideInAPackage("org.etclane.lane..")
            .should().notHaveModifier(JavaModifier.SYNCHRONIZED).because("what is shared is a queue or an immutable snapshot");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses().that().resideInAnyPackage("org.etclane.lane..", "org.etclane.device..")
            .should().callMethod(Thread.class, "sleep", long.class).orShould().callMethod(Thread.class, "onSpinWait");

    @ArchTest
    static final ArchRule theWallClockIsReadAtTheEdge = noClasses().that().resideInAPackage("org.etclane.lane..")
            .and().resideOutsideOfPackages("org.etclane.lane.runtime..", "org.etclane.lane.station..")
            .should().callMethod(System.class, "currentTimeMillis").orShould().callMethod(java.time.Instant.class, "now")
            .because("wall time is a label; nothing may come to depend on it unseen");

    @ArchTest
    static final ArchRule theDatabaseIsTheJournalsOwn = noClasses().that().resideInAPackage("org.etclane.lane..")
            .and().resideOutsideOfPackage("org.etclane.lane.journal..")
            .should().dependOnClassesThat(resideInAnyPackage("java.sql..", "org.h2..", "org.flywaydb.."));

    @ArchTest
    static final ArchRule theNetworkIsTheStationLinks = noClasses().that().resideInAPackage("org.etclane.lane..")
            .and().resideOutsideOfPackages("org.etclane.lane.station..")
            .should().dependOnClassesThat(resideInAPackage("io.netty.."));
}
