import CMS
import Foundation

/// Certificates and revocation data, wherever they came from.
///
/// Nothing is believed for where it was found.
///
/// - SeeAlso: REV-13
struct ValidationMaterial: Sendable {
    private(set) var certificates: Set<Certificate> = []
    private(set) var responses: [OCSPResponse] = []
    private(set) var lists: [CertificateRevocationList] = []
    private var seen: Set<[UInt8]> = []

    /// Adds what can be read; what cannot be read proves nothing.
    mutating func add(certificates ders: [[UInt8]], crls: [[UInt8]], ocspResponses: [[UInt8]]) {
        for der in ders {
            if let certificate = try? Certificate(der: der) { certificates.insert(certificate) }
        }
        for der in crls where seen.insert(der).inserted {
            if let list = try? CertificateRevocationList(der: der) { lists.append(list) }
        }
        for der in ocspResponses where seen.insert(der).inserted {
            if let response = try? OCSPResponse(der: der) { responses.append(response) }
        }
    }

    mutating func add(_ more: some Sequence<Certificate>) {
        certificates.formUnion(more)
    }

    mutating func add(lists more: [CertificateRevocationList], responses others: [OCSPResponse]) {
        lists += more.filter { seen.insert($0.der).inserted }
        responses += others.filter { seen.insert($0.der).inserted }
    }

    mutating func add(_ embedded: EmbeddedMaterial) {
        add(certificates: [], crls: embedded.crls, ocspResponses: embedded.ocspResponses)
    }
}
