import Foundation
import SignatureValidation
import SignerProtocol
import SigningService

/// What a report says of a file besides its verdicts: fields without a signature, pages that are not what was signed, and
/// until when the proof holds.
///
/// - SeeAlso: VAL-10, VAL-11, VAL-14
struct ReportNotes {
    /// Nil when there is none.
    let unsigned: String?
    let hasPages: Bool
    let pagesLead: String
    let pages: [Page]
    /// None without a document timestamp that holds, else one.
    let renewal: [Renewal]

    struct Page {
        let text: String
        let style: String
        let icon: String
    }

    struct Renewal {
        let time: String
        let cause: String

        init(_ deadline: RenewalDeadline, _ language: Language) {
            let words = deadline.words
            time = JapaneseTime(Timestamp(deadline.time)).register
            cause =
                language == .ja
                ? words.japanese(detail: deadline.subject) : words.english(detail: deadline.subject)
        }
    }

    init(_ report: ValidationReport, _ words: PageWords, _ language: Language) {
        unsigned = report.unsignedFields.isEmpty ? nil : report.unsignedFields.joined(separator: ", ")
        // Later signatures and timestamps are allowed, and their fields stand on pages.
        let isAllowed = report.changesAfterSigning.isEmpty
        pagesLead = words.text(isAllowed ? "verification.pagesAllowed" : "verification.pagesRefused", in: language)
        pages = report.pages.flatMap(\.sentences).map { sentence in
            Page(
                text: language == .ja ? sentence.ja : sentence.en,
                style: isAllowed ? "" : "err",
                icon: isAllowed ? "m-info" : "m-fail"
            )
        }
        hasPages = !pages.isEmpty
        renewal = report.renewal.map { [Renewal($0, language)] } ?? []
    }
}
