package io.gortms.websocket.internal.tls;

import io.gortms.websocket.SecretsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM as of RFC 7468: certificates, and keys of RSA or EC in PKCS#8. */
final class Pem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]*?)\\s*-----END \\1-----");

    private static final int LINE = 64;

    private Pem() {}

    /**
     * Reads a chain and its key.
     *
     * @throws SecretsException if a file is not what it should be
     */
    static Credentials read(Path chainFile, Path keyFile) {
        List<X509Certificate> chain = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(text(chainFile));
        while (blocks.find()) {
            if (blocks.group(1).equals("CERTIFICATE")) {
                chain.add(certificate(chainFile, decode(chainFile, blocks.group(2))));
            }
        }
        if (chain.isEmpty()) {
            throw new SecretsException(chainFile, "holds no certificate in PEM (-----BEGIN CERTIFICATE-----)", null);
        }
        String algorithm = chain.get(0).getPublicKey().getAlgorithm();
        if (!algorithm.equals("RSA") && !algorithm.equals("EC")) {
            throw new SecretsException(chainFile, "has a key of " + algorithm + "; RSA and EC can be used", null);
        }
        Credentials read = new Credentials(key(keyFile, algorithm), List.copyOf(chain));
        if (!read.belongTogether()) {
            throw new SecretsException(keyFile, "does not hold the key of the first certificate in " + chainFile, null);
        }
        return read;
    }

    private static PrivateKey key(Path file, String algorithm) {
        Matcher blocks = BLOCK.matcher(text(file));
        while (blocks.find()) {
            String type = blocks.group(1);
            if (type.equals("PRIVATE KEY")) {
                try {
                    return KeyFactory.getInstance(algorithm)
                            .generatePrivate(new PKCS8EncodedKeySpec(decode(file, blocks.group(2))));
                } catch (GeneralSecurityException e) {
                    throw new SecretsException(
                            file, "does not hold a key of " + algorithm + ", as the certificate has", e);
                }
            }
            if (type.endsWith("PRIVATE KEY")) {
                throw new SecretsException(
                        file,
                        "holds a key as '" + type
                                + "'; make it PKCS#8 without a password: openssl pkcs8 -topk8 -nocrypt -in "
                                + file.getFileName() + " -out server.key",
                        null);
            }
        }
        throw new SecretsException(file, "holds no key in PEM (-----BEGIN PRIVATE KEY-----)", null);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new SecretsException(file, "cannot be read", e);
        }
    }

    private static byte[] decode(Path file, String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new SecretsException(file, "is damaged: a part of it is not base64", e);
        }
    }

    private static X509Certificate certificate(Path file, byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new SecretsException(file, "is damaged: a part of it is no certificate", e);
        }
    }

    /** A block of PEM. */
    static String write(String type, byte[] der) {
        String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }
}
