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
            let kept = try old.resolve(before?[key]).array ?? []
            let now = try new.resolve(after[key]).array ?? []
            guard Set(kept).isSubset(of: now) else {
                report(.validationDataOverridden, object: reference?.reference?.number)
                return
            }
            for element in now { try explainAdded(element) }
            explain(after[key])
        }
        try compareValidationRelatedInformation(before?["VRI"], after["VRI"])
        explain(reference)
        try explainAdded(reference)
        report(.validationDataAdded)
    }

    private mutating func compareValidationRelatedInformation(_ before: Object?, _ after: Object?) throws(PDFError) {
        let kept = try old.resolve(before).dictionary ?? PDFDictionary()
        let now = try new.resolve(after).dictionary ?? PDFDictionary()
        for key in kept.keys where kept[key] != now[key] {
            report(.validationDataOverridden)
        }
        for key in now.keys where kept[key] == nil { try explainAdded(now[key]) }
        explain(after)
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
