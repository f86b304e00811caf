import PDF

extension CollectFacts {
    /// Format check of one signature dictionary, then its CMS.
    ///
    /// - SeeAlso: EN 319 102-1 §5.2.2; PDF-6, VAL-6, VAL-12, VAL-16
    func facts(of signature: SignatureDictionary, extra: [Finding]) throws(PDFError) -> SignatureFacts {
        var findings = extra
        findings += try BrokenEntry.entries(of: signature, in: document).map(\.finding)
        let coverage = try signature.byteRange.map { (integers) throws(PDFError) in
            try Coverage(of: integers, contents: signature.contentsRange, in: document)
        }
        findings += coverage?.findings ?? []
        let signed = try document.atRevision(coverage?.revision ?? document.revisions.count - 1)
        if try signed.hasMalformedPermissions(signature) { findings.append(Finding(.permissionsMalformed)) }
        guard let coverage, let contents = signature.contents, contents.contains(where: { $0 != 0 }),
            signature.filter != nil
        else { return broken(signature, findings, coverage) }
        let content = coverage.parts.map { SignedContent(digests: digests, parts: $0) }

        switch signature.subFilter?.text {
        case "ETSI.CAdES.detached", "adbe.pkcs7.detached":
            if signature.subFilter == "adbe.pkcs7.detached" { findings.append(Finding(.notPAdES)) }
            if let type = signature.type, type != "Sig" {
                findings.append(BrokenEntry(type, of: signature).finding)
            }
            let isPAdES = signature.subFilter == "ETSI.CAdES.detached"
            let reading = try SignedDataReading(contents, content: content, others: certificates, isPAdES: isPAdES)
            return SignatureFacts(
                fieldName: signature.fieldName,
                kind: .signature,
                coverage: coverage,
                claimedTime: signature.signingTime,
                findings: reading.findings + findings,
                cms: reading.facts,
                integrity: reading.integrity && coverage.parts != nil
            )
        case "ETSI.RFC3161":
            if let type = signature.type, type != "DocTimeStamp" {
                findings.append(BrokenEntry(type, of: signature).finding)
            }
            let timestamp = try TimestampReading(kind: .document, others: certificates)
                .facts(ofContents: contents, over: content)
            return SignatureFacts(
                fieldName: signature.fieldName,
                kind: .documentTimestamp(timestamp),
                coverage: coverage,
                claimedTime: nil,
                findings: timestamp.findings + findings,
                cms: nil,
                integrity: timestamp.integrity
            )
        case let name:
            // Nothing vouches for the form, but a CMS shows whether the bytes are intact. VAL-16
            let reading = try SignedDataReading(contents, content: content, others: certificates, isPAdES: false)
            let isReadable = reading.facts != nil
            return SignatureFacts(
                fieldName: signature.fieldName,
                kind: .signature,
                coverage: coverage,
                claimedTime: signature.signingTime,
                findings: (isReadable ? reading.findings : [])
                    + [Finding(.unsupportedSubFilter, name ?? "-")] + findings,
                cms: reading.facts,
                integrity: reading.integrity && coverage.parts != nil
            )
        }
    }

    private func broken(
        _ signature: SignatureDictionary,
        _ findings: [Finding],
        _ coverage: Coverage?
    ) -> SignatureFacts {
        SignatureFacts(
            fieldName: signature.fieldName,
            kind: signature.subFilter == "ETSI.RFC3161" ? .documentTimestamp(nil) : .signature,
            coverage: coverage,
            claimedTime: signature.signingTime,
            findings: findings,
            cms: nil,
            integrity: false
        )
    }
}
