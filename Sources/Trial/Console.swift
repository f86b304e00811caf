import Foundation

/// Writes a line to the standard output at once, also when it is a file or a pipe.
func say(_ line: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
}
