package io.gortms.websocket.internal.net;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * How many sockets there are, in all and from each address. A few more than the limits are accepted, so that they can be told
 * why they are closed; those beyond are closed without a word. Used by one thread.
 */
final class Admission {

    /** How many sockets over the limit are told so. */
    static final int TOLD = 64;

    private final int most;
    private final int mostPerAddress;
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private int all;

    Admission(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /** Counts a socket, unless there are far too many. */
    boolean tryEnter(InetAddress address) {
        int ofAddress = byAddress.getOrDefault(address, 0);
        if (all >= most + TOLD || ofAddress >= mostPerAddress + TOLD) {
            return false;
        }
        all++;
        byAddress.put(address, ofAddress + 1);
        return true;
    }

    /** Whether there are more than there may be, the caller's own included. */
    boolean isOver(InetAddress address) {
        return all > most || byAddress.getOrDefault(address, 0) > mostPerAddress;
    }

    void leave(InetAddress address) {
        all--;
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }
}
