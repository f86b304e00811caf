import CTypesetting

/// A Fontconfig configuration that knows our three files and nothing else, so that Pango cannot fall back to a font of
/// the machine.
///
/// Sendable because Fontconfig's configurations are counted and may be read from any thread; it is never changed after
/// `init`.
final class FontConfiguration: @unchecked Sendable {
    let pointer: OpaquePointer

    init(faces: [Typeface: FontFace]) throws(TypesettingError) {
        guard let pointer = FcConfigCreate() else { throw .renderingFailed("FcConfigCreate") }
        self.pointer = pointer
        for typeface in Typeface.allCases {
            guard let path = faces[typeface]?.path, FcConfigAppFontAddFile(pointer, path) != 0 else {
                throw .fontMissing(typeface)
            }
        }
    }

    deinit {
        FcConfigDestroy(pointer)
    }
}
