import Converters

extension PagePictures {
    /// A file written anew; waits for its turn like every conversion.
    ///
    /// - Throws: `ConverterError`, `ServiceError.picturesNotMade` when too many wait.
    func normalised(_ input: ConverterInput) async throws -> [UInt8] {
        try await take()
        defer { put() }
        return try await onThread { try NormalisePDF().normalised(input) }
    }

    /// What two files show, side by side.
    ///
    /// A file that cannot be drawn, or gives no text, is compared no further; that is what the answer says.
    ///
    /// - Throws: `ServiceError.picturesNotMade` when too many wait, or the clean file cannot be drawn.
    func comparison(
        _ before: ConverterInput,
        _ after: ConverterInput,
        firstPages count: Int
    ) async throws -> PageComparison {
        try await take()
        defer { put() }
        return try await made { [images] in
            let drawn = try images.thumbnails(firstPages: count, of: after)
            // Where the file that came has more pages than the clean one, that is a difference.
            let first = try? images.thumbnails(firstPages: count + 1, of: before)
            var texts: (before: [String], after: [String])?
            if let text = try? images.text(of: before) { texts = (text, try images.text(of: after)) }
            return PageComparison(before: first.map { Array($0.prefix(count)) }, after: drawn, texts: texts)
        }
    }
}
