package io.gortms;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows and rules of docs/architecture.md. A room that is not built yet breaks none of them. */
class ArchitectureTest {
    private static final String API = "io.gortms";
    private static final String INTERNAL = "io.gortms.internal";
    private static final String ANY_INTERNAL = "io.gortms.internal..";

    /** Who may call whom, besides the public API, which all may use; the wiring in {@link #INTERNAL} calls everyone. */
    private static final Map<String, Set<String>> ROOMS_BELOW = Map.ofEntries(
            Map.entry("publish", Set.of("delivery", "stats", "journal", "time")),
            Map.entry("delivery", Set.of("message", "stats", "group", "journal", "time")),
            Map.entry("retention", Set.of("delivery", "stats", "group", "journal", "time")),
            Map.entry("routing", Set.of()),
            Map.entry("observe", Set.of("message", "journal")),
            Map.entry("schema", Set.of("message", "group", "journal")),
            Map.entry("stats", Set.of("group", "journal", "time")),
            Map.entry("catalog", Set.of("group", "journal")),
            Map.entry("message", Set.of("journal", "time")),
            Map.entry("group", Set.of("journal", "time")),
            Map.entry("journal", Set.of()),
            Map.entry("time", Set.of()));

    private static final JavaClasses GORTMS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(API);

    @Test
    void aRoomCallsOnlyRoomsBelowIt() {
        LayeredArchitecture house = layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("api")
                .definedBy(API)
                .layer("wiring")
                .definedBy(INTERNAL);
        for (String room : ROOMS_BELOW.keySet()) {
            house = house.layer(room).definedBy(room(room));
        }
        for (Map.Entry<String, Set<String>> below : ROOMS_BELOW.entrySet()) {
            Set<String> callable = new TreeSet<>(below.getValue());
            callable.add("api");
            house = house.whereLayer(below.getKey()).mayOnlyAccessLayers(callable.toArray(String[]::new));
        }
        house.whereLayer("api")
                .mayNotAccessAnyLayer()
                .ignoreDependency(brokerBuilder(), resideInAPackage(INTERNAL))
                .ensureAllClassesAreContainedInArchitecture()
                .check(GORTMS);
    }

    @Test
    void onlyTheBuilderReachesIntoInternal() {
        noClasses()
                .that()
                .resideInAPackage(API)
                .and(not(brokerBuilder()))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ANY_INTERNAL)
                .allowEmptyShould(true)
                .check(GORTMS);
    }

    @Test
    void internalNeverShowsInAPublicSignature() {
        classes()
                .that()
                .resideInAPackage(API)
                .and()
                .arePublic()
                .should(showNothingInternal())
                .allowEmptyShould(true)
                .check(GORTMS);
    }

    /** A library of one room gets a line here; the rooms above see only what that room makes of it. */
    @ParameterizedTest
    @CsvSource({"net.openhft.., journal", "com.networknt.., schema", "org.HdrHistogram.., stats"})
    void aLibraryIsKnownToOneRoom(String library, String room) {
        noClasses()
                .that()
                .resideOutsideOfPackage(room(room))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)
                .check(GORTMS);
    }

    @Test
    void noOtherLibraryIsKnownAnywhere() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "io.gortms..",
                        "java..",
                        "javax..",
                        "com.fasterxml.jackson..",
                        "org.slf4j..",
                        "org.jspecify..",
                        "net.openhft..",
                        "com.networknt..",
                        "org.HdrHistogram.."))
                .allowEmptyShould(true)
                .check(GORTMS);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(GORTMS.stream().map(JavaClass::getPackage).distinct())
                .allSatisfy(javaPackage -> assertThat(javaPackage.isAnnotatedWith(NullMarked.class))
                        .as("%s has a package-info.java with @NullMarked", javaPackage.getName())
                        .isTrue());
    }

    private static String room(String name) {
        return INTERNAL + "." + name + "..";
    }

    private static DescribedPredicate<JavaClass> brokerBuilder() {
        return DescribedPredicate.describe(
                "BrokerBuilder", javaClass -> outermost(javaClass).getFullName().equals(API + ".BrokerBuilder"));
    }

    private static JavaClass outermost(JavaClass javaClass) {
        return javaClass.getEnclosingClass().map(ArchitectureTest::outermost).orElse(javaClass);
    }

    private static ArchCondition<JavaClass> showNothingInternal() {
        return new ArchCondition<>("show nothing internal to users") {
            @Override
            public void check(JavaClass shown, ConditionEvents events) {
                supertypes(shown).forEach(type -> refuseInternal(shown, shown.getDescription(), type, events));
                shown.getMembers().stream()
                        .filter(ArchitectureTest::isShown)
                        .forEach(member -> signature(member)
                                .forEach(type -> refuseInternal(shown, member.getDescription(), type, events)));
            }
        };
    }

    private static void refuseInternal(JavaClass shown, String where, JavaType type, ConditionEvents events) {
        type.getAllInvolvedRawTypes().stream()
                .filter(resideInAPackage(ANY_INTERNAL))
                .forEach(raw -> events.add(violated(shown, where + " shows " + raw.getFullName())));
    }

    private static boolean isShown(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static Collection<JavaType> supertypes(JavaClass shown) {
        List<JavaType> types = new ArrayList<>(shown.getInterfaces());
        shown.getSuperclass().ifPresent(types::add);
        types.addAll(shown.getTypeParameters());
        return types;
    }

    private static Collection<JavaType> signature(JavaMember member) {
        List<JavaType> types = new ArrayList<>();
        if (member instanceof JavaField field) {
            types.add(field.getType());
        } else if (member instanceof JavaCodeUnit code) {
            types.add(code.getReturnType());
            types.addAll(code.getParameterTypes());
            types.addAll(code.getExceptionTypes());
            types.addAll(code.getTypeParameters());
        }
        return types;
    }
}
