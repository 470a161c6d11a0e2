package org.t2workbench.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMembers;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import javafx.scene.control.ScrollPane;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.control.Scroller;

/** The house rules of the window and the command line. */
class ArchitectureTest {

    private static final String APP = "org.t2workbench.app";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(APP);

    @Test
    void noTensorCrossesIntoTheApp() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .because("tensors live on the compute thread inside the engine; immutable records cross"));
    }

    @Test
    void viewModelsKnowNoScene() {
        check(noClasses()
                .that()
                .haveSimpleNameEndingWith("ViewModel")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx.scene..", "javafx.stage..", "org.controlsfx..", "atlantafx..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("javafx.application.Platform")
                .because("a view model is tested without a screen"));
    }

    @Test
    void viewsKnowTheirViewModelsAndNotTheEngine() {
        check(noClasses()
                .that()
                .haveSimpleNameEndingWith("View")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.t2workbench.core..")
                .because("a view binds; it does not compute"));
    }

    @Test
    void chartsAloneUseJFreeChartAndAwt() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(APP + ".chart..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.awt..", "javax.swing..", "org.jfree..")
                .because("two toolkits in one window need one fence"));
    }

    @Test
    void whatScrollsDrawsOnlyWhatChanged() {
        check(noClasses()
                .that()
                .areNotAssignableTo(Scroller.class)
                .should()
                .callConstructorWhere(JavaCall.Predicates.target(
                        HasOwner.Predicates.With.owner(JavaClass.Predicates.type(ScrollPane.class))))
                .because("a plain scroll pane draws all that it shows at every change of a part"));
    }

    @Test
    void theCommandLineKnowsNoWindow() {
        check(noClasses()
                .that()
                .resideInAPackage(APP + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", "org.controlsfx..", "org.jfree..", "java.awt..")
                .because("commands run where no window can"));
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching(APP + ".(*)..").should().beFreeOfCycles().check(CLASSES);
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
    void onlyTheCommandLineAndTheLauncherWriteToTheStandardStreams() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(APP + ".cli..", APP + ".launch..")
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .because("the window reports through its dialogs and the log"));
    }

    @Test
    void nothingUsesTheLoggingOfTheJdk() {
        GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CLASSES);
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
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
}
