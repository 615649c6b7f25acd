package io.gortms.internal.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;

/** What Jackson says, on one line. */
final class JsonProblems {

    private JsonProblems() {}

    /** The problem and where in the object it is, without the lines about where in a source, which nobody could look into. */
    static String text(Throwable error) {
        String problem = error instanceof JsonProcessingException of ? of.getOriginalMessage() : error.getMessage();
        boolean hasPath =
                error instanceof JsonMappingException of && !of.getPath().isEmpty();
        return hasPath ? problem + " (at " + ((JsonMappingException) error).getPathReference() + ")" : "" + problem;
    }
}
