package io.gortms.internal.group;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import org.jspecify.annotations.Nullable;

/** Ends mappings at once, where the JVM lets us; the garbage collector ends the others some day. */
final class Mappings {

    private static final @Nullable MethodHandle CLEANER = findCleaner();

    private Mappings() {}

    /** Nobody may touch the buffer afterwards. */
    static void unmap(MappedByteBuffer map) {
        if (CLEANER != null) {
            try {
                CLEANER.invoke(map);
            } catch (Throwable e) {
                throw new IllegalStateException("a mapping could not be ended", e);
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
