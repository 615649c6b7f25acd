package io.gortms.websocket.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.ManualClock;
import io.gortms.websocket.JwtIssuer;
import io.gortms.websocket.ObservationServer;
import io.gortms.websocket.User;
import io.gortms.websocket.UserAuthenticator;
import io.gortms.websocket.UserFile;
import io.gortms.websocket.client.Snippets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that wants to know who comes. */
class LoginPageTest extends PageTest {

    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final User ANN = new User("u1", "ann", User.ADMIN);

    @TempDir
    Path directory;

    private final JwtIssuer issuer = JwtIssuer.of(SECRET);

    /** Users of the application: hashing takes a moment for each password of a file. */
    private final UserAuthenticator users = (username, password) -> switch (username + ": " + password) {
        case "ann: a good password" -> Optional.of(ANN);
        case "bob: another password" -> Optional.of(new User("u2", "bob", User.USER));
        default -> Optional.empty();
    };

    private ObservationServer withUsers() {
        return server(builder ->
                builder.jwtIssuer(issuer).users(users).allowManage(true).allowPublish(true));
    }

    private void openLogin(ObservationServer server) throws Exception {
        browser.open("http://localhost:" + server.consolePort() + "/ui/");
        browser.awaitText("main h1", "Log in");
    }

    private void login(String name, String password) throws Exception {
        browser.type("input[name=username]", name);
        browser.type("input[name=password]", password);
        browser.press("Log in");
    }

    @Test
    void inAndOut() throws Exception {
        openLogin(withUsers());
        browser.awaitText("#connection", "not logged in");
        login("ann", "a wrong password");
        browser.awaitText("main", "invalid username or password");
        login("ann", "a good password");
        browser.awaitText("#connection", "connected");
        browser.awaitText("#user", "ann");
        browser.awaitText("main td", "0 / 100");
        browser.reload();
        browser.awaitText("#user", "ann");
        browser.press("Log out");
        browser.awaitText("main h1", "Log in");
        assertThat(browser.script("return sessionStorage.length").asInt()).isZero();
        browser.awaitText("#connection", "not logged in");
        browser.await("!document.body.innerText.includes('orders')");
        browser.reload();
        browser.awaitText("main h1", "Log in");
    }

    @Test
    void aUserThatMayOnlyLook() throws Exception {
        openLogin(withUsers());
        login("bob", "another password");
        browser.awaitText("#user", "bob");
        browser.click("nav a[href*=orders]");
        browser.press("Groups");
        browser.awaitText("main", "Groups can be looked at, not changed");
        browser.press("Publish");
        browser.awaitText("main", "Publishing is not allowed here");
    }

    @Test
    void aTokenOfSomebodyElse() throws Exception {
        ObservationServer server = server(builder -> builder.jwtIssuer(issuer));
        openLogin(server);
        browser.type("textarea[name=token]", "no.such.token");
        browser.press("Use this token");
        browser.awaitText("main [role=alert]", "token");
        browser.size(360, 700);
        Axe.assertNothingSerious(browser, "a token that is refused, narrow");
        browser.type("textarea[name=token]", issuer.issue(ANN));
        browser.press("Use this token");
        browser.awaitText("#user", "ann");
    }

    @Test
    void theFirstAdmin() throws Exception {
        UserFile nobody = UserFile.open(directory.resolve("nobody.json"));
        openLogin(server(builder -> builder.jwtIssuer(issuer).users(nobody)));
        browser.await("document.querySelector('main form button:not(.primary)')");
        Axe.assertNothingSerious(browser, "login, without a user");
        browser.press("Make the first admin");
        browser.awaitText("main", "it is not shown again");
        Axe.assertNothingSerious(browser, "the first admin");
        String password = browser.text("main code");
        assertThat(nobody.authenticate("admin", password)).isPresent();
        browser.press("Log in");
        browser.awaitText("#user", "admin");
        browser.press("Log out");
        browser.awaitText("main h1", "Log in");
        login("admin", "not " + password);
        browser.awaitText("main", "invalid username or password");
        assertThat(browser.text("main")).doesNotContain("first admin");
    }

    /** The snippet of docs/websocket.md, in a page of the console's own origin. */
    @Test
    void aPageOfOnesOwnWatchesWithItsToken() throws Exception {
        ObservationServer server = server(builder -> builder.jwtIssuer(issuer));
        openLogin(server);
        browser.script("window.logged = []; console.log = (...said) => logged.push(said)");
        String snippet = Snippets.of("Browser", Map.of("localhost:8080", "localhost:" + server.port()));
        orders.publish(Map.of("order_id", "ord_1"));
        browser.script("const token = arguments[0];" + snippet, issuer.issue(ANN));
        browser.await("logged[0]?.[0] === 0 && logged[0][1].order_id === 'ord_1'");
        server.close();
        browser.await("logged.some(([code, reason]) => code === 1000 && reason === 'Server shutting down')");
    }

    @Test
    void aTokenThatExpires() throws Exception {
        ManualClock clock = new ManualClock();
        Broker manual = closedAtTheEnd(Broker.builder().inMemory().clock(clock).build());
        openLogin(server(
                manual,
                builder -> builder.jwtIssuer(JwtIssuer.of(SECRET).clock(clock)).users(users)));
        login("bob", "another password");
        browser.awaitText("#user", "bob");
        clock.advance(Duration.ofHours(2));
        browser.awaitText("main h1", "Log in");
        browser.awaitText("main [role=alert]", "expired");
        login("bob", "another password");
        browser.awaitText("#user", "bob");
    }
}
