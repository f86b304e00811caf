import ASiC

/// An archive written by hand, of which every part may be wrong alone.
struct CraftedZip {
    struct File {
        var name: String
        var content: [UInt8]
        var method: UInt16 = 0
        var flags: UInt16 = 0
        var size: Int?
        var checksum: UInt32
        var localName: String?
        var localChecksum: UInt32?
        var extra: [UInt8] = []

        init(_ name: String, _ content: [UInt8]) {
            self.name = name
            self.content = content
            checksum = Self.checksum(content)
        }

        static func checksum(_ bytes: [UInt8]) -> UInt32 {
            var state: UInt32 = .max
            for byte in bytes {
                state ^= UInt32(byte)
                for _ in 0..<8 { state = state & 1 == 1 ? state >> 1 ^ 0xEDB8_8320 : state >> 1 }
            }
            return ~state
        }
    }

    var files: [File]
    var head: [UInt8] = []
    var between: [UInt8] = []
    var comment: [UInt8] = []
    var tail: [UInt8] = []

    var bytes: [UInt8] {
        var body = head
        var directory: [UInt8] = []
        for file in files {
            let offset = body.count
            let name = Array(file.name.utf8)
            let local = Array((file.localName ?? file.name).utf8)
            func fields(_ checksum: UInt32) -> [UInt8] {
                number(20, 2) + number(Int(file.flags), 2) + number(Int(file.method), 2) + number(0, 4)
                    + number(Int(checksum), 4) + number(file.content.count, 4)
                    + number(file.size ?? file.content.count, 4)
            }
            body += [0x50, 0x4B, 3, 4] + fields(file.localChecksum ?? file.checksum)
            body += number(local.count, 2) + number(file.extra.count, 2) + local + file.extra + file.content + between
            directory += [0x50, 0x4B, 1, 2, 20, 0] + fields(file.checksum) + number(name.count, 2)
            directory += [UInt8](repeating: 0, count: 12) + number(offset, 4) + name
        }
        let end =
            [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + number(files.count, 2) + number(files.count, 2)
            + number(directory.count, 4) + number(body.count, 4) + number(comment.count, 2)
        return body + directory + end + comment + tail
    }

    private func number(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
