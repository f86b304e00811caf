import SignerProtocol
import Testing

@Suite struct `An audit chain` {
    /// The DER and the digest were computed apart from this code, with Python's hashlib and hand-written TLVs.
    @Test func `commits to an entry's digest that anyone can derive from its DER`() {
        let payload = Array("{\"name\":\"髙橋\"}".utf8)
        let entry = AuditEntry(
            chain: "envelope:1",
            sequence: 1,
            time: Timestamp(milliseconds: 1_790_000_000_000),
            actor: "signer:髙橋",
            action: "viewed",
            payloadDigest: AuditEntry.digest(ofPayload: payload, salt: Array(0..<32)),
            previous: AuditEntry.origin
        )

        #expect(entry.digest.base64 == "GATejDp6xq2J0jAN5UDMqT9bL3suA7z8xw/Fsv/94d8=")
    }

    @Test func `holds while every entry follows from the one before`() throws {
        try chain().verifyAuditChain()
    }

    @Test func `holds after a payload was lawfully emptied`() throws {
        var records = chain()
        records[1] = AuditRecord(entry: records[1].entry, salt: records[1].salt, payload: nil)

        try records.verifyAuditChain()
    }

    @Test func `breaks where an entry is missing`() {
        var records = chain()
        records.remove(at: 1)

        #expect(throws: AuditChainFault.gap(chain: "c", at: 3)) { try records.verifyAuditChain() }
    }

    @Test func `breaks where an entry was changed`() {
        var records = chain()
        records[0] = record(1, "someone else", after: AuditEntry.origin)

        #expect(throws: AuditChainFault.broken(chain: "c", at: 2)) { try records.verifyAuditChain() }
    }

    @Test func `breaks where a payload is not the one that was recorded`() {
        var records = chain()
        records[2] = AuditRecord(entry: records[2].entry, salt: records[2].salt, payload: Blob(Array("{}".utf8)))

        #expect(throws: AuditChainFault.payload(chain: "c", at: 3)) { try records.verifyAuditChain() }
    }

    private func chain() -> [AuditRecord] {
        (1...3).reduce(into: []) { records, sequence in
            records.append(record(sequence, "someone", after: records.last?.entry.digest ?? AuditEntry.origin))
        }
    }

    private func record(_ sequence: Int, _ actor: String, after previous: Blob) -> AuditRecord {
        let salt = Blob(Array(repeating: UInt8(sequence), count: 32))
        let payload = Blob(Array("{\"page\":\(sequence)}".utf8))
        let entry = AuditEntry(
            chain: "c",
            sequence: sequence,
            time: Timestamp(milliseconds: Int64(sequence)),
            actor: actor,
            action: "viewed",
            payloadDigest: AuditEntry.digest(ofPayload: payload.bytes, salt: salt.bytes),
            previous: previous
        )
        return AuditRecord(entry: entry, salt: salt, payload: payload)
    }
}
