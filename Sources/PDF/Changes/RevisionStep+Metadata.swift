extension RevisionStep {
    /// The document's XMP may say something else, as long as it is plain XML that nothing else shows. VAL-7 (a)
    mutating func compareMetadata() throws(PDFError) {
        let before = old.catalog["Metadata"]
        let after = new.catalog["Metadata"]
        let isWritten = after?.reference.map { written.contains($0.number) } == true
        guard before != after || isWritten else { return }
        let number = after?.reference?.number
        guard permissions.level != 1 else {
            report(.mdpViolation, object: number)
            return
        }
        guard let reference = after?.reference, try isPlainXML(reference) else {
            report(.metadataUnsafe, object: number)
            return
        }
        // What was there before may have been used for something else as well, such as the content of a page.
        if old.isInUse(reference.number) {
            let isShared = try isUsedTwice(reference.number)
            guard before == after, !isShared else {
                report(.metadataUnsafe, object: number)
                return
            }
        }
        explain(after)
        report(.metadataUpdated, object: number)
    }

    private func isPlainXML(_ reference: Reference) throws(PDFError) -> Bool {
        guard case .stream(let stream) = try new.object(reference), stream.dictionary["Type"]?.name == "Metadata",
            stream.dictionary["Subtype"]?.name == "XML",
            Set(stream.dictionary.keys).isSubset(of: ["Type", "Subtype", "Length", "Filter", "DecodeParms"]),
            let bytes = try? new.data(of: stream)
        else { return false }
        return PlainXML.isWellFormed(bytes)
    }
}
