import Doctor
import Foundation
import Outbound
import SignerProtocol

extension ServicePatient {
    /// The signer, as only a caller with the right certificate sees it.
    static let signer: [Examination<ServicePatient>] = [unreachableSigner, otherEnvironment]

    private static let unreachableSigner = Examination<ServicePatient>(
        "SIGNER_UNREACHABLE",
        in: .everywhere,
        cause: Words(
            ja: "署名プロセスが相互 TLS で応答しません: {}",
            en: "The signer does not answer over mutual TLS: {}."
        ),
        remedy: Words(
            ja: "`chigiri-signer` が動いていること、signer.url、双方の証明書と allowedClients を確かめてください（`chigiri-signer doctor`）。",
            en:
                "See that `chigiri-signer` runs; check signer.url, both certificates and allowedClients (`chigiri-signer doctor`)."
        ),
        .overNetwork { patient in
            switch await patient.asking({ try await $0.status() }) {
            case .success: .found([])
            case .failure(let error): .found([Words("\(patient.file.signer.url): \(error)")])
            }
        }
    )

    private static let otherEnvironment = Examination<ServicePatient>(
        "ENVIRONMENTS_DIFFER",
        in: .everywhere,
        cause: Words(
            ja: "サービスと署名プロセスの環境が違います: {}",
            en: "Service and signer are of different environments: {}."
        ),
        remedy: Words(
            ja: "両方の environment を同じにしてください。試験用の鍵で本番の署名はできません。",
            en: "Set the same environment in both; keys of a test sign nothing that is meant."
        ),
        .overNetwork { patient in
            guard case .success(let status) = await patient.asking({ try await $0.status() }) else {
                return .notChecked(withoutSigner)
            }
            guard status.environment != patient.environment else { return .found([]) }
            return .found([Words("service \(patient.environment), signer \(status.environment)")])
        }
    )

    static let withoutSigner = Words(ja: "署名プロセスが応答しない", en: "the signer does not answer")

    /// One question to the signer, over a connection of its own.
    func asking<Answer: Sendable>(
        _ question: (MutualTLSSignerClient) async throws -> Answer
    ) async -> Result<Answer, any Error> {
        guard let url = file.signerURL else { return .failure(OutboundError.urlRefused(file.signer.url)) }
        do {
            let client = try MutualTLSSignerClient(
                url: url,
                identity: MutualTLSSignerClient.Identity(
                    certificate: path(file.signer.certificate),
                    key: path(file.signer.key),
                    trust: path(file.signer.trust)
                )
            )
            let answer: Result<Answer, any Error>
            do {
                answer = .success(try await question(client))
            } catch {
                answer = .failure(error)
            }
            try await client.shutdown()
            return answer
        } catch {
            return .failure(error)
        }
    }
}
