/// An IPv4 or IPv6 address.
package enum InternetAddress: Hashable, Sendable {
    case v4(UInt32)
    /// Upper and lower 64 bits.
    case v6(UInt64, UInt64)

    /// Whether the address belongs to the public Internet.
    ///
    /// Everything else is refused: this machine, private and link-local networks, shared and reserved space,
    /// multicast, and the IPv6 forms that carry an IPv4 address inside.
    ///
    /// - SeeAlso: RFC 6890; IANA special-purpose address registries; REV-11
    package var isPublic: Bool {
        switch self {
        case .v4(let address):
            return !InternetAddress.specialV4.contains { prefix, length in
                address >> (32 - UInt32(length)) == prefix >> (32 - UInt32(length))
            }
        case .v6(let upper, _):
            // Only 2000::/3 is global unicast; within it the blocks below are not.
            guard upper >> 61 == 0b001 else { return false }
            return !InternetAddress.specialV6.contains { prefix, length in
                upper >> (64 - UInt64(length)) == prefix >> (64 - UInt64(length))
            }
        }
    }

    private static let specialV4: [(UInt32, Int)] = [
        (0x0000_0000, 8),  // this network
        (0x0A00_0000, 8),  // private
        (0x6440_0000, 10),  // shared address space of carriers
        (0x7F00_0000, 8),  // loopback
        (0xA9FE_0000, 16),  // link-local, and the metadata services of clouds
        (0xAC10_0000, 12),  // private
        (0xC000_0000, 24),  // protocol assignments
        (0xC000_0200, 24),  // documentation
        (0xC058_6300, 24),  // 6to4 relays
        (0xC0A8_0000, 16),  // private
        (0xC612_0000, 15),  // benchmarking
        (0xC633_6400, 24),  // documentation
        (0xCB00_7100, 24),  // documentation
        (0xE000_0000, 4),  // multicast
        (0xF000_0000, 4),  // reserved, broadcast
    ]

    private static let specialV6: [(UInt64, Int)] = [
        (0x2001_0000_0000_0000, 23),  // protocol assignments, Teredo
        (0x2001_0DB8_0000_0000, 32),  // documentation
        (0x2002_0000_0000_0000, 16),  // 6to4, an IPv4 address inside
        (0x3FFF_0000_0000_0000, 20),  // documentation
    ]
}

extension InternetAddress: CustomStringConvertible {
    /// The form that a socket call reads.
    package var description: String {
        switch self {
        case .v4(let address):
            return [24, 16, 8, 0].map { String(address >> UInt32($0) & 0xFF) }.joined(separator: ".")
        case .v6(let upper, let lower):
            return [upper, lower]
                .flatMap { half in [48, 32, 16, 0].map { String(half >> UInt64($0) & 0xFFFF, radix: 16) } }
                .joined(separator: ":")
        }
    }
}
