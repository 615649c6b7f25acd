package io.gortms.websocket;

import io.gortms.websocket.internal.auth.Account;
import io.gortms.websocket.internal.auth.Accounts;
import io.gortms.websocket.internal.auth.AddressRule;
import io.gortms.websocket.internal.auth.Permissions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Services that sign their requests (HMAC-SHA256), in a file. Secrets are encrypted in it (AES-256-GCM) with a key that the
 * application gives and that is not kept. A change is on the disk when the method returns, and counts for the next request;
 * connections that would not be let in any more are closed within a few seconds (4401, or 4403). Safe for use by any thread; one
 * process at a time.
 */
public final class ServiceAccounts {

    private static final int SECRET_BYTES = 32;
    private static final int MAX_ID_LENGTH = 100;

    private final Accounts accounts;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    private ServiceAccounts(Accounts accounts, InstantSource clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * Those of a file, which is made with the first account; its mode is 600.
     *
     * @param key 32 bytes, always the same for one file
     * @throws SecretsException if the file cannot be read, or was written with another key
     */
    public static ServiceAccounts open(Path file, byte[] key) {
        return open(file, key, InstantSource.system());
    }

    /** Like {@link #open(Path, byte[])}, with a clock for the grace time of {@link #rotate}; give it the broker's. */
    public static ServiceAccounts open(Path file, byte[] key, InstantSource clock) {
        return new ServiceAccounts(new Accounts(file, key), Objects.requireNonNull(clock, "clock"));
    }

    /**
     * Makes an account that may come from anywhere.
     *
     * @param id 1 to 100 printable ASCII characters
     * @param permissions such as {@code consume:orders}: {@code publish}, {@code consume}, {@code manage} or {@code *}, a
     *     colon, and a domain or {@code *}
     * @return its secret, 64 hexadecimal digits; it is not shown again
     * @throws IllegalArgumentException if there is one of this id, or a permission is none
     */
    public String create(String id, Collection<String> permissions) {
        String secret = newSecret();
        add(id, secret, permissions);
        return secret;
    }

    /** Like {@link #create}, of a service that has a secret already; of any length but zero. */
    public void add(String id, String secret, Collection<String> permissions) {
        if (id.length() > MAX_ID_LENGTH || !id.matches("[\\x21-\\x7e]+")) {
            throw new IllegalArgumentException("the id of a service has 1 to 100 printable ASCII characters");
        }
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("the secret of a service is not empty");
        }
        Account made = new Account(id, secret, null, null, checked(permissions), List.of(), true);
        accounts.change(id, before -> {
            if (before != null) {
                throw new IllegalArgumentException(
                        "there is a service '" + id + "' already; rotate its secret, or delete it");
            }
            return made;
        });
    }

    /**
     * Gives a service another secret. The old one is accepted for a while, so that the service can change over.
     *
     * @param grace how long the old one is accepted; zero if it is known to others
     * @return the new secret; it is not shown again
     */
    public String rotate(String id, Duration grace) {
        String secret = newSecret();
        change(
                id,
                before -> new Account(
                        id,
                        secret,
                        before.secret(),
                        clock.instant().plus(grace),
                        before.permissions(),
                        before.addresses(),
                        before.enabled()));
        return secret;
    }

    /** Says what a service may do. */
    public void permit(String id, Collection<String> permissions) {
        Set<String> all = checked(permissions);
        change(
                id,
                before -> new Account(
                        id,
                        before.secret(),
                        before.previous(),
                        before.previousUntil(),
                        all,
                        before.addresses(),
                        before.enabled()));
    }

    /**
     * Says where a service may come from.
     *
     * @param addresses each an address, {@code *}, the beginning of one with {@code *} ({@code 10.1.*}), or a network ({@code
     *     10.0.0.0/8}); none for anywhere
     */
    public void allowFrom(String id, Collection<String> addresses) {
        List<String> all = addresses.stream().map(AddressRule::checked).toList();
        change(
                id,
                before -> new Account(
                        id,
                        before.secret(),
                        before.previous(),
                        before.previousUntil(),
                        before.permissions(),
                        all,
                        before.enabled()));
    }

    /** Lets a service come, or not. */
    public void enable(String id, boolean enabled) {
        change(
                id,
                before -> new Account(
                        id,
                        before.secret(),
                        before.previous(),
                        before.previousUntil(),
                        before.permissions(),
                        before.addresses(),
                        enabled));
    }

    /** Removes a service. */
    public void delete(String id) {
        change(id, before -> null);
    }

    /** All accounts, by their ids; a snapshot. */
    public List<ServiceAccount> accounts() {
        return accounts.all().stream()
                .map(account ->
                        new ServiceAccount(account.id(), account.permissions(), account.addresses(), account.enabled()))
                .toList();
    }

    Accounts internal() {
        return accounts;
    }

    private void change(String id, NonNullChange change) {
        UnaryOperator<@Nullable Account> checked = before -> {
            if (before == null) {
                throw new IllegalArgumentException("there is no service '" + id + "'");
            }
            return change.apply(before);
        };
        accounts.change(id, checked);
    }

    /** From what an account is to what it will be, or null to remove it. */
    @FunctionalInterface
    private interface NonNullChange {

        @Nullable Account apply(Account before);
    }

    private static Set<String> checked(Collection<String> permissions) {
        permissions.forEach(Permissions::checked);
        return Set.copyOf(permissions);
    }

    private String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
