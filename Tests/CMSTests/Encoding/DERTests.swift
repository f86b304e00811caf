import CMS
import Foundation
import Testing

@Suite struct `DER` {
    @Test(arguments: [
        "2.25.274637420155013839245863518163418915921.1", "1.2.840.113549.1.7.2", "2.5.4.3", "0.0", "1.39", "2.47",
        "2.999.3", "2.0", "2.9223372036854775727", "2.9223372036854775728", "1.3.9223372036854775807",
        "1.3.9223372036854775808", "1.3.18446744073709551616.5",
    ])
    func `keeps object identifiers of any size`(dotted: String) throws {
        let algorithm = AlgorithmIdentifier(oid: dotted, parameters: nil)
        #expect(try AlgorithmIdentifier(der: algorithm.der).oid == dotted)
    }

    /// CMS-V10.
    @Test(arguments: ["0603808001", "060181", "0600", "0603550081", "060180"])
    func `refuses object identifiers that are padded, cut or empty`(hex: String) {
        #expect(throws: CMSError.self) { try AlgorithmIdentifier(der: DEREncoding.sequence(bytes(hex: hex))) }
    }

    @Test(arguments: [(0, "020100"), (127, "02017f"), (128, "02020080"), (256, "02020100"), (-1, "0201ff")])
    func `writes minimal integers`(value: Int, hex: String) {
        #expect(DEREncoding.integer(value) == bytes(hex: hex))
    }

    @Test func `writes minimal lengths`() {
        #expect(DEREncoding.octetString([UInt8](repeating: 0, count: 127)).prefix(2) == [4, 127])
        #expect(DEREncoding.octetString([UInt8](repeating: 0, count: 128)).prefix(3) == [4, 0x81, 128])
        #expect(DEREncoding.octetString([UInt8](repeating: 0, count: 256)).prefix(4) == [4, 0x82, 1, 0])
    }

    @Test func `writes named bits without trailing zeros`() {
        #expect(DEREncoding.namedBits([0, 1]) == [3, 2, 6, 0xC0])
        #expect(DEREncoding.namedBits([7]) == [3, 2, 0, 1])
        #expect(DEREncoding.namedBits([]) == [3, 1, 0])
    }

    @Test(arguments: [
        (0.0, "700101000000Z"), (951_782_399, "000228235959Z"), (951_782_400, "000229000000Z"),
        (-631_152_000, "500101000000Z"), (2_524_607_999, "491231235959Z"),
    ])
    func `writes UTCTime until 2049`(seconds: Double, text: String) {
        #expect(DEREncoding.time(Date(timeIntervalSince1970: seconds)) == [0x17, 13] + Array(text.utf8))
    }

    @Test func `writes GeneralizedTime from 2050`() {
        let time = DEREncoding.time(Date(timeIntervalSince1970: 2_524_608_000))
        #expect(time == [0x18, 15] + Array("20500101000000Z".utf8))
    }

    /// FND-6.
    @Test func `nested without end is an error, not a crash`() {
        let nested: [UInt8] = (0..<200_000).map { $0 % 2 == 0 ? 0x30 : 0x80 }
        #expect(throws: CMSError.self) { try SignedData(paddedContents: nested) }
        var definite: [UInt8] = []
        for _ in 0..<2000 { definite = DEREncoding.sequence(definite) }
        #expect(throws: CMSError.malformed(.certificate, .notDER)) { try Certificate(der: definite) }
    }
}
