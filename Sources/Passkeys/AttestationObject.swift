/// An attestation object, cut into its three members.
///
/// - SeeAlso: WebAuthn Level 3 §6.5.4
struct AttestationObject {
    let format: String
    /// The statement as CBOR.
    let statement: [UInt8]
    let authenticatorData: [UInt8]

    init(_ bytes: [UInt8]) throws(PasskeyRefusal) {
        guard bytes.count <= 65536 else { throw .tooLong(bytes.count) }
        do {
            self = try Self.parsed(bytes)
        } catch {
            throw .attestationObjectMalformed
        }
    }

    private init(format: String, statement: [UInt8], authenticatorData: [UInt8]) {
        self.format = format
        self.statement = statement
        self.authenticatorData = authenticatorData
    }

    private static func parsed(_ bytes: [UInt8]) throws(CBORError) -> AttestationObject {
        var reader = CBORReader(bytes[...])
        var format: String?
        var statement: [UInt8]?
        var authenticatorData: [UInt8]?
        guard try reader.mapHeader() == 3 else { throw .malformed }
        // Three pairs and three names that must all be found: none can come twice.
        for _ in 0..<3 {
            switch try reader.text() {
            case "fmt": format = try reader.text()
            case "attStmt":
                try reader.requireMap()
                statement = Array(try reader.skip())
            case "authData": authenticatorData = try reader.byteString()
            default: throw .malformed
            }
        }
        try reader.end()
        guard let format, let statement, let authenticatorData else { throw .malformed }
        return AttestationObject(format: format, statement: statement, authenticatorData: authenticatorData)
    }
}
