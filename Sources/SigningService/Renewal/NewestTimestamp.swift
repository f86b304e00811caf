import CMS
import PDF
import SignatureValidation

/// The document timestamp that covers the others of a file.
struct NewestTimestamp {
    /// The name of its signature field.
    let field: String
    let token: TimestampToken

    /// - Throws: `ServiceError.signatureNotMade` when there is none, or it cannot be read.
    init(in source: any ByteSource) throws {
        do {
            let found = try Document(source).signatures().filter { $0.type == "DocTimeStamp" }
            let ends = found.map { signature in
                (signature, (try? ByteRange(integers: signature.byteRange ?? []))?.end ?? 0)
            }
            guard let newest = ends.max(by: { $0.1 < $1.1 })?.0, let name = newest.fieldName else {
                throw ServiceError.signatureNotMade("there is no document timestamp")
            }
            field = name
            token = try TimestampToken(paddedContents: newest.contents ?? [])
        } catch let error as ServiceError {
            throw error
        } catch {
            throw ServiceError.signatureNotMade("\(error)")
        }
    }

    func standing(_ settings: ServiceSettings) throws -> StampStanding {
        try StampStanding(token, settings)
    }
}

extension StampStanding {
    /// Reads what a token rests on, with the installation's anchors and the algorithms that the judge goes by.
    init(_ token: TimestampToken, _ settings: ServiceSettings) throws {
        do {
            let chains = SignatureChains(
                signerAnchors: settings.signerAnchors,
                timestampAnchors: settings.timestampAnchors
            )
            let chain = try chains.chain(of: token)
            try self.init(token, chain: chain, algorithms: .standard)
        } catch {
            throw ServiceError.signatureNotMade("\(error)")
        }
    }
}
