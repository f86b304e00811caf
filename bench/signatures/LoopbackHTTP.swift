import Glibc

/// One request a connection to a server on this machine, as the client of the other side does it.
struct LoopbackHTTP {
    let port: UInt16

    /// The body of a 200 answer.
    func request(_ path: String, body: [UInt8]?, type: String?) throws -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw BenchFailure.http("socket") }
        defer { close(descriptor) }
        try connect(descriptor)
        var head =
            "\(body == nil ? "GET" : "POST") \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        if let body, let type { head += "Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n" }
        try send(Array((head + "\r\n").utf8) + (body ?? []), to: descriptor)
        let answer = try receive(from: descriptor)
        guard answer.starts(with: Array("HTTP/1.1 200".utf8)), let end = Self.endOfHead(of: answer) else {
            throw BenchFailure.http(String(decoding: answer.prefix(80), as: UTF8.self))
        }
        return Array(answer[end...])
    }

    private func connect(_ descriptor: Int32) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw BenchFailure.http("no server on port \(port)") }
    }

    private func send(_ bytes: [UInt8], to descriptor: Int32) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { throw BenchFailure.http("send") }
            sent += count
        }
    }

    private func receive(from descriptor: Int32) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count >= 0 else { throw BenchFailure.http("receive") }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    private static func endOfHead(of answer: [UInt8]) -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        return answer.indices.first { answer[$0...].starts(with: mark) }.map { $0 + mark.count }
    }
}
