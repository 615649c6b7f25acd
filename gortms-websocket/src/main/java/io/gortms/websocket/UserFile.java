package io.gortms.websocket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gortms.websocket.internal.auth.Passwords;
import io.gortms.websocket.internal.file.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Users in a file, with hashes of their passwords (PBKDF2 with HMAC-SHA256, 600,000 iterations, a salt for each). A change is on the
 * disk when the method returns. Checking a password takes some tenths of a second by intention. Safe for use by any thread; one
 * process at a time.
 */
public final class UserFile implements UserAuthenticator {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int VERSION = 1;
    private static final int SHORTEST_PASSWORD = 8;
    private static final int PASSWORD_BYTES = 18;

    /** A user, and the hash of the password. */
    private record Entry(User user, String hash) {}

    private final Path file;
    private final int iterations;

    /** Checked against for users that do not exist, so that they take as long. */
    private final String nobody;

    /** Held while the file is written. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile Map<String, Entry> entries;

    private UserFile(Path file, int iterations) {
        this.file = file;
        this.iterations = iterations;
        this.nobody = Passwords.hash("", iterations);
        this.entries = Files.exists(file) ? read(file) : Map.of();
    }

    /**
     * Those of a file, which is made with the first user; its mode is 600.
     *
     * @throws SecretsException if it cannot be read
     */
    public static UserFile open(Path file) {
        return open(file, Passwords.ITERATIONS);
    }

    static UserFile open(Path file, int iterations) {
        return new UserFile(file, iterations);
    }

    /**
     * Adds a user.
     *
     * @param password at least 8 characters
     * @throws IllegalArgumentException if there is one of this name, or the password is too short
     */
    public User add(String username, String password, String role) {
        checkPassword(password);
        Entry made =
                new Entry(new User(UUID.randomUUID().toString(), username, role), Passwords.hash(password, iterations));
        lock.lock();
        try {
            Map<String, Entry> changed = new TreeMap<>(entries);
            if (changed.putIfAbsent(username, made) != null) {
                throw new IllegalArgumentException("there is a user '" + username + "' already");
            }
            write(changed);
            return made.user();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes the first user, an admin, if there is none yet.
     *
     * @return a generated password, which is not shown again; nothing if there is a user
     */
    public Optional<String> bootstrap(String username) {
        lock.lock();
        try {
            if (!entries.isEmpty()) {
                return Optional.empty();
            }
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            String password = Base64.getUrlEncoder().encodeToString(random);
            add(username, password, User.ADMIN);
            return Optional.of(password);
        } finally {
            lock.unlock();
        }
    }

    /** Gives a user another password, of at least 8 characters. Tokens that are out stay valid. */
    public void setPassword(String username, String password) {
        checkPassword(password);
        String hash = Passwords.hash(password, iterations);
        lock.lock();
        try {
            Map<String, Entry> changed = new TreeMap<>(entries);
            changed.put(username, new Entry(existing(username).user(), hash));
            write(changed);
        } finally {
            lock.unlock();
        }
    }

    /** Removes a user. Tokens that are out stay valid until they expire. */
    public void remove(String username) {
        lock.lock();
        try {
            Map<String, Entry> changed = new TreeMap<>(entries);
            changed.remove(existing(username).user().username());
            write(changed);
        } finally {
            lock.unlock();
        }
    }

    /** All users, by name; a snapshot. */
    public List<User> users() {
        return entries.values().stream().map(Entry::user).toList();
    }

    @Override
    public Optional<User> authenticate(String username, String password) {
        Entry entry = entries.get(username);
        boolean is = Passwords.matches(password, entry == null ? nobody : entry.hash());
        return entry != null && is ? Optional.of(entry.user()) : Optional.empty();
    }

    private Entry existing(String username) {
        Entry entry = entries.get(username);
        if (entry == null) {
            throw new IllegalArgumentException("there is no user '" + username + "'");
        }
        return entry;
    }

    private static void checkPassword(String password) {
        if (password.length() < SHORTEST_PASSWORD) {
            throw new IllegalArgumentException("a password has at least " + SHORTEST_PASSWORD + " characters");
        }
    }

    private void write(Map<String, Entry> changed) {
        ObjectNode root = MAPPER.createObjectNode().put("version", VERSION);
        ArrayNode users = root.putArray("users");
        for (Entry entry : changed.values()) {
            users.addObject()
                    .put("id", entry.user().id())
                    .put("username", entry.user().username())
                    .put("role", entry.user().role())
                    .put("password", entry.hash());
        }
        try {
            SecretFile.write(file, MAPPER.writeValueAsBytes(root));
        } catch (IOException e) {
            throw new SecretsException(file, "cannot be written; nothing was changed", e);
        }
        entries = changed;
    }

    private static Map<String, Entry> read(Path file) {
        try {
            JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
            if (root.path("version").asInt() != VERSION) {
                throw new SecretsException(file, "is of version " + root.path("version") + ", not " + VERSION, null);
            }
            Map<String, Entry> read = new TreeMap<>();
            for (JsonNode node : root.required("users")) {
                User user = new User(text(node, "id"), text(node, "username"), text(node, "role"));
                read.put(user.username(), new Entry(user, Passwords.checked(text(node, "password"))));
            }
            return read;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new SecretsException(file, "is damaged; bring it back from a backup", e);
        } catch (IOException e) {
            throw new SecretsException(file, "cannot be read", e);
        }
    }

    private static String text(JsonNode user, String field) {
        JsonNode value = user.required(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("the " + field + " of a user is a text");
        }
        return value.asText();
    }
}
