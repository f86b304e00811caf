import HTTPTypes
import Hummingbird
import NIOCore
import SignatureValidation
import SignerProtocol
import SigningService

/// Judges a PDF for anybody; nothing of it is kept.
extension Pages {
    private struct AskView {
        let limit: String
    }

    func addVerificationPages(to router: Router<APIContext>) {
        router.get("/verify") { request, context in
            await page(request, context) { visit in
                let language = visit.language()
                let megabytes = "\(Verification.sizeLimit / 1_000_000)"
                let limit = words.text("verification.limit", in: language, ["megabytes": megabytes])
                var frame = frame(words.text("common.verify", in: language), visit, language, try? await sender(visit))
                frame.isVerify = true
                return html("verify", frame, AskView(limit: limit), in: language)
            }
        }
        router.get("/verify/trust-anchors.pem") { _, _ in
            let settings = needs.serviceNeeds.settings
            let text = (settings.signerAnchors + settings.timestampAnchors).map(PEMText.certificate).joined()
            return Response(
                status: .ok,
                headers: [.contentType: "application/x-pem-file"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text))
            )
        }
        router.post("/verify") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let language = visit.language()
                if let length = request.headers[.contentLength].flatMap(Int.init),
                    length > Verification.sizeLimit + 65_536
                {
                    throw ServiceError.documentTooLarge(limit: Verification.sizeLimit)
                }
                let verified = try await verification.verify {
                    let file = try await UploadedFile(request)
                    return (file.name, try await file.collect(upTo: Verification.sizeLimit))
                }
                var frame = frame(words.text("common.verify", in: language), visit, language, try? await sender(visit))
                frame.isVerify = true
                return html("report", frame, ReportView(verified, words, language), in: language)
            }
        }
    }
}

/// A report in words: one sentence, then reasons, then facts.
private struct ReportView {
    let code: String
    let heading: String
    let sentence: String
    let tally: String
    let isPassed: Bool
    let isUnclear: Bool
    let isFailed: Bool
    let hasChanges: Bool
    let changes: [Change]
    let signatures: [Signature]
    let fileName: String
    let sha256: String
    let time: String
    let policy: String
    let notes: ReportNotes

    struct Change {
        let text: String
        let code: String
        let place: String?
    }

    struct Signature {
        let number: String
        let name: String
        let detail: String
        let style: String
        let mark: Mark
        let verdict: String
        let facts: [Fact]
    }

    struct Fact {
        let style: String
        let icon: String
        let text: String
        let code: String?
    }

    init(_ verified: Verification.Verified, _ words: PageWords, _ language: Language) {
        let report = verified.report
        code = report.conclusion.rawValue
        heading = words.text("verification.\(code)", in: language)
        sentence = words.text(
            "verification.sentence.\(code)",
            in: language,
            [
                "signatures": "\(report.signatures.count)",
                "timestamps": "\(report.timestamps.count { $0.kind == .document })",
            ]
        )
        isPassed = report.conclusion == .totalPassed
        isUnclear = report.conclusion == .indeterminate
        isFailed = report.conclusion == .totalFailed
        tally = isPassed ? "ok" : isUnclear ? "ocher" : "bad"
        hasChanges = !report.changesAfterSigning.isEmpty
        changes = report.changesAfterSigning.map { change in
            let place = words.text(
                "verification.revisionAndPage",
                in: language,
                [
                    "revision": change.revision.map { "\($0)" } ?? "—",
                    "page": change.page.map { "\($0)" } ?? "—",
                ]
            )
            return Change(text: language == .ja ? change.ja : change.en, code: change.code, place: place)
        }
        signatures =
            report.signatures.enumerated().map { index, signature in
                let own = report.timestamps.first { $0.kind == .signature && $0.field == signature.field }
                let isAccredited = own.map(verified.accredited.contains)
                return Self.signature(signature, "\(index + 1)", isAccredited, words, language)
            }
            + report.timestamps.filter { $0.kind == .document }
            .map { Self.timestamp($0, verified.accredited.contains($0), words, language) }
        fileName = verified.name
        sha256 = verified.sha256.hexadecimal
        time = JapaneseTime(Timestamp(report.policy.time)).register
        policy = report.policy.id
        notes = ReportNotes(report, words, language)
    }

