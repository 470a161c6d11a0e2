package org.t2workbench.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMembers;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The house rules of the engine: which room may know which, and what no room may touch. */
class ArchitectureTest {

    private static final String CORE = "org.t2workbench.core";

    /** What each room knows directly; knowing is transitive, and every room may use {@code job}. */
    private static final Map<String, List<String>> KNOWS = Map.ofEntries(
            Map.entry("job", List.of()),
            Map.entry("statistics", List.of()),
            Map.entry("run", List.of()),
            Map.entry("kernel", List.of()),
            Map.entry("checkpoint", List.of()),
            Map.entry("text", List.of("checkpoint")),
            Map.entry("model", List.of("kernel", "checkpoint", "text")),
            Map.entry("svf", List.of("model")),
            Map.entry("spectrum", List.of("svf")),
            Map.entry("exchange", List.of("svf")),
            Map.entry("task", List.of("text")),
            Map.entry("training", List.of("svf", "task", "run", "statistics")),
            Map.entry("adaptation", List.of("training")),
            Map.entry("evaluation", List.of("adaptation")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(CORE);

    @TestFactory
    Stream<DynamicTest> roomsKnowOnlyWhatTheTableSays() {
        return new TreeMap<>(KNOWS)
                .keySet().stream()
                        .map(room -> DynamicTest.dynamicTest(
                                room,
                                () -> noClasses()
                                        .that()
                                        .resideInAPackage(inside(room))
                                        .should()
                                        .dependOnClassesThat()
                                        .resideInAnyPackage(forbiddenTo(room))
                                        .because(
                                                "data flows through the rooms in one direction, so that each can be read without the later ones")
                                        .allowEmptyShould(true)
                                        .check(CLASSES)));
    }

    @Test
    void everyClassLivesInAKnownRoom() {
        classes()
                .should()
                .resideInAnyPackage(
                        KNOWS.keySet().stream().map(ArchitectureTest::inside).toArray(String[]::new))
                .because("a class outside the rooms escapes their rules")
                .check(CLASSES);
    }

    @Test
    void roomsAreFreeOfCycles() {
        slices().matching(CORE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theEngineKnowsNoWindow() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", "java.awt..", "javax.swing..", "org.jfree..", "org.controlsfx..")
                .because("the engine runs headless, in tests and on servers")
                .check(CLASSES);
    }

    @Test
    void onlyTheKernelRoomTouchesPyTorch() {
        noClasses()
                .that()
                .resideOutsideOfPackage(inside("kernel"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl.pytorch..")
                .because("all tensor work is TorchScript text behind one door")
                .check(CLASSES);
    }

    @Test
    void jsonIsBoundToRecordsOnly() {
        noMembers()
                .that()
                .areDeclaredInClassesThat(areNeitherRecordsNorEnums())
                .should()
                .beAnnotatedWith(jacksonAnnotation())
                .because("what is written to a file is an immutable record first")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void nothingWritesToTheStandardStreams() {
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
    }

    @Test
    void nothingUsesTheLoggingOfTheJdk() {
        GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> areNeitherRecordsNorEnums() {
        return new DescribedPredicate<>("are neither records nor enums") {
            @Override
            public boolean test(JavaClass type) {
                return !type.isRecord() && !type.isEnum();
            }
        };
    }

    private static DescribedPredicate<JavaAnnotation<?>> jacksonAnnotation() {
        return new DescribedPredicate<>("a Jackson annotation") {
            @Override
            public boolean test(JavaAnnotation<?> annotation) {
                return annotation.getRawType().getPackageName().startsWith("com.fasterxml.jackson");
            }
        };
    }

    private static String inside(String room) {
        return CORE + "." + room + "..";
    }

    private static String[] forbiddenTo(String room) {
        Set<String> known = new TreeSet<>(List.of(room, "job"));
        Deque<String> open = new ArrayDeque<>(known);
        while (!open.isEmpty()) {
            for (String next : KNOWS.getOrDefault(open.pop(), List.of())) {
                if (known.add(next)) {
                    open.push(next);
                }
            }
        }
        return KNOWS.keySet().stream()
                .filter(other -> !known.contains(other))
                .map(ArchitectureTest::inside)
                .toArray(String[]::new);
    }
}
