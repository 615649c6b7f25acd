package io.gortms.internal.group;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends mappings at once, where the JVM permits it; the garbage collector ends the others some day. */
final class Mappings {

    private static final Logger LOG = LoggerFactory.getLogger(Mappings.class);
    private static final @Nullable MethodHandle CLEANER = findCleaner();

    private Mappings() {}

    /** Nobody may touch the buffer afterwards. */
    static void unmap(MappedByteBuffer map) {
        if (CLEANER != null) {
            try {
                CLEANER.invoke(map);
            } catch (Throwable e) {
                LOG.debug("a mapping is left to the garbage collector", e);
            }
        }
    }

    private static @Nullable MethodHandle findCleaner() {
        try {
            Class<?> unsafe = Class.forName("sun.misc.Unsafe");
            Field instance = unsafe.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            return MethodHandles.lookup()
                    .findVirtual(unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
                    .bindTo(instance.get(null));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
