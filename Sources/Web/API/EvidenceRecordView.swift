import SignerProtocol
import SigningService

/// An RFC 4998 evidence record over the beginning of a sealed contract.
struct EvidenceRecordView: Encodable {
    /// Base64 of the DER.
    let record: Blob
    /// How many bytes of the file it is over, from the first on.
    let length: Int
    /// Their SHA-256, hexadecimal.
    let sha256: String

    init(_ record: EvidenceRecords.Record) {
        self.record = Blob(record.der)
        length = record.length
        sha256 = record.sha256.hexadecimal
    }
}
