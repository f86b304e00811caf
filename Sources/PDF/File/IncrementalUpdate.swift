/// New and changed objects that are appended to a file; not a byte of the file changes (PDF-1).
///
/// The same base and the same calls give the same bytes.
///
/// - SeeAlso: ISO 32000-2 §7.5.6
package struct IncrementalUpdate: Sendable {
    package let document: Document
    private(set) var pending: [Int: PendingObject] = [:]
    /// What the new trailer is made from.
    var trailer: PDFDictionary
    private var next: Int

    /// What an object number will stand for.
    struct PendingObject: Sendable {
        enum Body: Sendable {
            case object(Object)
            /// Syntax made by hand, where offsets in it matter.
            case syntax([UInt8])
        }

        let generation: Int
        let body: Body
    }

    package init(_ document: Document) {
        self.document = document
        trailer = document.trailer
        next = document.highestObjectNumber + 1
    }

    package var isEmpty: Bool { pending.isEmpty }

    /// Adds an object under a new number.
    package mutating func add(_ object: Object) -> Reference {
        add(.object(object))
    }

    /// Adds an object whose syntax is ready.
    mutating func add(syntax: [UInt8]) -> Reference {
        add(.syntax(syntax))
    }

    /// Writes `object` in place of what `reference` stood for.
    package mutating func replace(_ reference: Reference, with object: Object) {
        pending[reference.number] = PendingObject(generation: reference.generation, body: .object(object))
    }

    /// The object as it will be after the update.
    package func object(_ reference: Reference) throws(PDFError) -> Object {
        if let changed = pending[reference.number], changed.generation == reference.generation,
            case .object(let object) = changed.body
        {
            return object
        }
        return try document.object(reference)
    }

    /// Follows references to what they will stand for; nil is null.
    package func resolve(_ object: Object?) throws(PDFError) -> Object {
        var current = object ?? .null
        for _ in 0..<32 {
            guard case .reference(let target) = current else { return current }
            current = try self.object(target)
        }
        throw .damaged(.referenceLoop, Place(object: object?.reference?.number))
    }

    /// The suffix: objects, a cross-reference section of the kind the file ends with, and a trailer.
    package func appended() throws(PDFError) -> [UInt8] {
        var writer = try UpdateWriter(self)
        return try writer.write().bytes
    }

    private mutating func add(_ body: PendingObject.Body) -> Reference {
        let number = freshNumber()
        pending[number] = PendingObject(generation: 0, body: body)
        return Reference(number: number)
    }

    /// The next number that no revision could have used.
    ///
    /// A gap below `/Size` is not enough: something may already refer to it, and what was nothing would appear.
    mutating func freshNumber() -> Int {
        defer { next += 1 }
        return next
    }
}
