package io.patchline.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
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
                .doNotHaveSimpleName("BufferedBodyFilter")
                .and()
                .doNotHaveSimpleName("LogReadingFilter")
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
                        "io.patchline.message..",
                        "io.patchline.ingest.acts..",
                        "io.patchline.ingest.app..",
                        "io.patchline.ingest.publish..",
                        "io.patchline.ingest.usage..",
                        "io.patchline.ingest.lanes..",
                        "io.patchline.ingest.log..",
                        "io.patchline.ingest.jobs..",
                        "io.patchline.ingest.follow..",
                        "io.patchline.ingest.deadletters..",
                        "io.patchline.ingest.callbacks..",
                        "io.patchline.ingest.replicas..",
                        "io.patchline.ingest.oauth.grant..")
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

    /** What is said by path can be written around: CVE-2026-50559 and CVE-2026-87743, which the Quarkus that resolves here has (docs/decisions/0081). */
    @Test
    void nothing_is_permitted_by_its_path() throws IOException {
        assertThat(Files.readAllLines(Path.of("target/classes/application.properties")))
                .isNotEmpty()
                .noneMatch(line ->
                        line.contains("quarkus.http.auth.permission") || line.contains("quarkus.http.auth.policy"));
    }

    @Test
    void no_package_knows_another_that_knows_it() {
        slices().matching("io.patchline.(**)").should().beFreeOfCycles().check(ours);
    }
}
