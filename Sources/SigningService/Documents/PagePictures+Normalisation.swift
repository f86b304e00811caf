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

    /// What two files show, side by side, as far as programs can draw and read both within their limits.
    ///
    /// - Throws: `ServiceError.picturesNotMade` when too many wait.
    func comparison(
        _ before: ConverterInput,
        _ after: ConverterInput,
        firstPages count: Int
    ) async throws -> CleanCopyComparison {
        try await take()
        defer { put() }
        return try await made { [images] in
            var drawn: (before: [[UInt8]], after: [[UInt8]])?
            if let clean = try? images.thumbnails(firstPages: count, of: after),
                let first = try? images.thumbnails(firstPages: count, of: before)
            {
                drawn = (first, clean)
            }
            var texts: (before: [String], after: [String])?
            if let clean = try? images.text(of: after), let first = try? images.text(of: before) {
                texts = (first, clean)
            }
            return CleanCopyComparison(drawn: drawn, texts: texts)
        }
    }
}
