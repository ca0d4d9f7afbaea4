package org.komir.bot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.komir.bot.review.Cases;
import org.komir.crypto.Identity;
import org.komir.crypto.Opener;
import org.komir.crypto.Purpose;

/** Which package may know which; {@code docs/packages.md} is drawn from what is found here. */
class ArchitectureTest {
    private static final String ROOT = "org.komir.bot";

    /** For each package, those that it may use. The root package wires everything and is used by nobody. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("conversation", Set.of()),
            Map.entry("questionnaires", Set.of("conversation")),
            Map.entry("play", Set.of("conversation")),
            Map.entry("directory", Set.of("conversation")),
            Map.entry("files", Set.of()),
            Map.entry("intake", Set.of("conversation", "directory", "files")),
            Map.entry("store", Set.of("files", "intake", "review")),
            Map.entry("form", Set.of("directory", "files", "intake", "questionnaires")),
            Map.entry("telegram", Set.of("intake", "conversation")),
            Map.entry("review", Set.of("intake", "directory", "files")),
            Map.entry("practice", Set.of("directory")),
            Map.entry("cli", Set.of("conversation", "questionnaires", "directory", "files", "intake", "review")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void every_package_uses_only_what_is_declared_here() {
        found().forEach((from, used) -> {
            if (!from.isEmpty()) {
                assertThat(MAY_USE).as("package %s is declared", from).containsKey(from);
                assertThat(MAY_USE.get(from)).as("what %s uses", from).containsAll(used);
            }
        });
    }

    @Test
    void the_conversation_knows_nothing_but_java() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".conversation")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + ".conversation", "java..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void telegrams_types_stay_in_the_telegram_package() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".telegram")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.telegram..", "com.fasterxml.jackson.databind..")
                .check(CLASSES);
    }

    /**
     * Two small classes open something, and nothing else of the server does: one letters to a family that has typed its number into the chat, and only while it visits; one in
     * which chats there is news, sealed to a key that lives as long as the process.
     */
    private static final String OPENS = ROOT + "[.]intake[.](VisitKeys|WitnessKey)";

    @Test
    void the_server_cannot_open_what_is_sealed_for_people() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT,
                        ROOT + ".intake",
                        ROOT + ".store",
                        ROOT + ".telegram",
                        ROOT + ".review",
                        ROOT + ".conversation")
                .and()
                .haveNameNotMatching(OPENS)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Opener.class, Identity.class)
                .check(CLASSES);
    }

    /** What they open is of two kinds only: they have no method that takes a testimony or a case key. */
    @Test
    void what_the_server_opens_is_no_testimony() {
        noClasses()
                .that()
                .haveNameMatching(OPENS)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Purpose.Testimony.class, Purpose.CaseKey.class, Purpose.Tell.class, Cases.class)
                .check(CLASSES);
    }

    @Test
    void nothing_is_serialised_by_java() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .check(CLASSES);
    }

    @Test
    void the_drawing_of_the_packages_is_the_one_in_the_docs() throws IOException {
        Path file = Path.of("../docs/packages.md");
        StringBuilder drawing = new StringBuilder("""
                # The packages and who uses whom

                Drawn by `ArchitectureTest` from the compiled classes; `mvn -pl bot test -Dtest=ArchitectureTest -Dupdate` draws it anew.
                The package `bot` itself only wires.

                ```mermaid
                flowchart LR
                """);
        found().forEach((from, used) -> used.forEach(to -> {
            if (!from.isEmpty()) {
                drawing.append("  ").append(from).append(" --> ").append(to).append('\n');
            }
        }));
        drawing.append("```\n");
        if (System.getProperty("update") != null) {
            Files.writeString(file, drawing);
        }
        assertThat(file).hasContent(drawing.toString());
    }

    private static Map<String, Set<String>> found() {
        Map<String, Set<String>> found = new TreeMap<>();
        for (JavaClass type : CLASSES) {
            String from = packageOf(type);
            found.computeIfAbsent(from, key -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(ROOT)
                        && !packageOf(target).equals(from)) {
                    found.get(from).add(packageOf(target));
                }
            }
        }
        return found;
    }

    private static String packageOf(JavaClass type) {
        String name = type.getPackageName();
        return name.length() <= ROOT.length() ? "" : name.substring(ROOT.length() + 1);
    }
}
