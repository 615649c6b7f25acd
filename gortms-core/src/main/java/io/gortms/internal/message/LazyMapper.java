package io.gortms.internal.message;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The application's mapper, or else a default one, made when it is first needed: loading Jackson takes longer than opening a
 * broker, and payloads of bytes need none. Safe for use by any thread.
 */
final class LazyMapper implements Supplier<ObjectMapper> {

    private volatile @Nullable ObjectMapper mapper;

    LazyMapper(@Nullable ObjectMapper given) {
        this.mapper = given;
    }

    @Override
    public ObjectMapper get() {
        ObjectMapper known = mapper;
        return known == null ? make() : known;
    }

    private synchronized ObjectMapper make() {
        ObjectMapper made = mapper;
        if (made == null) {
            made = new ObjectMapper();
            mapper = made;
        }
        return made;
    }
}
