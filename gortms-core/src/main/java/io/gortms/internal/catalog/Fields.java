package io.gortms.internal.catalog;

import io.gortms.StorageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object in a file. What is not what it should be is a {@link StorageException} that names file and field:
 * the checksum was right, so somebody wrote it so.
 */
record Fields(Path file, Map<String, Object> values) {

    private static final String REMEDY =
            "; put back the file as gortms wrote it, or open the data directory with the version that did";

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name) {
        return required(name, String.class);
    }

    long number(String name) {
        return required(name, Long.class);
    }

    int smallNumber(String name) {
        long number = number(name);
        if (number != (int) number) {
            throw unusable(name, number, null);
        }
        return (int) number;
    }

    Fields object(String name) {
        return of(name, required(name, Map.class));
    }

    List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        for (Object item : required(name, List.class)) {
            objects.add(of(name, item));
        }
        return objects;
    }

    /** What a field holds, turned into something else. */
    <T> T as(String name, ValueType<T> type) {
        Object value = required(name, Object.class);
        try {
            return type.decode(value);
        } catch (RuntimeException e) {
            throw unusable(name, value, e);
        }
    }

    /** All that is made of these fields: parts that do not go together are as unusable as one that is wrong by itself. */
    <T> T whole(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (StorageException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new StorageException(file + " cannot be used (" + e.getMessage() + ")" + REMEDY, e);
        }
    }

    @SuppressWarnings("unchecked") // the parser makes no other maps
    private Fields of(String name, Object item) {
        if (item instanceof Map<?, ?> map) {
            return new Fields(file, (Map<String, Object>) map);
        }
        throw unusable(name, item, null);
    }

    private <T> T required(String name, Class<T> type) {
        Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw unusable(name, value, null);
        }
        return type.cast(value);
    }

    StorageException unusable(String name, @Nullable Object value, @Nullable RuntimeException cause) {
        return new StorageException(
                file
                        + (value == null ? " has no '" + name + "'" : " has the unusable '" + name + "': " + value)
                        + (cause == null ? "" : " (" + cause.getMessage() + ")")
                        + REMEDY,
                cause);
    }
}
