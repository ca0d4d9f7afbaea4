package org.komir.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.JavacTask;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mix-up of purposes does not compile: the compiler itself is asked. */
class PurposeTest {

    @Test
    void what_has_the_wanted_purpose_compiles() throws Exception {
        // The control: were the frame below wrong, nothing would compile and the other tests would prove nothing.
        assertThat(errors("send(reply);")).isEmpty();
        assertThat(errors("send(sealer.seal(Purpose.REPLY, new byte[1], people));"))
                .isEmpty();
        assertThat(errors("box.open(cursor, new byte[0]);")).isEmpty();
        assertThat(errors("opener.open(testimony);")).isEmpty();
        assertThat(errors("box.seal(Purpose.CURSOR, new byte[1], new byte[0]);"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "send(testimony);",
                "send(cursor);",
                "send(sealer.seal(Purpose.TESTIMONY, new byte[1], people));",
                "send(Sealed.stored(Purpose.CASE_KEY, new byte[1]));",
                "Sealed<Purpose.Reply> renamed = testimony;",
                "sealer.seal(Purpose.CURSOR, new byte[1], people);",
                "box.seal(Purpose.TESTIMONY, new byte[1], new byte[0]);",
                "box.open(testimony, new byte[0]);",
                "opener.open(cursor);",
                "new CaseKey(people.iterator().next(), testimony);"
            })
    void what_has_another_purpose_does_not(String statement) throws Exception {
        List<String> errors = errors(statement);

        assertThat(errors).isNotEmpty();
        assertThat(errors)
                .allMatch(code ->
                        code.startsWith("compiler.err.cant.apply") || code.equals("compiler.err.prob.found.req"));
    }

    private static List<String> errors(String statement) throws Exception {
        String source = """
                import java.util.Collection;
                import org.komir.crypto.*;

                class Mixed {
                    void send(Sealed<Purpose.Reply> reply) {}

                    void use(
                            Sealer sealer,
                            Opener opener,
                            LocalBox box,
                            Collection<Recipient> people,
                            Sealed<Purpose.Testimony> testimony,
                            Sealed<Purpose.Reply> reply,
                            Sealed<Purpose.Cursor> cursor)
                            throws Exception {
                        %s
                    }
                }
                """.formatted(statement);
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Mixed.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        Path classes = Path.of(
                Sealed.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<String> options = List.of("-proc:none", "-cp", classes.toString());
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(new StringWriter(), null, found, options, null, List.of(file));
        task.analyze(); // without writing a class
        return found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(Diagnostic::getCode)
                .toList();
    }
}
