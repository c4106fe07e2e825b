package io.patchline.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The dependency rules of this service. */
class ArchitectureTest {
    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPath(Path.of("target/classes"));

    @Test
    void jax_rs_appears_only_in_resources_and_where_errors_are_answered() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Resource")
                .and()
                .doNotHaveSimpleName("ProblemResponses")
                .and()
                .doNotHaveSimpleName("ReadBody")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "org.jboss.resteasy..")
                .check(ours);
    }

    @Test
    void the_brokers_client_appears_only_where_the_broker_is_spoken_to() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.patchline.broker..",
                        "io.patchline.ingest.publish..",
                        "io.patchline.ingest.lanes..",
                        "io.patchline.ingest.status..",
                        "io.patchline.ingest.follow..",
                        "io.patchline.ingest.deadletters..",
                        "io.patchline.ingest.callbacks..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.rabbitmq..")
                .check(ours);
    }

    @Test
    void the_other_service_is_a_stranger() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.patchline.executor..")
                .check(ours);
    }
}
