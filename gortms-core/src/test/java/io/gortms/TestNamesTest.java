package io.gortms;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

/** A test class under any other name is not found by the build, and nobody notices. */
class TestNamesTest {
    @Test
    void everyTestClassHasANameTheBuildLooksFor() {
        List<String> lost = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS).importPackages("io.gortms").stream()
                        .filter(javaClass -> !javaClass.getModifiers().contains(JavaModifier.ABSTRACT))
                        .filter(javaClass -> javaClass.getAllMethods().stream().anyMatch(TestNamesTest::isTest))
                        .map(TestNamesTest::outermost)
                        .filter(outermost -> !outermost.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::getSimpleName)
                        .filter(name -> !name.matches(".*(Test|Tests|IT)"))
                        .distinct()
                        .toList();

        assertThat(lost).isEmpty();
    }

    private static boolean isTest(JavaMethod method) {
        return method.isMetaAnnotatedWith(Testable.class) || method.isAnnotatedWith(org.testng.annotations.Test.class);
    }

    private static JavaClass outermost(JavaClass javaClass) {
        return javaClass.getEnclosingClass().map(TestNamesTest::outermost).orElse(javaClass);
    }
}
