/// Where in a file something was found: the indirect object, and the byte offset.
package struct Place: Hashable, Sendable, Codable {
    package let object: Int?
    package let offset: Int?

    package init(object: Int? = nil, offset: Int? = nil) {
        self.object = object
        self.offset = offset
    }
}

/// Why a PDF could not be read, changed or signed.
package enum PDFError: Error, Hashable, Sendable {
    // The bytes.
    /// The source failed; the text is for the log of an operator.
    case unreadable(String)
    case outsideOfFile(Range<Int>, count: Int)
    case empty

    // The file.
    /// `%PDF-` is not at byte 0; `headerAt` says where it was found instead, if anywhere near.
    case notPDF(headerAt: Int?)
    case damaged(Damage, Place)
    case duplicateKey(Name, Place)
    case encrypted(Place)
    /// A table with `/XRefStm`: readers disagree about which objects exist (PDF-2).
    case hybridCrossReference(Place)
    case limit(LimitReached, Place)
    case filter(FilterProblem, Place)
    case pageTree(PageTreeProblem, Place)
    case form(FormProblem, Place)
    case revisionMissing(Int)

    // Writing and signing.
    case pageMissing(Int)
    case boxOutsidePage(page: Int)
    case fieldNameTaken(String)
    case fieldNameEmpty
    case fieldMissing(String)
    case fieldAlreadySigned(String)
    case certificationNotFirst
    case signingTimeMissing
    case byteRange([Int])
    case contentsTooSmall(needed: Int, available: Int)
    /// A suffix was made for a file of another length.
    case baseChanged(expected: Int, actual: Int)
    case offsetTooLarge(Int)
    case numberNotFinite
}

extension PDFError {
    /// What is wrong with the structure of a file.
    package enum Damage: Hashable, Sendable {
        case endMarkerMissing
        case startOfCrossReferenceMissing
        case crossReference
        case crossReferenceEntry
        case crossReferenceStream
        case entryTwice(object: Int)
        case entryBeyondSize(object: Int)
        case previousSection
        case trailer
        case revisionEnd
        case catalog
        case objectHeader
        case objectEnd
        case objectStream
        case streamLength
        case streamEnd
        case unexpectedEnd
        case unexpectedByte(UInt8)
        case keyword
        case number
        case name
        case string
        case dictionaryKey
        case referenceLoop
    }

    package enum LimitReached: Hashable, Sendable {
        case fileSize, nesting, objects, objectNumber, revisions, pages, elements, stringLength, nameLength
        case filters, decodedBytes, decodedRatio, streamBytes, fields, digestedBytes
    }

    package enum FilterProblem: Hashable, Sendable {
        case unsupported(Name)
        case parameters(Name)
        case data(Name)
        case externalFile
    }

    package enum PageTreeProblem: Hashable, Sendable {
        case missing, cycle, pageTwice, node, count, noPage, mediaBox, rotation, userUnit
    }

    package enum FormProblem: Hashable, Sendable {
        case structure, cycle, fieldNotIndirect, annotations, signature, securityStore
    }
}
