/// The fonts that our documents are set in.
///
/// All have TrueType outlines and a licence that allows embedding. Fonts with CFF outlines are never used: embedded
/// subsets of them came out blank in a common reader.
///
/// - SeeAlso: PDF-15
package enum Typeface: String, CaseIterable, Hashable, Sendable {
    case gothic = "IPAexGothic"
    case mincho = "IPAexMincho"
    /// Name kanji and variation sequences that the other two lack.
    case nameMincho = "IPAmjMincho"

    /// The fonts to try for a text in this face, in order.
    var candidates: [Typeface] {
        self == .nameMincho ? [.nameMincho] : [self, .nameMincho]
    }

    /// Where Debian puts the file.
    var debianPaths: [String] {
        switch self {
        case .gothic: ["/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf"]
        case .mincho: ["/usr/share/fonts/opentype/ipaexfont-mincho/ipaexm.ttf"]
        case .nameMincho: ["/usr/share/fonts/truetype/ipamj/ipamjm.ttf"]
        }
    }

    /// The Debian package that holds it, for whoever has to install it.
    package var debianPackage: String {
        switch self {
        case .gothic: "fonts-ipaexfont-gothic"
        case .mincho: "fonts-ipaexfont-mincho"
        case .nameMincho: "fonts-ipamj-mincho"
        }
    }
}
