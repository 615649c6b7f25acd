package io.gortms.websocket;

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
            .importPackages("io.gortms.websocket");

    @Test
    void onThePublicApiOfCoreAndItsFewLibrariesOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.gortms",
                        "io.gortms.websocket..",
                        "java..",
                        "javax.crypto..",
                        "javax.net..",
                        "javax.security.auth..",
                        "com.sun.net.httpserver..",
                        "org.jspecify..",
                        "org.slf4j..",
                        "com.fasterxml.jackson..",
                        "org.java_websocket..",
                        "com.nimbusds..")
                .check(MODULE);
    }

    @Test
    void onEachLibraryInOneRoom() {
        only("org.java_websocket..", "io.gortms.websocket.internal.net..");
        only("com.nimbusds..", "io.gortms.websocket.internal.token..");
        only("com.sun.net.httpserver..", "io.gortms.websocket.internal.console..");
    }

    private static void only(String library, String room) {
        noClasses()
                .that()
                .resideOutsideOfPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)
                .check(MODULE);
    }
}
