import PDF

extension CollectFacts {
    /// Format check of one signature dictionary, then its CMS.
    ///
    /// - SeeAlso: EN 319 102-1 §5.2.2; PDF-6, VAL-6, VAL-12, VAL-16
    func facts(of signature: SignatureDictionary, extra: [Finding]) throws(PDFError) -> SignatureFacts {
        var findings = extra
        guard let integers = signature.byteRange else {
            return broken(signature, findings + [Finding(.signatureDictionaryInvalid, "/ByteRange")])
        }
        let coverage = try Coverage(of: integers, contents: signature.contentsRange, in: document)
        findings += coverage.findings
        guard let contents = signature.contents, contents.contains(where: { $0 != 0 }) else {
            return broken(signature, findings + [Finding(.signatureDictionaryInvalid, "/Contents")], coverage)
        }
        guard signature.filter != nil else {
            return broken(signature, findings + [Finding(.signatureDictionaryInvalid, "/Filter")], coverage)
        }
        let content = coverage.parts.map { SignedContent(source: document.source, parts: $0) }

        switch signature.subFilter?.text {
        case "ETSI.CAdES.detached", "adbe.pkcs7.detached":
            if signature.subFilter == "adbe.pkcs7.detached" { findings.append(Finding(.notPAdES)) }
            if signature.type != nil, signature.type != "Sig" {
                findings.append(Finding(.signatureDictionaryInvalid, "/Type"))
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
            if signature.type != nil, signature.type != "DocTimeStamp" {
                findings.append(Finding(.signatureDictionaryInvalid, "/Type"))
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
        _ coverage: Coverage? = nil
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
