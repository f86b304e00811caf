import Foundation
import Testing

@testable import Doctor

@Suite struct `Who listens at a port` {
    /// The kernel gives its table in pieces of some 4 kB, 27 lines each.
    @Test func `is found among many others`() throws {
        var sockets: [Int32] = []
        defer { sockets.forEach { close($0) } }
        var last = 0
        for _ in 0..<100 {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            try #require(descriptor >= 0)
            sockets.append(descriptor)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            try withUnsafeMutablePointer(to: &address) { pointer in
                try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    try #require(bind(descriptor, address, length) == 0 && listen(descriptor, 1) == 0)
                    try #require(getsockname(descriptor, address, &length) == 0)
                }
            }
            last = Int(UInt16(bigEndian: address.sin_port))
            #expect(ListeningPort.holder(of: last) != nil, "port \(last)")
        }
        close(sockets.removeLast())
        #expect(ListeningPort.holder(of: last) == nil)
    }
}
