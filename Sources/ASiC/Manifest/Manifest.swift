package import CMS
import Foundation

/// What one signature or evidence record of a container is about: files with their digests.
///
///     <ASiCManifest xmlns="http://uri.etsi.org/02918/v1.2.1#">
///       <SigReference URI="META-INF/signature001.p7s" MimeType="application/x-pkcs7-signature"/>
///       <DataObjectReference URI="contract.pdf">
///         <ds:DigestMethod Algorithm="…#sha256"/> <ds:DigestValue>…</ds:DigestValue>
///       </DataObjectReference> …
///     </ASiCManifest>
///
/// - SeeAlso: EN 319 162-1 §4.4.3, annex A.4
package struct Manifest: Hashable, Sendable {
    /// The entry of the signature, or of the evidence record.
    package let signatureName: String
    package let objects: [DataObject]

    package struct DataObject: Hashable, Sendable {
        /// The entry.
        package let name: String
        package let mimeType: String?
        package let hash: HashAlgorithm
        package let digest: [UInt8]

        package init(name: String, mimeType: String?, hash: HashAlgorithm, digest: [UInt8]) {
            self.name = name
            self.mimeType = mimeType
            self.hash = hash
            self.digest = digest
        }
    }

    package init(signatureName: String, objects: [DataObject]) {
        self.signatureName = signatureName
        self.objects = objects
    }

    /// Reads the entry `file`.
    package init(xml: [UInt8], file: String) throws(ASiCError) {
        let root = try XMLReader.document(xml)
        guard root.isNamed("ASiCManifest", in: Self.namespace) else { throw .manifest(file: file, .root) }
        let signatures = root.children("SigReference", in: Self.namespace)
        guard signatures.count == 1, let uri = signatures[0].attributes["URI"], let name = Self.entryName(uri) else {
            throw .manifest(file: file, .reference)
        }
        signatureName = name
        var objects: [DataObject] = []
        var names: Set<String> = []
        for element in root.children {
            switch (element.namespace, element.name) {
            case (Self.namespace, "SigReference"): continue
            case (Self.namespace, "DataObjectReference"):
                let object = try Self.object(element, file: file)
                guard names.insert(object.name).inserted else { throw .manifest(file: file, .repeated) }
                objects.append(object)
            case (Self.namespace, "ASiCManifestExtensions"): try Self.checkExtensions(element, file: file)
            default: throw .manifest(file: file, .element)
            }
        }
        guard !objects.isEmpty else { throw .manifest(file: file, .element) }
        self.objects = objects
    }

    private static func object(_ element: XMLElement, file: String) throws(ASiCError) -> DataObject {
        guard let uri = element.attributes["URI"], let name = entryName(uri) else {
            throw .manifest(file: file, .reference)
        }
        for child in element.children where !child.isNamed("DigestMethod", in: signatures) {
            if child.isNamed("DigestValue", in: signatures) { continue }
            guard child.isNamed("DataObjectReferenceExtensions", in: namespace) else {
                throw .manifest(file: file, .element)
            }
            try checkExtensions(child, file: file)
        }
        let methods = element.children("DigestMethod", in: signatures)
        let values = element.children("DigestValue", in: signatures)
        guard methods.count == 1, values.count == 1, let algorithm = methods[0].attributes["Algorithm"] else {
            throw .manifest(file: file, .digest)
        }
        guard let hash = hashes.first(where: { $0.value == algorithm })?.key else {
            throw .digestUnsupported(algorithm)
        }
        let encoded = values[0].text.filter { !$0.isWhitespace }
        guard let digest = Data(base64Encoded: encoded), digest.count == hash.digestLength else {
            throw .manifest(file: file, .digest)
        }
        return DataObject(name: name, mimeType: element.attributes["MimeType"], hash: hash, digest: Array(digest))
    }

    /// An extension that has to be understood is one that we do not understand.
    private static func checkExtensions(_ element: XMLElement, file: String) throws(ASiCError) {
        for child in element.children where ["true", "1"].contains(child.attributes["Critical"]) {
            throw .manifest(file: file, .criticalExtension)
        }
    }

    /// A relative reference to an entry, percent-decoded.
    private static func entryName(_ uri: String) -> String? {
        guard !uri.contains("#"), !uri.contains("?"), let decoded = uri.removingPercentEncoding else { return nil }
        return try? EntryName(bytes: Array(decoded.utf8), at: 0).text
    }

    static let namespace = "http://uri.etsi.org/02918/v1.2.1#"
    static let signatures = "http://www.w3.org/2000/09/xmldsig#"
    static let hashes: [HashAlgorithm: String] = [
        .sha1: "http://www.w3.org/2000/09/xmldsig#sha1",
        .sha256: "http://www.w3.org/2001/04/xmlenc#sha256",
        .sha384: "http://www.w3.org/2001/04/xmldsig-more#sha384",
        .sha512: "http://www.w3.org/2001/04/xmlenc#sha512",
    ]
}
