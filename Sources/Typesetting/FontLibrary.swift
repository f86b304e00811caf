import CTypesetting
import Foundation

/// The three fonts, opened once and shared.
package struct FontLibrary: Sendable {
    private let faces: [Typeface: FontFace]

    /// Opens every font, at Debian's path or wherever Fontconfig knows it.
    ///
    /// - Throws: `TypesettingError.fontMissing` or `.fontUnreadable`.
    package init() throws(TypesettingError) {
        var faces: [Typeface: FontFace] = [:]
        for typeface in Typeface.allCases {
            faces[typeface] = try FontFace(typeface, path: try Self.path(of: typeface))
        }
        self.faces = faces
    }

    /// The fonts that cannot be opened.
    package static func missing() -> [Typeface] {
        Typeface.allCases.filter { typeface in
            (try? path(of: typeface)).flatMap { try? FontFace(typeface, path: $0) } == nil
        }
    }

    subscript(typeface: Typeface) -> FontFace {
        guard let face = faces[typeface] else {
            preconditionFailure("init opens every case of Typeface")
        }
        return face
    }

    private static func path(of typeface: Typeface) throws(TypesettingError) -> String {
        for path in typeface.debianPaths where FileManager.default.isReadableFile(atPath: path) {
            return path
        }
        guard let path = pathKnownToFontconfig(of: typeface) else { throw .fontMissing(typeface) }
        return path
    }

    /// Fontconfig answers every question with some font; the name is therefore checked by `FontFace`.
    private static func pathKnownToFontconfig(of typeface: Typeface) -> String? {
        guard let configuration = FcInitLoadConfigAndFonts() else { return nil }
        defer { FcConfigDestroy(configuration) }
        guard let pattern = FcNameParse(":postscriptname=\(typeface.rawValue)"),
            let wanted = FcObjectSetCreate()
        else { return nil }
        defer {
            FcPatternDestroy(pattern)
            FcObjectSetDestroy(wanted)
        }
        FcObjectSetAdd(wanted, FC_FILE)
        guard let found = FcFontList(configuration, pattern, wanted) else { return nil }
        defer { FcFontSetDestroy(found) }
        var paths: [String] = []
        for index in 0..<Int(found.pointee.nfont) {
            var file: UnsafeMutablePointer<FcChar8>?
            if FcPatternGetString(found.pointee.fonts[index], FC_FILE, 0, &file) == FcResultMatch, let file {
                paths.append(String(cString: file))
            }
        }
        return paths.min()
    }
}
