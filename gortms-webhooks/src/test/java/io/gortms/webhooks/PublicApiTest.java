package io.gortms.webhooks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What this module stands on. */
class PublicApiTest {

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.gortms.webhooks");

    @Test
    void onThePublicApiOfCoreAndItsFewLibrariesOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.gortms",
                        "io.gortms.webhooks..",
                        "java..",
                        "javax.crypto..",
                        "javax.net..",
                        "org.jspecify..",
                        "org.slf4j..",
                        "com.fasterxml.jackson..",
                        "org.apache.hc..")
                .check(MODULE);
    }

    @Test
    void onTheHttpClientInOneRoom() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.gortms.webhooks.internal.http..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.hc..")
                .allowEmptyShould(true)
                .check(MODULE);
    }
}
