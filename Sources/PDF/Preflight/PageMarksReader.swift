/// Walks a content stream and the form XObjects that it draws.
///
/// - SeeAlso: ISO 32000-2 §8.2, §8.10
struct PageMarksReader {
    private let document: Document
    private(set) var marks = PageMarks()
    private var state = MarksState()
    private var saved: [MarksState] = []
    private var path = PathExtent()
    private var operatorsLeft = ContentScanner.operatorLimit
    private var bytesLeft = 64 << 20
    private var fonts: [Reference: FontExtent] = [:]
    /// Between BT and ET.
    private var isInText = false
    /// Whether the content has at most one inline image, and no reader can find another end of it.
    private var hasPlainImage = true
    /// The form XObjects that are being drawn.
    private var open: Set<Reference> = []

    private static let mostSaved = 1_000
    private static let deepestForm = 12

    private init(_ document: Document) {
        self.document = document
    }

    /// Reads a page and everything that it draws.
    ///
    /// `marks` is nil when the content cannot be understood or would take too long; `operators` says how much was read.
    static func read(_ page: Page, of document: Document) -> (marks: PageMarks?, operators: Int) {
        var reader = PageMarksReader(document)
        do {
            var content: [UInt8] = []
            for stream in try document.contentStreams(of: page) {
                content += try document.data(of: stream)
                content.append(0x0A)
            }
            try reader.read(content, resources: try document.resolve(page.resources).dictionary ?? PDFDictionary())
            return (reader.marks, ContentScanner.operatorLimit - reader.operatorsLeft)
        } catch {
            return (nil, ContentScanner.operatorLimit - reader.operatorsLeft)
        }
    }

    /// Whether a form XObject leaves no mark at all, and how much was read to know it.
    static func paintsNothing(_ form: Stream, in document: Document) -> (Bool, operators: Int) {
        var reader = PageMarksReader(document)
        do {
            let resources = try document.resolve(form.dictionary["Resources"]).dictionary ?? PDFDictionary()
            try reader.read(try document.data(of: form), resources: resources)
            let isNothing = reader.marks.count == 0 && !reader.marks.isUnbounded
            return (isNothing, ContentScanner.operatorLimit - reader.operatorsLeft)
        } catch {
            return (false, ContentScanner.operatorLimit - reader.operatorsLeft)
        }
    }

    private mutating func read(_ content: [UInt8], resources: PDFDictionary) throws(PDFError) {
        bytesLeft -= content.count
        guard bytesLeft >= 0 else { throw .limit(.decodedBytes, Place()) }
        let depth = saved.count
        let outside = (isInText, hasPlainImage)
        defer { (isInText, hasPlainImage) = outside }
        isInText = false
        hasPlainImage = Self.endsOneImage(content)
        try ContentScanner.scan(content) { (operation) throws(PDFError) in
            operatorsLeft -= 1
            guard operatorsLeft > 0 else { throw .limit(.elements, Place()) }
            try apply(operation, resources, savedBefore: depth)
        }
        // A stream that saves more than it restores says nothing about what comes after it.
        if saved.count > depth {
            state = saved[depth]
            saved.removeSubrange(depth...)
        }
    }

    private mutating func apply(
        _ operation: ContentOperator,
        _ resources: PDFDictionary,
        savedBefore depth: Int
    ) throws(PDFError) {
        let numbers = try Self.numbers(of: operation)
        try checkPlace(of: operation.name, savedBefore: depth)
        switch operation.name {
        case "BT", "ET":
            isInText = operation.name == "BT"
            state.text.apply(operation.name, numbers)
        case "q":
            guard saved.count < Self.mostSaved else { throw .limit(.nesting, Place()) }
            saved.append(state)
        case "Q": if saved.count > depth, let last = saved.popLast() { state = last }
        case "cm": state.transform = Transform(numbers).then(state.transform)
        case "sh": marks.addEverything(within: state.clip)
        case "ID": marks.add(content: state.transform.bounds(of: .unit), clip: state.clip)
        case "Do": try draw(operation.operands.last?.name, resources)
        case "scn": state.fillsWithPattern = operation.operands.last?.name != nil
        case "SCN": state.strokesWithPattern = operation.operands.last?.name != nil
        case "sc", "g", "rg", "k", "cs": state.fillsWithPattern = false
        case "SC", "G", "RG", "K", "CS": state.strokesWithPattern = false
        case "w": state.lineWidth = numbers[0]
        case "gs": try apply(graphicsState: operation.operands.last?.name, resources)
        case "Tf":
            state.text.size = numbers.last ?? state.text.size
            guard let font = operation.operands.suffix(2).first?.name else { throw .damaged(.number, Place()) }
            try setFont(font, resources)
        case "Tj", "TJ", "'", "\"": show(operation, numbers)
        default:
            if path.apply(operation.name, numbers, state, &marks) {
                state.clip = path.clipped(state)
            } else {
                state.text.apply(operation.name, numbers)
            }
        }
    }

