import Crypto

/// The validation data that a file carries, as DER.
///
/// - SeeAlso: ISO 32000-2 §12.8.4.3
package struct DocumentSecurityStore: Hashable, Sendable {
    package var certificates: [[UInt8]]
    package var crls: [[UInt8]]
    package var ocspResponses: [[UInt8]]

    package init(certificates: [[UInt8]] = [], crls: [[UInt8]] = [], ocspResponses: [[UInt8]] = []) {
        self.certificates = certificates
        self.crls = crls
        self.ocspResponses = ocspResponses
    }
}

extension Document {
    /// The document security store; empty when there is none.
    package func documentSecurityStore() throws(PDFError) -> DocumentSecurityStore {
        var decoded = DecodedStreams()
        return try documentSecurityStore(&decoded)
    }

    /// The same, where what another revision has decoded is not decoded again.
    package func documentSecurityStore(_ decoded: inout DecodedStreams) throws(PDFError) -> DocumentSecurityStore {
        guard let dictionary = try securityStoreDictionary() else { return DocumentSecurityStore() }
        return DocumentSecurityStore(
            certificates: try streams(dictionary["Certs"], &decoded),
            crls: try streams(dictionary["CRLs"], &decoded),
            ocspResponses: try streams(dictionary["OCSPs"], &decoded)
        )
    }

    fileprivate func securityStoreDictionary() throws(PDFError) -> PDFDictionary? {
        switch try resolve(catalog["DSS"]) {
        case .null: return nil
        case .dictionary(let dictionary): return dictionary
        default: throw .form(.securityStore, Place(object: catalogReference.number))
        }
    }

    fileprivate func elements(_ list: Object?) throws(PDFError) -> [Object] {
        switch try resolve(list) {
        case .null: return []
        case .array(let elements): return elements
        default: throw .form(.securityStore, Place(object: catalogReference.number))
        }
    }

    private func streams(_ list: Object?, _ decoded: inout DecodedStreams) throws(PDFError) -> [[UInt8]] {
        var found: [[UInt8]] = []
        var seen: Set<Object> = []
        for element in try elements(list) where seen.insert(element).inserted {
            let place = Place(object: element.reference?.number)
            guard case .stream(let stream) = try resolve(element) else { throw .form(.securityStore, place) }
            found.append(try decoded.data(of: stream, in: self, place))
        }
        return found
    }
}

/// The streams of a security store that were decoded before, by where their data stand; bounded.
package struct DecodedStreams {
    /// More than any store needs: the largest CRLs have some 10 MB.
    private static let limit = 256 << 20

    private static let elementLimit = 500_000

    private var byPlace: [Range<Int>: [UInt8]] = [:]
    private var bytes = 0
    private var elements = 0

    package init() {}

    fileprivate mutating func data(
        of stream: Stream,
        in document: Document,
        _ place: Place
    ) throws(PDFError) -> [UInt8] {
        elements += 1
        guard elements <= Self.elementLimit else { throw .limit(.elements, place) }
        guard case .file(let range) = stream.content, !Object.dictionary(stream.dictionary).holdsReferences else {
            return try document.data(of: stream)
        }
        if let known = byPlace[range] { return known }
        let data = try document.data(of: stream)
        bytes += data.count
        guard bytes <= Self.limit else { throw .limit(.decodedBytes, place) }
        byPlace[range] = data
        return data
    }
}

/// Adds validation data that the file does not carry yet; what is there stays (PDF-10).
///
/// Only `/Certs`, `/CRLs` and `/OCSPs` are written, never `/VRI`.
///
/// - Returns: The suffix of the new revision, or nil when there is nothing new.
package func addValidationData(
    certificates: [[UInt8]],
    crls: [[UInt8]],
    ocspResponses: [[UInt8]],
    to document: Document
) throws(PDFError) -> [UInt8]? {
    var update = IncrementalUpdate(document)
    let known = try document.documentSecurityStore()
    var store = try document.securityStoreDictionary() ?? PDFDictionary(["Type": .name("DSS")])
    let lists: [(key: Name, known: [[UInt8]], new: [[UInt8]])] = [
        ("Certs", known.certificates, certificates),
        ("CRLs", known.crls, crls),
        ("OCSPs", known.ocspResponses, ocspResponses),
    ]
    for list in lists {
        var digests = Set(list.known.map { Array(SHA256.hash(data: $0)) })
        var elements = try document.elements(store[list.key])
        for value in list.new where digests.insert(Array(SHA256.hash(data: value))).inserted {
            elements.append(.reference(update.add(.stream(Stream(PDFDictionary(), .bytes(value))))))
        }
        if elements.count > list.known.count { store[list.key] = .array(elements) }
    }
    guard !update.isEmpty else { return nil }

    var catalog = document.catalog
    if let reference = catalog["DSS"]?.reference {
        update.replace(reference, with: .dictionary(store))
    } else {
        catalog["DSS"] = .reference(update.add(.dictionary(store)))
        update.replace(document.catalogReference, with: .dictionary(catalog))
    }
    return try update.appended()
}