    private static func signature(
        _ signature: SignatureReport,
        _ number: String,
        _ isAccredited: Bool?,
        _ words: PageWords,
        _ language: Language
    ) -> Signature {
        var facts = [
            Fact(
                style: signature.integrity ? "ok" : "bad",
                icon: signature.integrity ? "m-done" : "m-fail",
                text: words.text(
                    signature.integrity ? "verification.unchanged" : "verification.changed",
                    in: language
                ),
                code: nil
            )
        ]
        if let time = signature.signedAt {
            let text = words.text(
                "verification.signedAt",
                in: language,
                ["time": JapaneseTime(Timestamp(time)).register]
            )
            facts.append(Fact(style: "ok", icon: "m-info", text: text, code: nil))
        }
        if let isAccredited { facts.append(accreditation(isAccredited, words, language)) }
        if let certificate = signature.certificate {
            let text = words.text(
                "verification.certificate",
                in: language,
                ["issuer": certificate.issuer, "number": certificate.serialNumber]
            )
            facts.append(Fact(style: "", icon: "m-info", text: text, code: nil))
        }
        return Signature(
            number: number,
            name: signature.signer ?? "—",
            detail: signature.level == .none ? "" : "PAdES \(signature.level.rawValue)",
            style: style(signature.conclusion),
            mark: mark(signature.conclusion),
            verdict: words.text("verification.\(signature.conclusion.indication.rawValue)", in: language),
            facts: facts + reasons(signature.findings, language)
        )
    }

    private static func timestamp(
        _ timestamp: TimestampReport,
        _ isAccredited: Bool,
        _ words: PageWords,
        _ language: Language
    ) -> Signature {
        let time = timestamp.time.map { JapaneseTime(Timestamp($0)).register } ?? "—"
        let text = words.text("verification.stampedAt", in: language, ["time": time])
        return Signature(
            number: "T",
            name: words.text("verification.timestamp", in: language),
            detail: timestamp.authority ?? "—",
            style: style(timestamp.conclusion),
            mark: mark(timestamp.conclusion),
            verdict: words.text("verification.\(timestamp.conclusion.indication.rawValue)", in: language),
            facts: [
                Fact(style: "ok", icon: "m-info", text: text, code: nil), accreditation(isAccredited, words, language),
            ] + reasons(timestamp.findings, language)
        )
    }

    /// From the operator's anchors, never from a name. TSP-5
    private static func accreditation(_ isAccredited: Bool, _ words: PageWords, _ language: Language) -> Fact {
        let key = isAccredited ? "verification.accredited" : "verification.notAccredited"
        return Fact(style: isAccredited ? "ok" : "", icon: "m-info", text: words.text(key, in: language), code: nil)
    }

    private static func reasons(_ findings: [Finding], _ language: Language) -> [Fact] {
        findings.filter { $0.check != .valid }.map { finding in
            Fact(
                style: finding.decides ? "bad" : "warn",
                icon: finding.decides ? "m-fail" : "m-warn",
                text: language == .ja ? finding.japanese : finding.english,
                code: "\(finding.check.code)　\(finding.check.clause)"
            )
        }
    }

    private static func style(_ conclusion: Conclusion) -> String {
        conclusion.indication == .totalPassed ? "sig-ok" : conclusion.indication == .totalFailed ? "sig-bad" : ""
    }

    private static func mark(_ conclusion: Conclusion) -> Mark {
        switch conclusion.indication {
        case .totalPassed: .done
        case .indeterminate: .wait
        case .totalFailed: .fail
        }
    }
}
