package io.patchline.executor;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.patchline.executor.spawn.Spawner;
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
    void jax_rs_appears_only_in_resources() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Resource")
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
                        "io.patchline.executor.intake..",
                        "io.patchline.executor.report..")
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
                .resideInAPackage("io.patchline.ingest..")
                .check(ours);
    }

    /**
     * Case 37 of the hostile cases: what a patch plants for git to run is never run, because nothing but commands, in their sandbox, and git, hardened (docs/decisions/0128), is
     * ever started.
     */
    @Test
    void programs_are_started_by_the_launcher_of_commands_and_by_git_only() {
        noClasses()
                .that()
                .doNotHaveSimpleName("JdkSpawner")
                .and()
                .doNotHaveFullyQualifiedName("io.patchline.executor.git.program.ChildProcess")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .orShould()
                .callMethodWhere(target(owner(assignableTo(Runtime.class))).and(target(name("exec"))))
                .check(ours);
    }

    /** And what {@link Spawner} starts, for commands only. */
    @Test
    void nothing_but_the_launcher_of_commands_starts_processes_by_a_spawner() {
        noClasses()
                .that()
                .doNotHaveSimpleName("LauncherThread")
                .and()
                .resideOutsideOfPackage("io.patchline.executor.spawn..")
                .should()
                .callMethodWhere(target(owner(assignableTo(Spawner.class))).and(target(name("start"))))
                .check(ours);
    }

    /** Its memory is nobody's to look after. */
    @Test
    void functions_of_the_system_are_called_where_files_are_opened_and_processes_started_only() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.patchline.executor.libc..", "io.patchline.executor.spawn..")
                .and()
                .doNotHaveFullyQualifiedName("io.patchline.executor.directory.Descriptor")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .check(ours);
    }

    /** Case 42: a step of the wall clock changes no timeout. */
    @Test
    void how_long_commands_run_is_measured_by_a_clock_that_nobody_can_set() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.patchline.executor.process..",
                        "io.patchline.executor.output..",
                        "io.patchline.executor.sandbox..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.time\\.(Clock|Instant|LocalDateTime|ZonedDateTime|OffsetDateTime)|java\\.util\\.Date")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
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
