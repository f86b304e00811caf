import CPKCS11

/// One attribute of a template, its value as the module reads it.
struct Attribute {
    let type: CK_ATTRIBUTE_TYPE
    let value: [UInt8]

    init(_ type: Int, _ value: [UInt8]) {
        self.type = CK_ATTRIBUTE_TYPE(type)
        self.value = value
    }

    init(_ type: Int, _ value: Bool) {
        self.init(type, [value ? 1 : 0])
    }

    init(_ type: Int, number: CK_ULONG) {
        self.init(type, withUnsafeBytes(of: number) { Array($0) })
    }

    init(_ type: Int, text: String) {
        self.init(type, Array(text.utf8))
    }
}

extension [Attribute] {
    /// Calls `body` with the template in memory that lives as long as the call.
    func withTemplate<Result>(
        _ body: (UnsafeMutablePointer<CK_ATTRIBUTE>?, CK_ULONG) throws(PKCS11Error) -> Result
    ) throws(PKCS11Error) -> Result {
        // Each value begins at a multiple of 8, so that numbers are aligned.
        let spaces = map { ($0.value.count + 7) / 8 * 8 }
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: spaces.reduce(8, +), alignment: 8)
        defer { memory.deallocate() }
        var template: [CK_ATTRIBUTE] = []
        var offset = 0
        for (attribute, space) in zip(self, spaces) {
            let place = UnsafeMutableRawBufferPointer(rebasing: memory[offset..<(offset + attribute.value.count)])
            place.copyBytes(from: attribute.value)
            template.append(
                CK_ATTRIBUTE(
                    type: attribute.type,
                    pValue: memory.baseAddress?.advanced(by: offset),
                    ulValueLen: CK_ULONG(attribute.value.count)
                )
            )
            offset += space
        }
        let count = CK_ULONG(template.count)
        var outcome: Swift.Result<Result, PKCS11Error>?
        template.withUnsafeMutableBufferPointer { buffer in
            do throws(PKCS11Error) {
                outcome = .success(try body(buffer.baseAddress, count))
            } catch {
                outcome = .failure(error)
            }
        }
        guard let outcome else { preconditionFailure("the closure always sets an outcome") }
        return try outcome.get()
    }
}
