extension Document {
    /// Looks for the objects of a file whose cross-reference sections are broken.
    ///
    /// What is found may serve to say what is wrong with a file, never to accept it: two readers that repair a file may
    /// well see two documents.
    ///
    /// - Throws: `PDFError.damaged(.catalog)` when no catalog is found.
    package init(recovering source: any ByteSource, limits: Limits = .standard) throws(PDFError) {
        let header = try Self.header(of: source)
        let cache = ObjectCache(decodedWork: limits.decodedWork(fileSize: source.count))
        var entries = try ObjectScan(source: source, limits: limits).entries()
        let found = CrossReferenceTable([Revision(recovered: entries, root: nil, end: source.count)])
        let store = ObjectStore(source: source, limits: limits, entries: found, cache: cache)
        var catalogs: [Reference] = []
        for (number, entry) in entries.sorted(by: { $0.key < $1.key }) {
            guard case .offset(_, let generation) = entry else { continue }
            let reference = Reference(number: number, generation: generation)
            switch try? store.object(reference) {
            case .dictionary(let dictionary)? where dictionary["Type"]?.name == "Catalog":
                catalogs.append(reference)
            case .stream(let stream)? where stream.dictionary["Type"]?.name == "ObjStm":
                guard let members = try? store.members(ofObjectStream: number) else { continue }
                for (index, member) in members.enumerated() where entries[member] == nil {
                    entries[member] = .compressed(stream: number, index: index)
                }
            default: continue
            }
        }
        let all = CrossReferenceTable([Revision(recovered: entries, root: nil, end: source.count)])
        let inside = ObjectStore(source: source, limits: limits, entries: all, cache: cache)
        for (number, entry) in entries.sorted(by: { $0.key < $1.key }) {
            guard case .compressed = entry, let object = try? inside.object(Reference(number: number)) else { continue }
            if object.dictionary?["Type"]?.name == "Catalog" { catalogs.append(Reference(number: number)) }
        }
        // A catalog with a form is the one that signatures hang on.
        let hasForm = { (reference: Reference) in
            (try? inside.object(reference))?.dictionary?["AcroForm"] != nil
        }
        guard let root = catalogs.last(where: hasForm) ?? catalogs.last else { throw .damaged(.catalog, Place()) }
        let revision = Revision(recovered: entries, root: root, end: source.count)
        try self.init(source, limits, header, [revision], all, cache)
    }
}

extension Revision {
    /// A revision that nobody wrote, with these objects.
    fileprivate init(recovered entries: [Int: CrossReferenceEntry], root: Reference?, end: Int) {
        var trailer = PDFDictionary()
        trailer["Root"] = root.map(Object.reference)
        let section = CrossReferenceSection(
            offset: end,
            kind: .table,
            trailer: trailer,
            entries: entries.map { ($0.key, $0.value) },
            stream: nil,
            end: end
        )
        self.init(
            index: 0,
            xrefOffset: end,
            kind: .table,
            trailer: trailer,
            endOffset: end,
            crossReferenceStreams: [],
            isLinearized: false,
            sections: [section]
        )
    }
}
