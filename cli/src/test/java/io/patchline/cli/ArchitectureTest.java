package io.patchline.cli;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.patchline.cli");

    @Test
    void no_package_knows_another_that_knows_it() {
        slices().matching("io.patchline.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void it_starts_without_the_services_and_their_frameworks() {
        ArchRuleDefinition.noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta..",
                        "com.rabbitmq..",
                        "io.patchline.ingest..",
                        "io.patchline.executor..")
                .check(MAIN);
    }
}
