package org.etclane.sim.station;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Whom a lane's certificate names: subject common name and DNS alternative names. Pure. */
final class LaneCertificate {
    private static final int DNS_NAME = 2;

    private LaneCertificate() {
    }

    static Set<String> names(X509Certificate certificate) {
        Set<String> names = new HashSet<>();
        try {
            new LdapName(certificate.getSubjectX500Principal().getName()).getRdns().stream()
                    .filter(part -> part.getType().equalsIgnoreCase("CN")).forEach(part -> names.add(part.getValue().toString()));
            if (certificate.getSubjectAlternativeNames() != null) {
                for (List<?> name : certificate.getSubjectAlternativeNames()) {
                    if (name.getFirst().equals(DNS_NAME)) {
                        names.add(name.get(1).toString());
                    }
                }
            }
        } catch (InvalidNameException | CertificateParsingException unreadable) {
            // names nobody: the lane will be refused
            return Set.of();
        }
        return names;
    }
}
