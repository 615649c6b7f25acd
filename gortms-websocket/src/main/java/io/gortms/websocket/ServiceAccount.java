package io.gortms.websocket;

import java.util.List;
import java.util.Set;

/**
 * A service that signs its requests. Its secret is not shown.
 *
 * @param id its name
 * @param permissions what it may do, such as {@code consume:orders} or {@code publish:*}
 * @param addresses where it may come from; empty for anywhere
 * @param enabled whether it may come at all
 */
public record ServiceAccount(String id, Set<String> permissions, List<String> addresses, boolean enabled) {}
