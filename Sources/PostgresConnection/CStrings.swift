import Foundation

/// A list of C strings that ends with a null pointer.
///
/// A class, because it owns the memory.
final class CStrings {
    private let strings: [UnsafeMutablePointer<CChar>?]

    init(_ texts: [String]) {
        strings = texts.map { strdup($0) }
    }

    deinit {
        for string in strings { free(string) }
    }

    func withPointers<Value>(_ body: ([UnsafePointer<CChar>?]) -> Value) -> Value {
        withExtendedLifetime(self) { body(strings.map { UnsafePointer($0) } + [nil]) }
    }
}
