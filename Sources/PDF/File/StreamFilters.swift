/// The filters of a stream with their parameters, ready to be undone within limits.
///
/// Image filters (DCT, JPX, CCITT, JBIG2) are not undone: nothing that we judge is behind them.
///
/// - SeeAlso: ISO 32000-2 §7.4
struct StreamFilters {
    private let filters: [(name: Name, parameters: PDFDictionary)]
    private let limits: Limits
    private let place: Place

    /// Reads `/Filter` and `/DecodeParms`; `resolve` follows references in them.
    init(
        _ dictionary: PDFDictionary,
        limits: Limits,
        place: Place,
        resolve: (Object?) throws(PDFError) -> Object = { $0 ?? .null }
    ) throws(PDFError) {
        guard dictionary["F"] == nil, dictionary["FFilter"] == nil else { throw .filter(.externalFile, place) }
        let names = try Self.list(dictionary["Filter"], resolve)
        let parameters = try Self.list(dictionary["DecodeParms"], resolve)
        guard names.count <= limits.filters else { throw .limit(.filters, place) }
        var filters: [(name: Name, parameters: PDFDictionary)] = []
        for (index, element) in names.enumerated() {
            guard let name = element.name else { throw .filter(.unsupported("Filter"), place) }
            var own = PDFDictionary()
            if index < parameters.count, let given = parameters[index].dictionary {
                for key in given.keys { own[key] = try resolve(given[key]) }
            }
            filters.append((Self.abbreviations[name] ?? name, own))
        }
        self.filters = filters
        self.limits = limits
        self.place = place
    }

    private static func list(
        _ object: Object?,
        _ resolve: (Object?) throws(PDFError) -> Object
    ) throws(PDFError) -> [Object] {
        switch try resolve(object) {
        case .null: return []
        case .array(let elements):
            var resolved: [Object] = []
            for element in elements { resolved.append(try resolve(element)) }
            return resolved
        case let single: return [single]
        }
    }

    /// The data of `stream` with all filters undone.
    func decode(_ stream: Stream, in source: any ByteSource) throws(PDFError) -> [UInt8] {
        for filter in filters where !Self.supported.contains(filter.name) {
            throw .filter(.unsupported(filter.name), place)
        }
        var data: [UInt8]
        switch stream.content {
        case .bytes(let bytes): data = bytes
        case .file(let range):
            guard range.count <= limits.streamBytes else { throw .limit(.streamBytes, place) }
            data = try source.read(range)
        }
        let bound = DecodedBound(raw: data.count, limits: limits, place: place)
        for filter in filters { data = try undo(filter.name, filter.parameters, data, bound) }
        return data
    }

    private static let supported: Set<Name> = [
        "FlateDecode", "LZWDecode", "ASCII85Decode", "ASCIIHexDecode", "RunLengthDecode",
    ]

    /// Meant for inline images only, but read everywhere by everybody. Table 92
    private static let abbreviations: [Name: Name] = [
        "Fl": "FlateDecode", "LZW": "LZWDecode", "A85": "ASCII85Decode", "AHx": "ASCIIHexDecode",
        "RL": "RunLengthDecode",
    ]

    private func undo(
        _ name: Name,
        _ parameters: PDFDictionary,
        _ data: [UInt8],
        _ bound: DecodedBound
    ) throws(PDFError) -> [UInt8] {
        let decoded: [UInt8]?
        switch name {
        case "FlateDecode": decoded = try Flate.decode(data, bound)
        case "LZWDecode":
            decoded = try LZW.decode(data, earlyChange: parameters["EarlyChange"]?.integer ?? 1, bound)
        case "ASCII85Decode": decoded = ASCIIFilters.decode85(data)
        case "ASCIIHexDecode": decoded = ASCIIFilters.decodeHexadecimal(data)
        default: decoded = try RunLength.decode(data, bound)
        }
        guard let decoded else { throw .filter(.data(name), place) }
        guard name == "FlateDecode" || name == "LZWDecode" else { return decoded }
        guard let predictor = Predictor(parameters) else { throw .filter(.parameters(name), place) }
        guard let plain = predictor.undo(decoded) else { throw .filter(.data(name), place) }
        return plain
    }
}

/// How many bytes the filters of one stream may give; against decompression bombs.
struct DecodedBound {
    let raw: Int
    let limits: Limits
    let place: Place

    func check(_ count: Int) throws(PDFError) {
        guard count <= limits.decodedBytes else { throw .limit(.decodedBytes, place) }
        guard count <= limits.decodedRatioFloor || count / max(1, raw) <= limits.decodedRatio else {
            throw .limit(.decodedRatio, place)
        }
    }
}
