package io.gortms.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.Domain;
import io.gortms.MissingLibraryException;
import io.gortms.Schema;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application sees that has not added the JSON Schema library. */
class MissingLibraryTest {

    private static final Schema DOCUMENT = Schema.jsonSchema("{\"type\":\"object\"}");

    @TempDir
    Path directory;

    @Test
    void aDocumentIsRefusedAndSaysWhatToAdd() throws Exception {
        assertThat(withoutTheLibrary(Declares.class, directory.toString()))
                .contains(MissingLibraryException.class.getSimpleName())
                .contains("com.networknt:json-schema-validator:2")
                .contains("everything else works");
    }

    @Test
    void aDocumentDeclaredBeforeIsMissedByTheFirstPublish() throws Exception {
        try (Broker broker = Broker.builder().dataDirectory(directory).build()) {
            broker.declareDomain("shop", domain -> domain.schema(DOCUMENT))
                    .declareQueue("orders", queue -> queue.persistent(false));
        }
        assertThat(withoutTheLibrary(Publishes.class, directory.toString()))
                .contains(MissingLibraryException.class.getSimpleName())
                .contains("com.networknt:json-schema-validator:2");
    }

    /** Run by a class loader of its own. */
    public static final class Declares implements Function<String, String> {
        @Override
        public String apply(String directory) {
            try (Broker broker = Broker.builder().inMemory().build()) {
                Domain shop = broker.declareDomain(
                        "shop",
                        domain -> domain.schema(Schema.builder().string("a").build()));
                shop.declareQueue("orders").publish(Map.of("a", "x"));
                try {
                    broker.declareDomain("shop", domain -> domain.schema(DOCUMENT));
                    return "it was declared";
                } catch (MissingLibraryException e) {
                    shop.queue("orders").publish(Map.of("a", "x"));
                    return e + "; everything else works";
                }
            }
        }
    }

    /** Run by a class loader of its own. */
    public static final class Publishes implements Function<String, String> {
        @Override
        public String apply(String directory) {
            try (Broker broker =
                    Broker.builder().dataDirectory(Path.of(directory)).build()) {
                return "published " + broker.domain("shop").queue("orders").publish(Map.of());
            } catch (MissingLibraryException e) {
                return e.toString();
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static String withoutTheLibrary(Class<? extends Function<String, String>> program, String argument)
            throws Exception {
        try (WithoutLibrary loader = new WithoutLibrary()) {
            Object loaded =
                    loader.loadClass(program.getName()).getDeclaredConstructor().newInstance();
            assertThat(loaded.getClass().getClassLoader()).isSameAs(loader);
            return ((Function<String, String>) loaded).apply(argument);
        }
    }

    /** Has everything that the tests have, but for that library. */
    private static final class WithoutLibrary extends URLClassLoader {

        WithoutLibrary() {
            super(classPath(), ClassLoader.getPlatformClassLoader());
        }

        private static URL[] classPath() {
            return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(entry -> !entry.contains("json-schema-validator"))
                    .map(WithoutLibrary::url)
                    .toArray(URL[]::new);
        }

        private static URL url(String entry) {
            try {
                return Path.of(entry).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalStateException(entry, e);
            }
        }
    }
}
