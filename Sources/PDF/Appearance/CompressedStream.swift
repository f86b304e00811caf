import CZlib

extension Object {
    /// A stream with these data under `/FlateDecode`.
    static func compressed(_ data: [UInt8], _ dictionary: PDFDictionary) -> Object {
        var dictionary = dictionary
        dictionary["Filter"] = .name("FlateDecode")
        return .stream(Stream(dictionary, .bytes(Flate.encode(data))))
    }
}

extension Flate {
    /// The data in the zlib format.
    static func encode(_ data: [UInt8]) -> [UInt8] {
        var count = compressBound(uLong(data.count))
        var output = [UInt8](repeating: 0, count: Int(count))
        let status = compress2(&output, &count, data, uLong(data.count), Z_BEST_COMPRESSION)
        guard status == Z_OK else {
            preconditionFailure("compressBound leaves room for any data: \(status)")
        }
        return Array(output[..<Int(count)])
    }
}
