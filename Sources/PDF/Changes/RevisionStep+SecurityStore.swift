import Crypto

extension RevisionStep {
    private static let lists: [Name] = ["Certs", "CRLs", "OCSPs"]

    /// The security store may only grow. PDF-10
    mutating func compareSecurityStores() throws(PDFError) {
        let before = try old.resolve(old.catalog["DSS"]).dictionary
        guard let after = try new.resolve(new.catalog["DSS"]).dictionary else {
            if before != nil { report(.validationDataOverridden) }
            return
        }
        let reference = new.catalog["DSS"]
        let isTouched =
            before != after || Self.lists.contains { after[$0]?.reference.map { written.contains($0.number) } == true }
        guard isTouched else { return }
        guard Set(after.keys).isSubset(of: ["Type", "Certs", "CRLs", "OCSPs", "VRI"]) else {
            report(.validationDataOverridden, object: reference?.reference?.number)
            return
        }
        for key in Self.lists {
            guard try keeps(before?[key], in: after[key]) else {
                report(.validationDataOverridden, object: reference?.reference?.number)
                return
            }
            for element in try new.resolve(after[key]).array ?? [] { try explainAdded(element) }
            explain(after[key], inPlaceOf: before?[key])
        }
        try compareValidationRelatedInformation(before?["VRI"], after["VRI"])
        explain(reference, inPlaceOf: old.catalog["DSS"])
        try explainAdded(reference)
        report(.validationDataAdded)
    }

    /// The entries of single signatures may grow as the whole store may; none may go.
    private mutating func compareValidationRelatedInformation(_ before: Object?, _ after: Object?) throws(PDFError) {
        let kept = try old.resolve(before).dictionary ?? PDFDictionary()
        let now = try new.resolve(after).dictionary ?? PDFDictionary()
        for key in kept.keys where kept[key] != now[key] {
            guard try hasGrown(kept[key], now[key]) else {
                report(.validationDataOverridden)
                continue
            }
            try explainAdded(now[key])
        }
        for key in now.keys where kept[key] == nil { try explainAdded(now[key]) }
        explain(after, inPlaceOf: before)
    }

    private mutating func hasGrown(_ before: Object?, _ after: Object?) throws(PDFError) -> Bool {
        guard case .dictionary(let earlier) = try old.resolve(before),
            case .dictionary(let later) = try new.resolve(after),
            Set(later.keys).isSubset(of: Object.validationEntryKeys)
        else { return false }
        for key in earlier.keys {
            switch key {
            case "Cert", "CRL", "OCSP":
                guard try keeps(earlier[key], in: later[key]) else { return false }
            // When the data were gathered may be said anew.
            case "TU": break
            default:
                guard earlier[key] == later[key] else { return false }
            }
        }
        return true
    }

    /// Whether a list of validation data still has all its values, the same objects or copies of them.
    ///
    /// An updated store should contain the values of the one before, wherever they are stored; a store that lost some may
    /// prove less than it did.
    ///
    /// - SeeAlso: EN 319 142-1 §5.4.1
    private mutating func keeps(_ before: Object?, in after: Object?) throws(PDFError) -> Bool {
        let kept = try old.resolve(before).array ?? []
        let now = try new.resolve(after).array ?? []
        let missing = Set(kept).subtracting(now)
        guard !missing.isEmpty else { return true }
        var copies: Set<StoredStream> = []
        for element in now {
            if let copy = try storedStream(element, of: new) { copies.insert(copy) }
        }
        for element in missing {
            guard let original = try storedStream(element, of: old), copies.contains(original) else { return false }
        }
        return true
    }

    private func storedStream(_ element: Object, of document: Document) throws(PDFError) -> StoredStream? {
        guard case .stream(let stream) = try document.resolve(element) else { return nil }
        try work.spend(1 + stream.content.count >> 10, .streamBytes)
        return StoredStream(
            filter: stream.dictionary["Filter"],
            parameters: stream.dictionary["DecodeParms"],
            digest: try document.storedDigest(of: stream)
        )
    }

    /// Numbers of the objects that held validation data before.
    func storedValidationData() throws(PDFError) -> Set<Int> {
        guard let store = try old.resolve(old.catalog["DSS"]).dictionary else { return [] }
        var numbers: Set<Int> = []
        for key in Self.lists {
            for element in try old.resolve(store[key]).array ?? [] {
                if let number = element.reference?.number { numbers.insert(number) }
            }
        }
        return numbers
    }
}

/// A stream by its filters and the digest of its stored bytes: two that are equal hold the same.
private struct StoredStream: Hashable {
    let filter: Object?
    let parameters: Object?
    let digest: SHA256.Digest
}

extension Object {
    /// What an entry of `/VRI` may have. EN 319 142-1 §5.4.2.3
    fileprivate static let validationEntryKeys: Set<Name> = ["Type", "Cert", "CRL", "OCSP", "TU", "TS"]

    /// An entry of `/VRI` that no key of it names: some products write one and keep the one before.
    var isUnusedValidationEntry: Bool {
        guard case .dictionary(let entry) = self, entry["Type"]?.name == "VRI" else { return false }
        return Set(entry.keys).isSubset(of: Self.validationEntryKeys)
    }
}
