package org.komir.bot.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The measure is worth nothing if those who invent the spellings and those who read them use one table. */
class NothingSharedTest {
    private static final Path MATCHER = Path.of("src/main/web/match");
    private static final Pattern IMPORT = Pattern.compile("from \"([^\"]+)\"");
    private static final Set<String> MAY_READ = Set.of(
            "komir:became",
            "../record/edtf.ts",
            "../record/identity-number.ts",
            "../crypto/age.ts",
            "../crypto/bytes.ts",
            "@noble/hashes/hmac.js",
            "@noble/hashes/sha2.js",
            "@scure/base");

    @Test
    void who_invents_names_and_spellings_reads_no_file_and_nothing_of_ours() {
        JavaClasses inventors = new ClassFileImporter()
                .importClasses(
                        InventedPeople.class,
                        InventedPerson.class,
                        Phonemes.class,
                        Letters.class,
                        Characters.class,
                        Teller.class,
                        Told.class,
                        Spelling.class);
        ArchRuleDefinition.classes()
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.describe(
                        "are of Java's own values, of ICU, or inventors themselves",
                        used -> Stream.of("java.lang", "java.util", "com.ibm.icu", "org.jspecify")
                                        .anyMatch(used.getPackageName()::startsWith)
                                || used.isPrimitive()
                                || used.isArray()
                                || inventors.stream()
                                        .anyMatch(one -> one.getName()
                                                .equals(used.getName().replaceAll("\\$.*", "")))))
                .check(inventors);
    }

    @Test
    void the_matcher_reads_its_own_tables_and_what_stands_here() throws IOException {
        try (Stream<Path> files = Files.list(MATCHER)) {
            List<Path> all = files.toList();
            assertThat(all).hasSizeGreaterThan(10);
            for (Path file : all) {
                List<String> imported = IMPORT.matcher(Files.readString(file))
                        .results()
                        .map(MatchResult::group)
                        .map(text -> text.substring("from \"".length(), text.length() - 1))
                        .filter(name -> !name.startsWith("./"))
                        .toList();
                assertThat(MAY_READ).as("what %s reads", file).containsAll(imported);
            }
        }
    }
}
