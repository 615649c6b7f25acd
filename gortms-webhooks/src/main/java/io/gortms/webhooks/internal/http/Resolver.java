package io.gortms.webhooks.internal.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a host name, or of an address given as text; may block. */
@FunctionalInterface
interface Resolver {

    InetAddress[] resolve(String host) throws UnknownHostException;
}
