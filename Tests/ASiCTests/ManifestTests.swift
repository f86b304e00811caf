import ASiC
import CMS
import Testing

/// EN 319 162-1 annex A.4: manifests.
@Suite struct `A manifest` {
    let manifest = Manifest(
        signatureName: "META-INF/signature001.p7s",
        objects: [
            .init(
                name: "契約書 <1> & \"2\".pdf",
                mimeType: "application/pdf",
                hash: .sha256,
                digest: HashAlgorithm.sha256.digest(of: [1])
            ),
            .init(name: "b/c.txt", mimeType: nil, hash: .sha512, digest: HashAlgorithm.sha512.digest(of: [2])),
        ]
    )

    private func read(_ text: String) throws(ASiCError) -> Manifest {
        try Manifest(xml: Array(text.utf8), file: "m")
    }

    private var text: String { String(decoding: manifest.xml, as: UTF8.self) }

    @Test func `is read as it was written`() throws {
        #expect(try read(text) == manifest)
    }

    /// As other makers write it: default namespaces, comments, single quotes.
    @Test func `of others is read`() throws {
        let digest = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="
        let other = """
            <?xml version='1.0' encoding='UTF-8'?><!-- made elsewhere -->
            <ASiCManifest xmlns='http://uri.etsi.org/02918/v1.2.1#'>
              <SigReference URI='META-INF/signature.p7s' MimeType='application/x-pkcs7-signature'></SigReference>
              <DataObjectReference URI='a%20b.txt' Rootfile="true">
                <DigestMethod xmlns="http://www.w3.org/2000/09/xmldsig#" Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>
                <DigestValue xmlns="http://www.w3.org/2000/09/xmldsig#">
                  \(digest)
                </DigestValue>
              </DataObjectReference>
            </ASiCManifest>
            """
        let read = try read(other)
        #expect(read.objects.map(\.name) == ["a b.txt"])
        #expect(read.objects.map(\.digest) == [HashAlgorithm.sha256.digest(of: Array("test".utf8))])
    }

    @Test(arguments: [
        ("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>", "<!DOCTYPE a [<!ENTITY x \"y\">]>"),
        ("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>", "<?xml version=\"1.0\" encoding=\"UTF-16\"?>"),
        ("xmlns:asic", "xmlns:other"),
        ("02918/v1.2.1#", "02918/v9#"),
        ("asic:SigReference", "asic:Unknown"),
        ("META-INF/signature001.p7s", "../signature001.p7s"),
        ("b/c.txt", "http://example.test/c.txt"),
        ("b/c.txt", "b/c.txt#part"),
        ("xmlenc#sha512", "xmlenc#ripemd160"),
        ("<ds:DigestValue>", "<ds:DigestValue>AA"),
        ("</asic:ASiCManifest>", "</asic:ASiCManifest>x"),
        ("</asic:ASiCManifest>", ""),
        (" URI=\"b/c.txt\"", " URI=\"b/c.txt\" URI=\"b/d.txt\""),
        ("b/c.txt", "b/&x;.txt"),
        ("<asic:DataObjectReference URI=\"b", "<![CDATA[x]]><asic:DataObjectReference URI=\"b"),
        ("<asic:DataObjectReference URI=\"b", "<?php x?><asic:DataObjectReference URI=\"b"),
    ])
    func `is refused after a change`(change: (String, String)) {
        #expect(text.contains(change.0))
        #expect(throws: ASiCError.self) { try read(text.replacing(change.0, with: change.1)) }
    }

    @Test func `is refused when it says something that has to be understood`() throws {
        let end = "</asic:ASiCManifest>"
        let extensions = { (critical: String) in
            "<asic:ASiCManifestExtensions><asic:Extension Critical=\"\(critical)\"/></asic:ASiCManifestExtensions>"
        }
        #expect(throws: ASiCError.manifest(file: "m", .criticalExtension)) {
            try read(text.replacing(end, with: extensions("true") + end))
        }
        #expect(try read(text.replacing(end, with: extensions("false") + end)) == manifest)
    }

    @Test func `is bounded in depth and survives every cut`() {
        let deep = String(repeating: "<a xmlns=\"x\">", count: 100_000)
        #expect(throws: ASiCError.limit(.xmlDepth)) { try read(deep) }
        let bytes = manifest.xml
        for length in bytes.indices.dropLast() {
            #expect(throws: ASiCError.self) { try Manifest(xml: Array(bytes[..<length]), file: "m") }
        }
    }
}
