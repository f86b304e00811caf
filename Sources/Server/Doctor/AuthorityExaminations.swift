import CMS
import Doctor
import Foundation
import Logging
import Outbound
import SignerProtocol
import SigningService

extension ServicePatient {
    /// Those who make certificates, times and revocation data.
    static let authorities: [Examination<ServicePatient>] = [
        unreachableCA, failingTSA, foreignTSA, unreachableRevocation,
    ]

    private static let unreachableCA = Examination<ServicePatient>(
        "CA_UNREACHABLE",
        in: .everywhere,
        cause: Words(ja: "認証局に接続できません: {}", en: "The certification authority cannot be reached: {}."),
        remedy: Words(
            ja: "ca.url、名前解決、経路とファイアウォールを確かめてください。試験環境では `chigiri-trial authority` を動かします。",
            en: "Check ca.url, name resolution, routes and firewalls; in a trial run `chigiri-trial authority`."
        ),
        .overNetwork { patient in
            guard let url = patient.file.authority else { return .notChecked(unusableSetting) }
            do throws(OutboundError) {
                // Any answer will do: a certificate is not asked for, since it would be issued.
                let request = BoundedRequest(url: url, method: .get, sizeLimit: 1 << 20, timeLimit: .seconds(10))
                let answer = try await exchangeOnce(request)
                return .found(answer.status < 500 ? [] : [Words("\(url.absoluteString): HTTP \(answer.status)")])
            } catch {
                return .found([Words("\(url.absoluteString): \(error)")])
            }
        }
    )

    private static let failingTSA = Examination<ServicePatient>(
        "TSA_UNUSABLE",
        in: .everywhere,
        cause: Words(
            ja: "時刻認証局から使えるタイムスタンプを得られません: {}",
            en: "The time-stamping authority gives no usable timestamp: {}."
        ),
        remedy: Words(
            ja: "tsa の設定（URL・policies・認証）、この時計のずれ（60 秒以内）、経路を確かめてください。",
            en:
                "Check the settings under tsa (URL, policies, authentication), that this clock is right within 60 seconds, and the routes."
        ),
        .overNetwork { patient in
            guard let tokens = await patient.timestamps() else { return .notChecked(unusableSetting) }
            return .found(
                tokens.compactMap { authority, token in
                    switch token {
                    case .success, .failure(.notTrusted): nil
                    case .failure(let error): Words("\(authority.url.absoluteString): \(error)")
                    }
                }
            )
        }
    )

    private static let foreignTSA = Examination<ServicePatient>(
        "TSA_NOT_TRUSTED",
        in: .everywhere,
        cause: Words(
            ja: "タイムスタンプが trust.timestamps のルートに辿り着きません: {}",
            en: "Its timestamps do not lead to a root in trust.timestamps: {}."
        ),
        remedy: Words(
            ja: "時刻認証局が公開するルート証明書を trust.timestamps（または tsa.authorities の anchors）に加えてください。",
            en: "Add the root that the time-stamping authority publishes to trust.timestamps, or to its anchors."
        ),
        .overNetwork { patient in
            guard let tokens = await patient.timestamps() else { return .notChecked(unusableSetting) }
            var found: [Words] = []
            var isChecked = false
            for (authority, token) in tokens {
                switch token {
                case .success:
                    isChecked = true
                case .failure(.notTrusted(let name)):
                    isChecked = true
                    found.append(Words("\(authority.url.absoluteString): \(name)"))
                // One that gives none has its own code.
                case .failure: continue
                }
            }
            return isChecked ? .found(found) : .notChecked(withoutTimestamp)
        }
    )

    private static let unreachableRevocation = Examination<ServicePatient>(
        "REVOCATION_UNREACHABLE",
        in: .everywhere,
        cause: Words(
            ja: "サービスの証明書の失効情報（OCSP・CRL）を得られません: {}",
            en: "No revocation data (OCSP, CRL) for the service's own certificate: {}."
        ),
        remedy: Words(
            ja: "証明書にある URL への経路を確かめてください。内部のアドレスなら exemptOrigins に加えます。",
            en: "Check the route to the URLs in the certificate; an internal address belongs into exemptOrigins."
        ),
        .overNetwork { patient in
            guard case .success(let status) = await patient.asking({ try await $0.status() }) else {
                return .notChecked(withoutSigner)
            }
            // Asking for a key would make it.
            guard status.signatureOperations > 0 else { return .notChecked(withoutCertificates) }
            var found: [Words] = []
            for purpose in ServiceKeyPurpose.allCases {
                guard case .success(let key) = await patient.asking({ try await $0.serviceKey(purpose) }),
                    !key.chain.isEmpty
                else { return .notChecked(withoutCertificates) }
                if let fault = await patient.revocationFault(of: key.chain.map(\.bytes)) {
                    found.append(Words("\(purpose.rawValue): \(fault)"))
                }
            }
            return .found(found)
        }
    )

    private static let unusableSetting = Words(ja: "設定の値が使えない", en: "the setting cannot be used")
    private static let withoutTimestamp = Words(ja: "タイムスタンプを得られない", en: "there is no timestamp to look at")
    private static let withoutCertificates = Words(
        ja: "サービスの鍵にまだ証明書がない（初回の起動前）",
        en: "the service's keys have no certificates yet (before the first start)"
    )

    /// A verified token over random bytes from each authority; nil when the settings cannot be used.
    private func timestamps() async -> [(authority: TimestampAuthority, token: Result<TimestampToken, OutboundError>)]?
    {
        guard let authorities = file.timestampAuthorities(path: path) else { return nil }
        return await TimestampClient(
            authorities: authorities,
            accreditedAnchors: [],
            now: { Date() },
            randomBytes: systemRandomBytes,
            log: Logger(label: "doctor", factory: { _ in SwiftLogNoOpLogHandler() })
        ) { _ in
        }.tokens()
    }

    private func revocationFault(of chain: [[UInt8]]) async -> String? {
        let anchors = CertificateFile.read(path(file.trust.signers)) ?? []
        guard let last = try? Certificate(der: chain.last ?? []),
            let root = anchors.first(where: { (try? last.verify(issuedBy: $0)) != nil })
        else { return "trust.signers" }
        let client = RevocationClient(
            addresses: PublicAddressGuard(exemptOrigins: file.exemptions ?? [], resolve: resolveWithSystem),
            now: { Date() },
            randomBytes: systemRandomBytes
        )
        do {
            _ = try await client.revocation(of: last == root ? chain : chain + [root.der])
            return nil
        } catch {
            return "\(error)"
        }
    }
}