    /// Where readers that forgive mistakes would read on in different ways, nothing is understood.
    private func checkPlace(of name: String, savedBefore depth: Int) throws(PDFError) {
        let isUnderstood =
            Self.operators.contains(name) && !(isInText ? Self.outsideText : Self.insideText).contains(name)
            && (name != "ID" || hasPlainImage) && (name != "Q" || open.isEmpty || saved.count > depth)
        guard isUnderstood else { throw .damaged(.keyword, Place()) }
    }

    /// How many numbers an operator takes.
    private static let arity = [
        "cm": 6, "w": 1, "m": 2, "l": 2, "c": 6, "v": 4, "y": 4, "re": 4, "Tc": 1, "Tw": 1, "Tz": 1, "TL": 1, "Ts": 1,
        "Tf": 1, "Td": 2, "TD": 2, "Tm": 6, "\"": 2,
    ]

    /// The last numbers before an operator, which is what readers take when there are more.
    private static func numbers(of operation: ContentOperator) throws(PDFError) -> [Double] {
        let numbers = operation.operands.compactMap(\.number)
        guard let arity = arity[operation.name] else { return numbers }
        guard numbers.count >= arity else { throw .damaged(.number, Place()) }
        return Array(numbers.suffix(arity))
    }

    private mutating func show(_ operation: ContentOperator, _ numbers: [Double]) {
        let shown = state.text.show(operation.name, operation.operands, numbers)
        guard let shown else { return }
        if state.text.font.isDrawn {
            marks.addEverything(within: state.clip)
        } else {
            marks.add(content: state.text.line.then(state.transform).bounds(of: shown), clip: state.clip)
        }
    }

    // MARK: Resources

    private func resource(_ name: Name?, _ kind: Name, _ resources: PDFDictionary) throws(PDFError) -> Object? {
        guard let name else { return nil }
        return try document.resolve(resources[kind]).dictionary?[name]
    }

    private mutating func draw(_ name: Name?, _ resources: PDFDictionary) throws(PDFError) {
        guard let object = try resource(name, "XObject", resources), let reference = object.reference,
            let stream = try document.object(reference).stream
        else { return }
        guard try document.resolve(stream.dictionary["Subtype"]).name == "Form" else {
            marks.add(content: state.transform.bounds(of: .unit), clip: state.clip)
            return
        }
        guard open.count < Self.deepestForm, open.insert(reference).inserted else { throw .limit(.nesting, Place()) }
        defer { open.remove(reference) }
        let outside = (state, path)
        defer { (state, path) = outside }
        path = PathExtent()
        if let matrix = try document.numbers(stream.dictionary["Matrix"]), matrix.count == 6 {
            state.transform = Transform(matrix).then(state.transform)
        }
        if let box = try document.rectangle(stream.dictionary["BBox"]) {
            let seen = state.transform.bounds(of: box)
            guard seen.isFinite else { return marks.addEverything(within: state.clip) }
            guard let clip = state.clip.map({ seen.overlap($0) }) ?? seen else { return }
            state.clip = clip
        }
        let own = try document.resolve(stream.dictionary["Resources"]).dictionary ?? resources
        try read(try document.data(of: stream), resources: own)
    }

    private mutating func apply(graphicsState name: Name?, _ resources: PDFDictionary) throws(PDFError) {
        let parameters = try document.resolve(resource(name, "ExtGState", resources)).dictionary
        if let width = try document.resolve(parameters?["LW"]).number { state.lineWidth = width }
        guard let font = try document.resolve(parameters?["Font"]).array, font.count == 2 else { return }
        state.text.size = try document.resolve(font[1]).number ?? state.text.size
        try setFont(font[0])
    }

    private mutating func setFont(_ name: Name?, _ resources: PDFDictionary) throws(PDFError) {
        try setFont(resource(name, "Font", resources) ?? .null)
    }

    private mutating func setFont(_ font: Object) throws(PDFError) {
        if let reference = font.reference, let known = fonts[reference] {
            state.text.font = known
            return
        }
        let dictionary = try document.resolve(font).dictionary
        state.text.font =
            try dictionary.map { (font) throws(PDFError) in try FontExtent(font, in: document) } ?? FontExtent()
        if let reference = font.reference { fonts[reference] = state.text.font }
    }
}

/// The part of the graphics state that says where marks go.
struct MarksState {
    var transform = Transform()
    /// The bounds of what is clipped to; nil while nothing is.
    var clip: Rectangle?
    var lineWidth = 1.0
    var fillsWithPattern = false
    var strokesWithPattern = false
    var text = TextExtent()
}

extension Rectangle {
    /// The square that a picture fills. §8.9.5.1
    fileprivate static let unit = Rectangle(left: 0, bottom: 0, right: 1, top: 1)
}

extension Document {
    fileprivate func numbers(_ object: Object?) throws(PDFError) -> [Double]? {
        guard let elements = try resolve(object).array else { return nil }
        var numbers: [Double] = []
        for element in elements {
            guard let number = try resolve(element).number else { return nil }
            numbers.append(number)
        }
        return numbers
    }
}
