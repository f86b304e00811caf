import CMS
import Crypto
import DeclaredPKI
import Foundation
import PAdES
import PDF
import Testing

@Suite struct `A prepared signature` {
    let fixture: SigningFixture
    let prepared: PreparedSignature

    init() throws {
        fixture = try SigningFixture()
        prepared = try fixture.prepared()
    }

    private func finished(_ signature: [UInt8]? = nil, token: [UInt8]? = nil) throws -> [UInt8] {
        let value = try signature ?? fixture.signer.sign(prepared.signedAttributes)
        return try prepared.finished(
            signature: value,
            certificateChain: fixture.chain,
            timestampToken: token
                ?? fixture.authority.timestamp(overDigest: PreparedSignature.timestampImprint(of: value))
        )
    }

    @Test func `becomes a signature over everything before it (PDF-1, PDF-4)`() throws {
        let file = try fixture.contract + finished()
        let signature = try #require(try Document(BytesSource(file)).signatures().first)
        let range = try #require(signature.byteRange)
        #expect(range[0] == 0 && range[2] + range[3] == file.count)
        let covered = file[..<range[1]] + file[range[2]...]
        #expect(Array(SHA256.hash(data: covered)) == prepared.documentDigest)
        #expect(file.starts(with: fixture.contract))
    }

    @Test func `holds what PAdES asks for (CMS-B1, CMS-B2, CMS-B6)`() throws {
        let file = try fixture.contract + finished()
        let contents = try #require(try Document(BytesSource(file)).signatures().first?.contents)
        let signed = try SignedData(paddedContents: contents)
        #expect(signed.content == nil)
        #expect(try signed.signerCertificate().der == fixture.signer.certificate.der)
        let attributes = try SignedAttributes(der: prepared.signedAttributes)
        #expect(attributes.messageDigest == prepared.documentDigest)
        #expect(attributes.signingTime == nil)
        #expect(attributes.algorithmProtection != nil)
    }

    /// CMS-B3, CMS-B4: one hash for document, attributes and signature, and the algorithm with its parameters.
    @Test(arguments: DeclaredKeyType.allCases)
    func `is made with the algorithm of each type of key`(type: DeclaredKeyType) throws {
        let fixture = try SigningFixture(type)
        let key = fixture.signer.key
        let prepared = try fixture.prepared()
        #expect(try prepared.digestToBeSigned == key.digestAlgorithm.digest(of: prepared.signedAttributes))
        let value = try fixture.signer.sign(prepared.signedAttributes)
        let suffix = try prepared.finished(
            signature: value,
            certificateChain: fixture.chain,
            timestampToken: fixture.authority.timestamp(overDigest: PreparedSignature.timestampImprint(of: value))
        )
        let signature = try #require(try Document(BytesSource(fixture.contract + suffix)).signatures().first)
        let signed = try SignedData(paddedContents: #require(signature.contents))
        let signer = try signed.soleSigner()
        #expect(signed.digestAlgorithms == [key.digestAlgorithm.identifier])
        #expect(signer.digestAlgorithm == key.digestAlgorithm.identifier)
        #expect(signer.signatureAlgorithm == key.algorithm)
        #expect(signer.signedAttributes?.algorithmProtection?.signatureAlgorithm == key.algorithm)
        try signed.verify(contentDigest: prepared.documentDigest)
    }

    @Test func `refuses an algorithm that no new signature may use`() throws {
        let sha1 = AlgorithmIdentifier(oid: OID.sha1WithRSA, parameters: DEREncoding.null)
        #expect(throws: PAdESError.cms(.algorithmUnsupported(OID.sha1))) { try fixture.prepared(sha1) }
    }

    @Test func `can be put aside and taken up again`() throws {
        let kept = try JSONDecoder().decode(PreparedSignature.self, from: JSONEncoder().encode(prepared))
        #expect(kept == prepared)
    }

    @Test func `refuses the value of another key (CMS-B5)`() throws {
        let stranger = P256.Signing.PrivateKey()
        let value = Array(try stranger.signature(for: prepared.signedAttributes).derRepresentation)
        #expect(throws: PAdESError.valueRefused) { try finished(value) }
    }

    @Test func `refuses a value over other attributes (CMS-B5)`() throws {
        let value = try fixture.signer.sign(prepared.signedAttributes + [0])
        #expect(throws: PAdESError.valueRefused) { try finished(value) }
    }

    @Test func `refuses a timestamp over another value (CMS-B6)`() throws {
        let token = try fixture.authority.timestamp(overDigest: Array(repeating: 7, count: 32))
        #expect(throws: PAdESError.timestampOfOtherData) { try finished(token: token) }
    }

    @Test func `says when the room does not suffice (PDF-5)`() throws {
        let cramped = try PreparedSignature(
            field: "signer-1",
            certificateChain: fixture.chain,
            algorithm: fixture.signer.key.algorithm,
            content: SignatureDictionaryContent(
                subFilter: .etsiCAdESDetached,
                signingTime: DeclaredPKI.now,
                docMDP: 2,
                contentsSize: 200
            ),
            appearance: nil,
            in: fixture.document
        )
        let value = try fixture.signer.sign(cramped.signedAttributes)
        let token = try fixture.authority.timestamp(overDigest: PreparedSignature.timestampImprint(of: value))
        #expect {
            try cramped.finished(signature: value, certificateChain: fixture.chain, timestampToken: token)
        } throws: {
            guard case .pdf(.contentsTooSmall) = $0 as? PAdESError else { return false }
            return true
        }
    }

    @Test func `needs a certificate`() throws {
        #expect(throws: PAdESError.noCertificate) {
            try prepared.finished(signature: [], certificateChain: [], timestampToken: [])
        }
    }
}

@Suite struct `Extending a signed file` {
    let fixture: SigningFixture

    init() throws {
        fixture = try SigningFixture()
    }

    @Test func `adds validation data once (PDF-10)`() throws {
        let added = try #require(
            try addingValidationData(
                certificates: fixture.chain,
                ocspResponses: [],
                crls: [],
                to: fixture.document
            )
        )
        let extended = try Document(BytesSource(fixture.contract + added))
        #expect(try extended.documentSecurityStore().certificates == fixture.chain)
        let again = try addingValidationData(
            certificates: fixture.chain,
            ocspResponses: [],
            crls: [],
            to: extended
        )
        #expect(again == nil)
    }

    @Test func `adds a timestamp over the whole file (PDF-7)`() throws {
        let timestamp = try PreparedTimestamp(in: fixture.document)
        let file =
            try fixture.contract + timestamp.finished(token: fixture.authority.timestamp(overDigest: timestamp.imprint))
        let signature = try #require(try Document(BytesSource(file)).signatures().first)
        #expect(signature.type == "DocTimeStamp" && signature.subFilter == "ETSI.RFC3161")
        let range = try #require(signature.byteRange)
        #expect(Array(SHA256.hash(data: file[..<range[1]] + file[range[2]...])) == timestamp.imprint)
    }

    @Test func `refuses a timestamp over something else`() throws {
        let timestamp = try PreparedTimestamp(in: fixture.document)
        #expect(throws: PAdESError.timestampOfOtherData) {
            try timestamp.finished(token: fixture.authority.timestamp(overDigest: Array(repeating: 0, count: 32)))
        }
    }
}
