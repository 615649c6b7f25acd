package io.gortms.websocket.internal.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gortms.websocket.SecretsException;
import io.gortms.websocket.internal.file.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The accounts in a file: {@code {"version":1,"check":…,"accounts":[{"id","secret","previous","previousUntil","permissions",
 * "addresses","enabled"}]}}, secrets sealed by {@link Seal}. The file is replaced as a whole at each change, before the change counts.
 * Safe for use by any thread.
 */
public final class Accounts {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int VERSION = 1;
    private static final String CHECK = "check";

    private final Path file;
    private final Seal seal;

    /** Held while the file is written. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile Map<String, Account> accounts;

    /** One memory for all servers that these accounts are given to. */
    private final SeenSignatures seen = new SeenSignatures(SeenSignatures.MOST);

    /**
     * Those of a file, which is made at the first change.
     *
     * @throws SecretsException if it cannot be read, or not by this key
     */
    public Accounts(Path file, byte[] key) {
        this.file = file;
        this.seal = new Seal(key);
        this.accounts = Files.exists(file) ? read() : Map.of();
    }

    /** What was signed by one of them, and accepted. */
    SeenSignatures seen() {
        return seen;
    }

    /** The account, or null. */
    public @Nullable Account find(String id) {
        return accounts.get(id);
    }

    /** All, by their ids. */
    public List<Account> all() {
        return List.copyOf(accounts.values());
    }

    /**
     * Changes an account.
     *
     * @param change from what it is, or null, to what it will be, or null to remove it
     */
    public void change(String id, UnaryOperator<@Nullable Account> change) {
        lock.lock();
        try {
            Map<String, Account> changed = new TreeMap<>(accounts);
            Account after = change.apply(accounts.get(id));
            if (after == null) {
                changed.remove(id);
            } else {
                changed.put(id, after);
            }
            write(changed);
            accounts = changed;
        } finally {
            lock.unlock();
        }
    }

    private Map<String, Account> read() {
        try {
            JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
            if (root.path("version").asInt() != VERSION) {
                throw new SecretsException(file, "is of version " + root.path("version") + ", not " + VERSION, null);
            }
            if (!CHECK.equals(seal.open(root.path(CHECK).asText(), CHECK))) {
                throw new SecretsException(file, "was written with another key; give the right one", null);
            }
            Map<String, Account> read = new TreeMap<>();
            for (JsonNode node : root.path("accounts")) {
                Account account = account(node);
                read.put(account.id(), account);
            }
            return read;
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            throw new SecretsException(file, "is damaged; bring it back from a backup", e);
        } catch (IOException e) {
            throw new SecretsException(file, "cannot be read", e);
        }
    }

    private Account account(JsonNode node) {
        String id = node.path("id").asText();
        return new Account(
                id,
                open(node.path("secret"), id),
                node.has("previous") ? open(node.path("previous"), id) : null,
                node.has("previousUntil")
                        ? Instant.parse(node.path("previousUntil").asText())
                        : null,
                texts(node.path("permissions")).map(Permissions::checked).collect(Collectors.toUnmodifiableSet()),
                texts(node.path("addresses")).map(AddressRule::checked).toList(),
                node.path("enabled").asBoolean());
    }

    private String open(JsonNode sealed, String id) {
        String secret = seal.open(sealed.asText(), id);
        if (secret == null) {
            throw new SecretsException(
                    file, "is damaged: the secret of '" + id + "' cannot be read; bring it back from a backup", null);
        }
        return secret;
    }

    private static Stream<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText);
    }

    private void write(Map<String, Account> changed) {
        ObjectNode root = MAPPER.createObjectNode().put("version", VERSION).put(CHECK, seal.close(CHECK, CHECK));
        ArrayNode array = root.putArray("accounts");
        changed.values().forEach(account -> write(account, array.addObject()));
        try {
            SecretFile.write(file, MAPPER.writeValueAsBytes(root));
        } catch (IOException e) {
            throw new SecretsException(file, "cannot be written; nothing was changed", e);
        }
    }

    private void write(Account account, ObjectNode node) {
        node.put("id", account.id());
        node.put("secret", seal.close(account.secret(), account.id()));
        if (account.previous() != null && account.previousUntil() != null) {
            node.put("previous", seal.close(account.previous(), account.id()));
            node.put("previousUntil", account.previousUntil().toString());
        }
        new TreeSet<>(account.permissions()).forEach(node.putArray("permissions")::add);
        account.addresses().forEach(node.putArray("addresses")::add);
        node.put("enabled", account.enabled());
    }
}
