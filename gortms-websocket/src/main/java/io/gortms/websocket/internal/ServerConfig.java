package io.gortms.websocket.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.Broker;
import io.gortms.websocket.internal.auth.Origins;
import io.gortms.websocket.internal.auth.SignatureCheck;
import io.gortms.websocket.internal.console.Login;
import io.gortms.websocket.internal.net.NetSettings;
import io.gortms.websocket.internal.token.TokenCheck;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What a server was told.
 *
 * @param broker whose queues it shows
 * @param address where it listens
 * @param port the port for WebSocket
 * @param consolePort the port for HTTP, or null if there is none
 * @param tls what is encrypted with, asked when the server starts; null for plain sockets
 * @param signatures checks services, or null if there are none
 * @param tokens check users; none if there are no users
 * @param login lets users log in, or null if there is none
 * @param allowPublish whether clients may publish
 * @param allowManage whether consoles may change things
 * @param origins the pages that browsers may connect from
 * @param mapper writes what the hub broadcasts
 * @param net the limits
 */
public record ServerConfig(
        Broker broker,
        InetAddress address,
        int port,
        @Nullable Integer consolePort,
        @Nullable Supplier<SSLContext> tls,
        @Nullable SignatureCheck signatures,
        List<TokenCheck> tokens,
        @Nullable Login login,
        boolean allowPublish,
        boolean allowManage,
        Origins origins,
        ObjectMapper mapper,
        NetSettings net) {}
