import CMS
import Foundation
import PDF
import SignatureValidation
import SignerProtocol

extension Probe {
    /// The signer uses no key of the operator's without proof that its certificate is not revoked.
    ///
    /// The orders are invented: their attributes are random bytes, so that nothing would be signed even without the check.
    ///
    /// - SeeAlso: SAD-3; SIGNING.md 0a, 4
    static let validityAtSigning = Probe(
        id: "validity-at-signing",
        title: BilingualText(ja: "失効していないと示されない鍵は使われない", en: "No key is used unless shown not to be revoked"),
        clauses: ["2.2.3-1-イ"],
        interval: .seconds(3_600)
    ) { needs in
        let key = try await ServiceKeys(needs).key(of: .record)
        let chain = try needs.completed(key.chain, with: needs.settings.signerAnchors)
        let order = SealOrder(
            id: needs.randomBytes(16).hexadecimal,
            subject: needs.randomBytes(16).hexadecimal,
            evidence: [needs.randomBytes(32).hexadecimal],
            br: needs.randomBytes(32).hexadecimal,
            dtbsr: needs.randomBytes(32).hexadecimal,
            time: needs.now(),
            signedAttributes: Blob(needs.randomBytes(64)),
            validation: ValidationMaterial(chain: chain.map(Blob.init), ocspResponses: [], crls: [])
        )
        do {
            _ = try await calling(.signer) { try await needs.signer.seal(order) }
            return .failed(["without-revocation-data": "signed"])
        } catch ServiceError.signerRefused(let refusal) {
            let facts = ["without-revocation-data": refusal.rawValue]
            return refusal == .revocationUnknown || refusal == .revocationStale ? .passed(facts) : .failed(facts)
        }
    }

    /// A contract that does not verify is given concrete reasons, in both languages, whatever the matter is.
    ///
    /// The newest concluded contract has to be readable as it is. Then it is broken three ways: altered, without an anchor,
    /// and long after everything has ended.
    ///
    /// - SeeAlso: VAL-1
    static let verificationReasons = Probe(
        id: "verification-reasons",
        title: BilingualText(
            ja: "検証できない理由が日英で具体的に示される",
            en: "What does not verify is given its reasons in both languages"
        ),
        clauses: ["2.2.4-3"],
        interval: .seconds(86_400)
    ) { needs in
        guard let (envelope, _) = try await concluded(needs).first else { return .notChecked(["contracts": "0"]) }
        guard let document = try await needs.store.read({ try $0.document(envelope.document) }) else {
            return .failed(["envelope": envelope.id.text, "fault": "document missing"])
        }
        let open = try await Custody(needs: needs).open(document, by: "probe:verification-reasons", for: .revalidate)
        return try await needs.onDocumentThreads {
            try open.source.surfacing { try reasons(for: open.source, needs) }
        }
    }

    private static func reasons(for source: any ByteSource, _ needs: ServiceNeeds) throws -> ProbeFinding {
        let policy = try needs.settings.validationPolicy()
        let now = needs.now().date
        do throws(ValidationError) {
            _ = try validate(ValidationInput(source: source, time: now, fetched: nil), policy: policy)
        } catch {
            return .failed(["as-it-is": error.code])
        }
        let cases: [(name: String, source: any ByteSource, time: Date, policy: ValidationPolicy)] = [
            ("altered", AlteredSource(source), now, policy),
            ("without-anchor", source, now, ValidationPolicy(trustAnchors: [], timestampAnchors: [])),
            ("after-the-end", source, now.addingTimeInterval(100 * 365 * 86_400), policy),
        ]
        var facts: [String: String] = [:]
        var isWordless = false
        for broken in cases {
            let input = ValidationInput(source: broken.source, time: broken.time, fetched: nil)
            let report: ValidationReport
            do throws(ValidationError) {
                report = try validate(input, policy: broken.policy)
            } catch {
                facts[broken.name] = error.code
                if error.words.japanese().isEmpty || error.words.english().isEmpty { isWordless = true }
                continue
            }
            let deciding = (report.signatures.flatMap(\.findings) + report.timestamps.flatMap(\.findings))
                .filter(\.decides)
            let words =
                deciding.flatMap { [$0.japanese, $0.english] }
                + report.changesAfterSigning.flatMap { [$0.ja, $0.en] }
            let codes = Set(deciding.map(\.check.code) + report.changesAfterSigning.map(\.code)).sorted()
            facts[broken.name] = "\(report.conclusion.rawValue): \(codes.joined(separator: " "))"
            if report.conclusion == .totalPassed || words.isEmpty || words.contains(where: \.isEmpty) {
                isWordless = true
            }
        }
        return isWordless ? .failed(facts) : .passed(facts)
    }

