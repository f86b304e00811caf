import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Turns a host name into addresses.
package typealias Resolver = @Sendable (String) async throws(OutboundError) -> [InternetAddress]

/// Asks the system's resolver, on a thread that may block.
package func resolveWithSystem(_ host: String) async throws(OutboundError) -> [InternetAddress] {
    let addresses = await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: lookUp(host)) }
    }
    guard !addresses.isEmpty else { throw .nameNotResolved(host: host) }
    return addresses
}

private func lookUp(_ host: String) -> [InternetAddress] {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_protocol = Int32(IPPROTO_TCP)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &list) == 0, let list else { return [] }
    defer { freeaddrinfo(list) }
    return sequence(first: list, next: { $0.pointee.ai_next }).compactMap { entry in
        entry.pointee.ai_addr.flatMap { address($0, family: entry.pointee.ai_family) }
    }
}

private func address(_ raw: UnsafeMutablePointer<sockaddr>, family: Int32) -> InternetAddress? {
    switch family {
    case AF_INET:
        return raw.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
            .v4(UInt32(bigEndian: $0.pointee.sin_addr.s_addr))
        }
    case AF_INET6:
        return raw.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
            withUnsafeBytes(of: pointer.pointee.sin6_addr) { bytes in
                .v6(
                    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                )
            }
        }
    default:
        return nil
    }
}
