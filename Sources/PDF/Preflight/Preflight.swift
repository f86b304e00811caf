/// Looks at an uploaded file before anyone signs it: whether it shows everybody the same, now and later.
///
/// - SeeAlso: PDF-13, PDF-14 as amended
package enum Preflight {
    /// Everything that speaks against signing the file as it is; empty when nothing does.
    package static func findings(in document: Document) -> [PreflightFinding] {
        var findings: [PreflightFinding] = []
        for check in Check.allCases {
            do {
                findings += try check.findings(in: document)
            } catch {
                findings.append(PreflightFinding(cause: error))
            }
        }
        var seen: Set<PreflightFinding> = []
        return findings.map { PreflightFinding($0.reason, document.located($0.place)) }.filter {
            seen.insert($0).inserted
        }
    }

    private enum Check: CaseIterable {
        case fileEnds, crossReferenceNumbers, objectStreamIndexes, pagesAndContent, reachableObjects, optionalContent,
            unreferencedPages, hidingAnnotations, form

        func findings(in document: Document) throws(PDFError) -> [PreflightFinding] {
            switch self {
            case .fileEnds: try Preflight.fileEnds(of: document)
            case .crossReferenceNumbers: try Preflight.crossReferenceNumbers(of: document)
            case .objectStreamIndexes: try Preflight.objectStreamIndexes(of: document)
            case .pagesAndContent: try Preflight.pagesAndContent(of: document)
            case .reachableObjects: try Preflight.reachableObjects(of: document)
            case .optionalContent: try Preflight.optionalContent(of: document)
            case .unreferencedPages: try Preflight.unreferencedPages(of: document)
            case .hidingAnnotations: try Preflight.hidingAnnotations(of: document)
            case .form: try Preflight.form(of: document)
            }
        }
    }

    /// Every page has to be there and its content readable within the limits.
    private static func pagesAndContent(of document: Document) throws(PDFError) -> [PreflightFinding] {
        for page in try document.pages() {
            for stream in try document.contentStreams(of: page) {
                _ = try document.data(of: stream)
            }
        }
        return []
    }
}

extension Document {
    /// The content streams of a page, in the order they are painted.
    func contentStreams(of page: Page) throws(PDFError) -> [Stream] {
        let contents = try resolve(try object(page.reference).dictionary?["Contents"])
        if let stream = contents.stream { return [stream] }
        var streams: [Stream] = []
        for element in contents.array ?? [] {
            if let stream = try resolve(element).stream { streams.append(stream) }
        }
        return streams
    }
}
