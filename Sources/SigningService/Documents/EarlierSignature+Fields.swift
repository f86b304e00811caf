import PDF

extension EarlierSignature {
    /// The fields that were signed in the first `uploaded` bytes of a file.
    ///
    /// - Throws: `ServiceError.signatureNotMade` when those cannot be read by themselves.
    static func fields(in source: any ByteSource, uploaded: Int) throws(ServiceError) -> Set<String> {
        do throws(PDFError) {
            let upload = try Document(PrefixSource(source, count: uploaded))
            return Set(try upload.signatures().compactMap(\.fieldName))
        } catch {
            throw .signatureNotMade("\(error)")
        }
    }
}
