package io.patchline.broker;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateException;
import java.security.cert.PKIXReason;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why there is no TLS with a broker, in one line: Java's own words name neither the certificate nor what to do. */
record TlsFailure(BrokerAddress address, SSLException cause) {

    /** Without the cause, whose message would be told instead. */
    IOException toException() {
        List<Throwable> chain = Stream.iterate((Throwable) cause, Objects::nonNull, Throwable::getCause)
                .toList();
        Throwable root = chain.getLast();
        String reason = Objects.toString(root.getMessage(), root.getClass().getSimpleName());
        IOException explained = new IOException("no TLS with the broker" + advice(chain) + " (" + reason + ")");
        explained.addSuppressed(cause);
        return explained;
    }

    private String advice(List<Throwable> chain) {
        if (chain.stream().anyMatch(TlsFailure::isUnknownAuthority)) {
            return ": its certificate is not of an authority that we trust; see patchline.broker.ca-file";
        }
        // The class itself and no other: what has expired, for instance, is one below it.
        if (chain.getLast().getClass() == CertificateException.class) {
            return ": its certificate is not for the host " + address.host();
        }
        return "";
    }

    private static boolean isUnknownAuthority(Throwable failure) {
        return failure instanceof CertPathBuilderException
                || (failure instanceof CertPathValidatorException path && unanchored(path.getReason()));
    }

    private static boolean unanchored(Reason reason) {
        return reason == PKIXReason.NO_TRUST_ANCHOR || reason == BasicReason.INVALID_SIGNATURE;
    }
}
