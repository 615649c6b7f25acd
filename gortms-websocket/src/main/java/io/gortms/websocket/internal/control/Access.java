package io.gortms.websocket.internal.control;

import io.gortms.websocket.internal.auth.Identity;
import java.util.regex.Pattern;

/**
 * What a client may do.
 *
 * @param identity who it is
 * @param publishing whether the server lets anybody publish
 * @param managing whether the server lets anybody change things
 */
public record Access(Identity identity, boolean publishing, boolean managing) {

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]");

    /** Who it is, for the log, whose lines a name does not break: other issuers may let users choose theirs. */
    String who() {
        String name = identity.name();
        return name == null ? "somebody" : "'" + CONTROL.matcher(name).replaceAll("?") + "'";
    }

    boolean maySee(String domain) {
        return identity.may("consume:" + domain);
    }

    boolean mayPublish(String domain) {
        return publishing && identity.may("publish:" + domain);
    }

    boolean mayManage(String domain) {
        return managing && identity.may("manage:" + domain);
    }

    void requireSee(String domain) throws ControlException {
        if (!maySee(domain)) {
            throw ControlException.notAllowed("insufficient permissions for consume:" + domain);
        }
    }

    void requireManage(String domain) throws ControlException {
        requireSee(domain);
        if (!managing) {
            throw ControlException.notAllowed(
                    "this server lets nobody change anything from the console; allowManage(true) would");
        }
        if (!mayManage(domain)) {
            throw ControlException.notAllowed("insufficient permissions for manage:" + domain);
        }
    }
}
