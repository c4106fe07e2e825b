package io.patchline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The dependency rules of the wire contract. */
class ArchitectureTest {
    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPath(Path.of("target/classes"));

    @Test
    void the_vocabulary_knows_the_jdk_and_annotations_only() {
        classes()
                .that()
                .resideInAnyPackage("io.patchline.patch..", "io.patchline.outcome..", "io.patchline.event..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "com.fasterxml.jackson.annotation..",
                        "io.patchline.patch..",
                        "io.patchline.outcome..",
                        "io.patchline.event..")
                .check(ours);
    }

    @Test
    void a_patch_knows_nothing_of_outcomes_and_an_outcome_nothing_of_events() {
        classes()
                .that()
                .resideInAPackage("io.patchline.patch..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(
                        "io.patchline.outcome..",
                        "io.patchline.event..",
                        "io.patchline.message..",
                        "io.patchline.broker..")
                .check(ours);
        classes()
                .that()
                .resideInAPackage("io.patchline.outcome..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("io.patchline.event..", "io.patchline.message..", "io.patchline.broker..")
                .check(ours);
    }

    @Test
    void no_package_knows_another_that_knows_it() {
        slices().matching("io.patchline.(**)").should().beFreeOfCycles().check(ours);
    }
}
