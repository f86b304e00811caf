/// The bytes that a signature covers: all but the gap that holds its `/Contents`.
///
/// - SeeAlso: ISO 32000-2 §12.8.1
package struct ByteRange: Hashable, Sendable, Codable {
    package let before: Range<Int>
    package let after: Range<Int>

    /// The hexadecimal string with its angle brackets.
    package var gap: Range<Int> { before.upperBound..<after.lowerBound }

    /// The length of the file that is covered.
    package var end: Int { after.upperBound }

    /// As written in the file: start, length, start, length.
    package var integers: [Int] { [before.lowerBound, before.count, after.lowerBound, after.count] }

    /// Throws `PDFError.byteRange` unless there are four integers: 0, a, b, c with a < b and no overflow (VAL-6).
    package init(integers: [Int]) throws(PDFError) {
        guard integers.count == 4, integers[0] == 0, integers[1] > 0, integers[2] > integers[1], integers[3] > 0 else {
            throw .byteRange(integers)
        }
        let (end, overflow) = integers[2].addingReportingOverflow(integers[3])
        guard !overflow else { throw .byteRange(integers) }
        before = 0..<integers[1]
        after = integers[2]..<end
    }

    /// The two covered parts, in order.
    package var covered: [Range<Int>] { [before, after] }
}
