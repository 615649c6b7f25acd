package io.gortms.websocket.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gortms.websocket.internal.net.Connection;
import io.gortms.websocket.internal.net.Connections;
import io.gortms.websocket.internal.net.Session;
import org.junit.jupiter.api.Test;

/** One client of the hub. */
class HubSessionTest {

    /** It is about to be disconnected; until then there may be room again. */
    @Test
    void nothingFollowsWhatItMissed() throws Exception {
        LocalHub hub = new LocalHub(JsonMapper.builder().build());
        try (Connections connections = new Connections(2)) {
            Connection connection = connections.open();
            Session session = hub.session(connection, null, Runnable::run);
            session.onOpen();
            for (int i = 0; i < 3; i++) {
                hub.broadcastJson("m" + i);
            }
            assertThat(Connections.taken(connection)).hasSize(2);
            hub.broadcastJson("late");
            hub.clients().get(0).sendJson("late, too");
            assertThat(Connections.taken(connection)).isEmpty();
            assertThat(connection.isEnding()).isTrue();
        }
    }
}
