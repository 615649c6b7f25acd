package io.gortms.junit;

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
            .importPackages("io.gortms.junit");

    @Test
    void onThePublicApiOfCoreAndTheTestLibrariesOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.gortms",
                        "io.gortms.junit",
                        "java..",
                        "org.jspecify..",
                        "org.junit.jupiter.api..",
                        "org.assertj.core..")
                .check(MODULE);
    }

    /** An application without AssertJ uses everything else. */
    @Test
    void onAssertJOnlyForTheAssertions() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Assert")
                .and()
                .doNotHaveSimpleName("BrokerAssertions")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.assertj..")
                .check(MODULE);
    }
}
