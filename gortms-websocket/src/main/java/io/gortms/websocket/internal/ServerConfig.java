package io.gortms.websocket.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.Broker;
import io.gortms.websocket.internal.net.NetSettings;
import java.net.InetAddress;
import java.util.Set;

/**
 * What a server was told.
 *
 * @param broker whose queues it shows
 * @param address where it listens
 * @param port the port for WebSocket
 * @param allowPublish whether clients may publish
 * @param allowedOrigins the pages besides those of the same host that browsers may connect from
 * @param mapper writes what the hub broadcasts
 * @param net the limits
 */
public record ServerConfig(
        Broker broker,
        InetAddress address,
        int port,
        boolean allowPublish,
        Set<String> allowedOrigins,
        ObjectMapper mapper,
        NetSettings net) {}