    /// Every algorithm behind the newest concluded contracts and the operator's keys lasts until the next renewal.
    ///
    /// - SeeAlso: E-1…3
    static let signatureAlgorithms = Probe(
        id: "signature-algorithms",
        title: BilingualText(ja: "署名アルゴリズムが次の更新まで安全", en: "Signature algorithms are safe until the next renewal"),
        clauses: ["2.2.4-4"],
        interval: .seconds(86_400)
    ) { needs in
        let contracts = try await concluded(needs).prefix(3)
        // Without a contract yet, what is made today has to last as long as its first timestamp may.
        let until = contracts.map(\.1.renewBy).max() ?? needs.now().advanced(by: .seconds(365 * 86_400))
        var inUse = AlgorithmsInUse(.standard, until: until.date)
        for purpose in ServiceKeyPurpose.allCases {
            let key = try await ServiceKeys(needs).key(of: purpose)
            let chain = try needs.completed(key.chain, with: needs.settings.signerAnchors)
            let certificates = chain.compactMap { try? Certificate(der: $0) }
            inUse.add(purpose.rawValue, key.algorithm, by: certificates.first)
            try inUse.add(certificates)
        }
        for (envelope, facts) in contracts {
            for id in [envelope.document, facts.certificate] {
                guard let document = try await needs.store.read({ try $0.document(id) }) else {
                    return .failed(["envelope": envelope.id.text, "fault": "document missing"])
                }
                let open = try await Custody(needs: needs).open(
                    document,
                    by: "probe:signature-algorithms",
                    for: .revalidate
                )
                let known = inUse
                inUse = try await needs.onDocumentThreads {
                    var found = known
                    try open.source.surfacing { try found.add(Document(open.source)) }
                    return found
                }
            }
        }
        let facts = ["contracts": "\(contracts.count)", "uses": "\(inUse.count)", "until": until.rfc3339]
        guard !inUse.weak.isEmpty else { return .passed(facts) }
        return .failed(facts.merging(["weak": inUse.weak.sorted().prefix(5).joined(separator: "; ")]) { _, new in new })
    }

    /// The anchors that our signatures lead to are published, every one of them.
    static let publishedAnchors = Probe(
        id: "published-anchors",
        title: BilingualText(ja: "検証に要るルート証明書が公開されている", en: "The roots needed to verify are published"),
        clauses: ["2.2.4-1", "2.2.4-2"],
        interval: .seconds(3_600)
    ) { needs in
        guard let view = needs.view else { return .notChecked(["view": "none"]) }
        let page = try await view.page("/verify/trust-anchors.pem")
        guard page.status == 200 else { return .failed(["status": "\(page.status)"]) }
        let text = String(decoding: page.body, as: UTF8.self)
        let missing = (needs.settings.signerAnchors + needs.settings.timestampAnchors)
            .filter { !text.contains(PEMText.certificate($0)) }
        return missing.isEmpty ? .passed(["status": "200"]) : .failed(["missing": "\(missing.count)"])
    }

    /// Newest first.
    private static func concluded(_ needs: ServiceNeeds) async throws -> [(Envelope, Sealed)] {
        try await needs.store.read { try $0.newestEnvelopes(limit: 50) }.compactMap { envelope in
            if case .sealed(let sealed) = envelope.state { (envelope, sealed) } else { nil }
        }
    }
}

/// A file with its header's version changed: every signature covers it, and the file can still be read.
private struct AlteredSource: ByteSource {
    private let source: any ByteSource

    init(_ source: any ByteSource) {
        self.source = source
    }

    /// The last digit in `%PDF-1.7`.
    private static let place = 7

    var count: Int { source.count }

    func read(_ range: Range<Int>) throws(PDFError) -> [UInt8] {
        var bytes = try source.read(range)
        if range.contains(Self.place) { bytes[Self.place - range.lowerBound] ^= 1 }
        return bytes
    }
}
