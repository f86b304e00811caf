/// The name of an entry: relative, in UTF-8, the same file for every reader.
struct EntryName {
    let text: String

    /// Throws `ASiCError.zip(.name, …)` for what could leave the container or be read in two ways.
    init(bytes: [UInt8], at place: Int) throws(ASiCError) {
        guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty,
            bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), !text.contains("\\"), !text.contains(":")
        else { throw .zip(.name, at: place) }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let isFolder = parts.last == ""
        let named = isFolder ? parts.dropLast() : parts
        guard !named.isEmpty, named.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            throw .zip(.name, at: place)
        }
        self.text = text
    }
}
