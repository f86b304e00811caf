/// What becomes of an uploaded file.
///
/// - SeeAlso: PDF-12, PDF-13, PDF-14 as amended
package enum PreflightOutcome: Sendable {
    /// It is signed as it is.
    case accepted(Document)
    /// It is signed already, and nothing else speaks against it; whether a further signature is permitted has to be asked.
    case coSigning(Document)
    /// All that speaks against it goes away when it is written anew as one clean revision; nothing is signed in it.
    case normalisable([PreflightFinding])
    /// Never empty.
    case refused([PreflightFinding])
}

extension Preflight {
    /// Opens a file strictly and says what becomes of it.
    ///
    /// - Throws: `PDFError.unreadable` when the source fails; everything else is an outcome.
    package static func outcome(of source: any ByteSource, limits: Limits) throws(PDFError) -> PreflightOutcome {
        let document: Document
        do {
            document = try Document(source, limits: limits)
            _ = try document.pages()
        } catch {
            if case .unreadable = error { throw error }
            let finding = PreflightFinding(cause: error)
            guard finding.reason.isCuredByNormalisation else { return .refused([finding]) }
            return try unsigned([finding], source)
        }
        let findings = findings(in: document)
        if findings.isEmpty { return .accepted(document) }
        if findings.allSatisfy({ $0.reason == .alreadySigned }) { return .coSigning(document) }
        guard findings.allSatisfy(\.reason.isCuredByNormalisation) else { return .refused(findings) }
        return try unsigned(findings, source)
    }

    /// Normalisable, unless there is a trace of a signature or of encryption: what is signed is never repaired (PDF-13),
    /// and what is encrypted is not opened by the way (PDF-12).
    private static func unsigned(
        _ findings: [PreflightFinding],
        _ source: any ByteSource
    ) throws(PDFError) -> PreflightOutcome {
        if let place = try source.firstOffset(of: Array("/ByteRange".utf8)) {
            return .refused(findings + [PreflightFinding(.alreadySigned, Place(offset: place))])
        }
        if let place = try source.firstOffset(of: Array("/Encrypt".utf8)) {
            return .refused(findings + [PreflightFinding(.encrypted, Place(offset: place))])
        }
        return .normalisable(findings)
    }
}

extension PreflightReason {
    /// Whether a file stays what it shows when this is cured by writing it anew.
    ///
    /// What is only in the way of readers goes: bytes around the file, damaged or doubled cross-references, objects that
    /// nothing leads to. What says something, acts, or means two things stays a reason to refuse.
    package var isCuredByNormalisation: Bool {
        switch self {
        case .damaged, .hybrid, .leadingBytes, .trailingBytes, .crossReferenceNumberReused, .unreferencedPages: true
        case .notPDF, .empty, .tooLarge, .duplicateKey, .encrypted, .polyglot, .nestingLimit, .decompressionLimit,
            .limit, .streamData, .noPage, .tooManyPages, .pageTree, .javaScript, .launch, .activeContent, .xfa,
            .embeddedFile, .externalStream, .optionalContent, .hidingAnnotation, .alreadySigned, .form,
            .certified, .locked, .signatureBroken, .noFieldToSign:
            false
        }
    }
}

extension ByteSource {
    /// Where `mark` stands first; nil when nowhere.
    func firstOffset(of mark: [UInt8]) throws(PDFError) -> Int? {
        let piece = 1 << 16
        var start = 0
        while start < count {
            let window = try read(start..<min(count, start + piece + mark.count))
            if let found = window.firstIndex(ofSequence: mark) { return start + found }
            start += piece
        }
        return nil
    }
}

extension [UInt8] {
    /// Where `mark` begins.
    fileprivate func firstIndex(ofSequence mark: [UInt8]) -> Int? {
        guard let first = mark.first, count >= mark.count else { return nil }
        var start = 0
        while let index = self[start..<(count - mark.count + 1)].firstIndex(of: first) {
            if self[index..<index + mark.count].elementsEqual(mark) { return index }
            start = index + 1
            guard start <= count - mark.count else { return nil }
        }
        return nil
    }
}
