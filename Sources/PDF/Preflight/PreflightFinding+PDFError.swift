extension PreflightFinding {
    /// The finding behind an error met while a file was opened or read.
    package init(cause error: PDFError) {
        switch error {
        case .notPDF(let headerAt): self.init(headerAt == nil ? .notPDF : .leadingBytes, Place(offset: headerAt))
        case .empty: self.init(.empty)
        case .encrypted(let place): self.init(.encrypted, place)
        case .hybridCrossReference(let place): self.init(.hybrid, place)
        case .duplicateKey(_, let place): self.init(.duplicateKey, place)
        case .limit(let limit, let place): self.init(Self.reason(for: limit), place)
        case .filter(.externalFile, let place): self.init(.externalStream, place)
        case .filter(_, let place): self.init(.streamData, place)
        case .pageTree(let problem, let place): self.init(problem == .noPage ? .noPage : .pageTree, place)
        case .form(_, let place): self.init(.form, place)
        case .damaged(_, let place): self.init(.damaged, place)
        case .outsideOfFile(let range, _): self.init(.damaged, Place(offset: range.lowerBound))
        default: self.init(.damaged)
        }
    }

    private static func reason(for limit: PDFError.LimitReached) -> PreflightReason {
        switch limit {
        case .fileSize: .tooLarge
        case .pages: .tooManyPages
        case .nesting: .nestingLimit
        case .decodedBytes, .decodedRatio, .streamBytes, .filters: .decompressionLimit
        case .objects, .objectNumber, .revisions, .elements, .stringLength, .nameLength, .fields,
            .digestedBytes:
            .limit
        }
    }
}
