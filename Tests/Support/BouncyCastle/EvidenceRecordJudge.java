import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Date;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.ers.ERSByteData;
import org.bouncycastle.tsp.ers.ERSEvidenceRecord;

/** Judges evidence records: RECORD DATA TIMESTAMP_CERTIFICATE, repeated. Prints a line for each. */
public class EvidenceRecordJudge {
    public static void main(String[] files) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().setProvider("BC").build();
        for (int i = 0; i + 2 < files.length; i += 3) {
            try {
                ERSEvidenceRecord record = new ERSEvidenceRecord(Files.readAllBytes(Path.of(files[i])), digests);
                X509CertificateHolder certificate =
                    new X509CertificateHolder(Files.readAllBytes(Path.of(files[i + 2])));
                record.validatePresent(new ERSByteData(Files.readAllBytes(Path.of(files[i + 1]))), new Date(4102444800000L));
                record.validate(new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(certificate));
                System.out.println("ok");
            } catch (Exception problem) {
                System.out.println(problem.getClass().getSimpleName() + ": " + problem.getMessage());
            }
        }
    }
}
