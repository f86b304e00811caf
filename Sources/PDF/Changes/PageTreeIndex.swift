/// Which objects make up the pages of a file, walked once and kept while no revision touches the tree.
struct PageTreeIndex {
    /// In order.
    let pages: [Reference]
    /// The numbers of the tree's inner nodes.
    let nodes: Set<Int>
    /// By the number of its page object, where a page is, from 0.
    let positions: [Int: Int]
    /// By the number of an indirect `/Annots`, the pages, from 0, whose annotations it lists.
    private(set) var annotationLists: [Int: [Int]]
    private var listOfPage: [Int: Int]

    init(_ document: Document, _ work: ComparisonWork) throws(PDFError) {
        var nodes: Set<Int> = []
        pages = try document.pages { nodes.insert($0.number) }.map(\.reference)
        self.nodes = nodes
        try work.spend(pages.count + nodes.count, .pages)
        positions = Dictionary(pages.enumerated().map { ($1.number, $0) }) { first, _ in first }
        annotationLists = [:]
        listOfPage = [:]
        for index in pages.indices { try noteAnnotations(ofPage: index, in: document) }
    }

    /// The pages, from 0 and ascending, that `numbers` belong to as page objects or lists of annotations.
    func pages(touchedBy numbers: Set<Int>) -> [Int] {
        var touched: Set<Int> = []
        for number in numbers {
            if let page = positions[number] { touched.insert(page) }
            touched.formUnion(annotationLists[number] ?? [])
        }
        return touched.sorted()
    }

    /// Takes note of where the annotations of a page are listed now.
    mutating func noteAnnotations(ofPage index: Int, in document: Document) throws(PDFError) {
        if let known = listOfPage[index] { annotationLists[known]?.removeAll { $0 == index } }
        let list = try document.object(pages[index]).dictionary?["Annots"]?.reference?.number
        listOfPage[index] = list
        if let list { annotationLists[list, default: []].append(index) }
    }
}
