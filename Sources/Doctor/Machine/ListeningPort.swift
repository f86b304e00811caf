import Foundation

/// Whether we could listen at an address, and who does when we cannot.
package enum ListeningPort {
    enum Attempt: Hashable {
        case free
        case taken
        /// The host is not ours, or the number is not permitted.
        case refused(String)
    }

    /// Binds for a moment, without listening.
    static func attempt(_ host: String, _ port: Int) -> Attempt {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(port), &hints, &list)
        guard status == 0, let first = list else { return .refused(String(cString: gai_strerror(status))) }
        defer { freeaddrinfo(first) }
        let descriptor = socket(first.pointee.ai_family, first.pointee.ai_socktype, first.pointee.ai_protocol)
        guard descriptor >= 0 else { return .refused(String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        if bind(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0 { return .free }
        return errno == EADDRINUSE ? .taken : .refused(String(cString: strerror(errno)))
    }

    /// Name of the program that listens at a port; nil when it is not ours to see.
    ///
    /// - SeeAlso: proc(5), /proc/net/tcp, /proc/PID/fd
    static func holder(of port: Int) -> String? {
        let sockets = Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap { inodes(listeningAt: port, in: $0) })
        guard !sockets.isEmpty else { return nil }
        let files = FileManager.default
        for process in (try? files.contentsOfDirectory(atPath: "/proc")) ?? [] where Int(process) != nil {
            let folder = "/proc/\(process)/fd"
            for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] {
                guard let target = try? files.destinationOfSymbolicLink(atPath: "\(folder)/\(name)"),
                    sockets.contains(target),
                    let program = try? files.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe")
                else { continue }
                // The kernel says so when the file was replaced since.
                let path = program.replacingOccurrences(of: " (deleted)", with: "")
                return URL(filePath: path).lastPathComponent
            }
        }
        return nil
    }

    /// As links in `/proc/PID/fd` name them: `socket:[1234]`.
    private static func inodes(listeningAt port: Int, in table: String) -> [String] {
        // Not `String(contentsOfFile:)`: it takes the first piece that the kernel gives for the whole.
        guard let bytes = try? FileHandle(forReadingAtPath: table)?.readToEnd() else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: " ")
            // 0A is LISTEN.
            guard fields.count > 9, fields[3] == "0A", let colon = fields[1].lastIndex(of: ":"),
                Int(fields[1][fields[1].index(after: colon)...], radix: 16) == port
            else { return nil }
            return "socket:[\(fields[9])]"
        }
    }
}
