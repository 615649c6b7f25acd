package io.gortms.internal.journal;

import io.gortms.StorageException;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the packages of {@code java.base} that Chronicle Queue needs, where they are closed, so that nobody has to give
 * JVM flags. Must run before the first class of Chronicle is loaded. Safe for use by any thread.
 */
final class JvmAccess {

    /** The system property that, if {@code false}, leaves the JVM as it is. */
    static final String PROPERTY = "gortms.jvm.access";

    private static final Logger LOG = LoggerFactory.getLogger(JvmAccess.class);

    private static final List<String> PACKAGES =
            List.of("java.lang.reflect", "sun.nio.ch", "java.nio.channels.spi", "jdk.internal.ref");

    /**
     * What Chronicle does by itself and nobody has asked for: usage statistics, a banner, a thread that polls the disk; and
     * how long it waits for a lock that nobody else can hold.
     */
    private static final Map<String, String> SETTINGS = Map.of(
            "chronicle.analytics.disable", "true",
            "chronicle.announcer.disable", "true",
            "chronicle.disk.monitor.disable", "true",
            "chronicle.table.store.timeoutMS", "1000");

    private static final String SCRATCH_PROPERTY = "project.build.directory";

    private static boolean done;

    private JvmAccess() {}

    /**
     * Opens what is closed; nothing if that has been done.
     *
     * @throws StorageException if the JVM refuses, with the flags that help
     */
    static synchronized void open() {
        if (done) {
            return;
        }
        SETTINGS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        List<String> closed = closedPackages();
        if (!closed.isEmpty()) {
            openAll(closed);
        }
        done = true;
    }

    /**
     * Makes everything ready for Chronicle's first class. Where the temporary directory cannot be written to, Chronicle makes one in the working directory, when the class that
     * keeps these paths is initialised; unless it is told of another place, by a property of which it knows nothing later.
     *
     * @param scratch a directory of ours, that exists
     * @throws StorageException if the JVM refuses, with the flags that help
     */
    static synchronized void prepareChronicle(Path scratch) {
        open();
        boolean ours = System.getProperty(SCRATCH_PROPERTY) == null;
        if (ours) {
            System.setProperty(SCRATCH_PROPERTY, scratch.toString());
        }
        try {
            Class.forName("net.openhft.chronicle.core.OS");
            if (ours) {
                Files.deleteIfExists(scratch.resolve("tmp"));
            }
        } catch (ClassNotFoundException | IOException e) {
            LOG.debug("while Chronicle looked for its directories", e);
        } finally {
            if (ours) {
                System.clearProperty(SCRATCH_PROPERTY);
            }
        }
    }

    private static List<String> closedPackages() {
        Module base = Object.class.getModule();
        Module user = JvmAccess.class.getClassLoader().getUnnamedModule();
        List<String> closed = new ArrayList<>(PACKAGES);
        closed.removeIf(name -> base.isOpen(name, user));
        return closed;
    }

    private static void openAll(List<String> closed) {
        if (!Boolean.parseBoolean(System.getProperty(PROPERTY, "true"))) {
            throw new StorageException(
                    PROPERTY + " is false, and packages that Chronicle Queue needs are closed. " + remedy(closed),
                    null);
        }
        try {
            MethodHandle opener = trustedLookup()
                    .findVirtual(
                            Module.class, "implAddOpensToAllUnnamed", MethodType.methodType(void.class, String.class));
            for (String name : closed) {
                opener.invoke(Object.class.getModule(), name);
            }
        } catch (Throwable e) {
            throw new StorageException(
                    "this JVM does not let gortms open what Chronicle Queue needs. " + remedy(closed), e);
        }
        List<String> left = closedPackages();
        if (!left.isEmpty()) {
            throw new StorageException("this JVM keeps closed what Chronicle Queue needs. " + remedy(left), null);
        }
        LOG.info(
                "opened {} of java.base to the class path, which Chronicle Queue needs; -D{}=false and {} do without",
                closed,
                PROPERTY,
                flags(closed));
    }

    /** By reflection all the way: the compiler warns of every direct use of Unsafe, and cannot be told not to. */
    private static MethodHandles.Lookup trustedLookup() throws ReflectiveOperationException {
        Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
        Field theUnsafe = unsafeClass.getDeclaredField("theUnsafe");
        theUnsafe.setAccessible(true);
        Object unsafe = theUnsafe.get(null);
        Field lookup = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
        Object base = unsafeClass.getMethod("staticFieldBase", Field.class).invoke(unsafe, lookup);
        Object offset = unsafeClass.getMethod("staticFieldOffset", Field.class).invoke(unsafe, lookup);
        Method getObject = unsafeClass.getMethod("getObject", Object.class, long.class);
        return (MethodHandles.Lookup) getObject.invoke(unsafe, base, offset);
    }

    private static String remedy(List<String> closed) {
        return "Start the JVM with: " + flags(closed);
    }

    private static String flags(List<String> closed) {
        return closed.stream()
                .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
                .collect(Collectors.joining(" "));
    }
}
