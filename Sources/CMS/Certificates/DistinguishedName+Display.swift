extension DistinguishedName {
    /// The name for people, innermost attribute first, with everything escaped that could mislead.
    ///
    /// Controls, invisible and direction-changing characters become `\XX` of their UTF-8 bytes, so that a name cannot
    /// look like another.
    ///
    /// - SeeAlso: RFC 4514 §2, attack 36
    package var display: String {
        relativeNames.reversed().map { names in
            names.map(\.display).joined(separator: "+")
        }.joined(separator: ",")
    }

    /// Every common name, as a person is addressed, with only what is hidden escaped; nil without one.
    ///
    /// - SeeAlso: attack 36
    package var displayedCommonName: String? {
        let names = relativeNames.joined().filter { $0.oid == OID.commonName }.compactMap(\.text)
        guard !names.isEmpty else { return nil }
        return names.map { $0.unicodeScalars.map(\.escapedIfHidden).joined() }.joined(separator: " + ")
    }
}

extension Unicode.Scalar {
    /// Itself, or `\XX` of its UTF-8 bytes where nobody would see it, or see others in its place.
    fileprivate var escapedIfHidden: String {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
            String(self).utf8.map { "\\\(NameAttribute.hex($0))" }.joined()
        default: String(self)
        }
    }
}

extension NameAttribute {
    fileprivate var display: String {
        let type = Self.shortNames[oid] ?? oid
        guard let text else { return "\(type)=#\(value.map(Self.hex).joined())" }
        return "\(type)=\(Self.escaped(text))"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let isEdge = index == 0 || index == scalars.count - 1
            switch scalar {
            case ",", "+", "\"", "\\", "<", ">", ";", "=": result += "\\\(scalar)"
            case "#" where index == 0: result += "\\#"
            case " " where isEdge: result += "\\ "
            default: result += scalar.escapedIfHidden
            }
        }
        return result
    }

    fileprivate static func hex(_ byte: UInt8) -> String {
        let digits = Array("0123456789ABCDEF")
        return "\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }

    private static let shortNames = [
        OID.commonName: "CN", OID.surname: "SN", OID.serialNumber: "serialNumber", OID.countryName: "C",
        OID.localityName: "L", OID.stateOrProvinceName: "ST", OID.organizationName: "O",
        OID.organizationalUnitName: "OU", OID.givenName: "GN", OID.organizationIdentifier: "organizationIdentifier",
        OID.emailAddress: "emailAddress", OID.domainComponent: "DC",
    ]
}
