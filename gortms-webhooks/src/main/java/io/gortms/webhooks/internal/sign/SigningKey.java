package io.gortms.webhooks.internal.sign;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/** An Ed25519 private key (RFC 8032) and its public half. Safe for use by any thread. A signature costs most of a millisecond. */
public final class SigningKey {

    /** The bytes of a seed, from which the key and its public half follow. */
    public static final int SEED_BYTES = 32;

    private final PrivateKey key;
    private final VerifyingKey publicHalf;

    private SigningKey(PrivateKey key, VerifyingKey publicHalf) {
        this.key = key;
        this.publicHalf = publicHalf;
    }

    /**
     * Reads the 32 bytes of a seed, or 64 bytes: a seed, then the public key.
     *
     * @throws GeneralSecurityException if it is another number of bytes, or the public key does not belong to the seed
     */
    public static SigningKey of(byte[] bytes) throws GeneralSecurityException {
        if (bytes.length != SEED_BYTES && bytes.length != SEED_BYTES + VerifyingKey.KEY_BYTES) {
            throw new SignatureException("a private key has 64 bytes, or the 32 of its seed, not " + bytes.length);
        }
        byte[] seed = Arrays.copyOf(bytes, SEED_BYTES);
        VerifyingKey publicHalf = publicHalf(seed);
        if (bytes.length > SEED_BYTES
                && !MessageDigest.isEqual(publicHalf.raw(), Arrays.copyOfRange(bytes, SEED_BYTES, bytes.length))) {
            throw new SignatureException("its second half is not the public key of its first half");
        }
        PrivateKey key = KeyFactory.getInstance(VerifyingKey.ALGORITHM)
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        return new SigningKey(key, publicHalf);
    }

    /** The public key of this one. */
    public VerifyingKey publicHalf() {
        return publicHalf;
    }

    /** The 64 bytes of the signature of these parts, one after the other. */
    public byte[] sign(byte[]... parts) {
        try {
            Signature signer = Signature.getInstance(VerifyingKey.ALGORITHM);
            signer.initSign(key);
            for (byte[] part : parts) {
                signer.update(part);
            }
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot sign with an Ed25519 key that it has read", e);
        }
    }

    // The JDK computes a public key only when it makes a pair, and makes the pair of the random bytes that it is given.
    private static VerifyingKey publicHalf(byte[] seed) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(VerifyingKey.ALGORITHM);
        generator.initialize(NamedParameterSpec.ED25519, new GivenBytes(seed));
        var pair = generator.generateKeyPair();
        byte[] used = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
        if (!MessageDigest.isEqual(seed, used)) {
            throw new SignatureException(
                    "the provider " + generator.getProvider().getName()
                            + " does not make key pairs of given bytes; SunEC of the JDK does");
        }
        return VerifyingKey.of(pair.getPublic().getEncoded());
    }

    private static final class GivenBytes extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final byte[] bytes;

        GivenBytes(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] target) {
            System.arraycopy(bytes, 0, target, 0, target.length);
        }
    }
}
