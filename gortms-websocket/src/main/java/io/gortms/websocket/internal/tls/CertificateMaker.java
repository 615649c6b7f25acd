package io.gortms.websocket.internal.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Makes a certificate (X.509 v3 of RFC 5280) that vouches for itself: RSA 2048, for {@code localhost}, {@code 127.0.0.1} and {@code
 * ::1}, for servers only, no authority over others.
 *
 * <p>The JDK can sign but has no public API for certificates. Its {@code keytool} would be another process, a keystore with a
 * password beside the files, and is not in every image of a JVM; the bytes of one certificate are few, and are written here.
 */
final class CertificateMaker {

    /** How long a certificate is valid. */
    static final Duration VALIDITY = Duration.ofDays(365);

    private static final int RSA_BITS = 2048;
    private static final int SERIAL_BITS = 127;
    private static final String SHA256_WITH_RSA = "1.2.840.113549.1.1.11";
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String ORGANISATION = "2.5.4.10";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private CertificateMaker() {}

    /** A new key, and a certificate of it that is valid from the hour before this time. */
    static Credentials make(Instant now) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(RSA_BITS);
        KeyPair pair = generator.generateKeyPair();
        byte[] content = content(pair, now.truncatedTo(ChronoUnit.SECONDS));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(pair.getPrivate());
        signature.update(content);
        byte[] der = Der.sequence(content, algorithm(), Der.bitString(0, signature.sign()));
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        return new Credentials(pair.getPrivate(), List.of(certificate));
    }

    private static byte[] content(KeyPair pair, Instant now) {
        Instant begin = now.minus(Duration.ofHours(1)); // clocks differ
        byte[] version3 = Der.tagged(0, true, Der.integer(BigInteger.TWO));
        BigInteger serial = new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1);
        return Der.sequence(
                version3,
                Der.integer(serial),
                algorithm(),
                name(),
                Der.sequence(Der.time(begin), Der.time(now.plus(VALIDITY))),
                name(),
                pair.getPublic().getEncoded(),
                Der.tagged(3, true, extensions()));
    }

    private static byte[] algorithm() {
        return Der.sequence(Der.oid(SHA256_WITH_RSA), Der.nothing());
    }

    private static byte[] name() {
        return Der.sequence(
                Der.set(Der.sequence(Der.oid(ORGANISATION), Der.utf8("gortms self-signed"))),
                Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.utf8("localhost"))));
    }

    private static byte[] extensions() {
        byte[] loopback4 = {127, 0, 0, 1};
        byte[] loopback6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
        byte[] localhost = {'l', 'o', 'c', 'a', 'l', 'h', 'o', 's', 't'};
        byte[] signAndEncipher = {(byte) 0xa0};
        return Der.sequence(
                critical(BASIC_CONSTRAINTS, Der.sequence()),
                critical(KEY_USAGE, Der.bitString(5, signAndEncipher)),
                extension(EXTENDED_KEY_USAGE, Der.sequence(Der.oid(SERVER_AUTHENTICATION))),
                extension(
                        ALTERNATIVE_NAMES,
                        Der.sequence(
                                Der.tagged(DNS_NAME, false, localhost),
                                Der.tagged(IP_ADDRESS, false, loopback4),
                                Der.tagged(IP_ADDRESS, false, loopback6))));
    }

    private static byte[] critical(String oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.yes(), Der.octetString(value));
    }

    private static byte[] extension(String oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.octetString(value));
    }
}
