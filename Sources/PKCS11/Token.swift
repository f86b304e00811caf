import CPKCS11

/// A PIN of a token: bytes that never reach a description.
package struct PIN: Sendable, CustomStringConvertible {
    let bytes: [UInt8]

    /// Trailing line ends, as editors leave them in a file, are no part of the PIN.
    package init(_ text: String) {
        var bytes = Array(text.utf8)
        while let last = bytes.last, last == 0x0A || last == 0x0D {
            bytes.removeLast()
        }
        self.bytes = bytes
    }

    package var description: String { "PIN(•••)" }
}

extension Module {
    /// The slot whose token has this label.
    ///
    /// Slot numbers change, labels stay.
    func slot(ofToken label: String) throws(PKCS11Error) -> CK_SLOT_ID {
        var found: [CK_SLOT_ID] = []
        for slot in try slots() {
            let token = try information(of: slot)
            if token.isInitialised, token.label == label { found.append(slot) }
        }
        guard let slot = found.first else { throw .noToken(label: label) }
        guard found.count == 1 else { throw .severalTokens(label: label) }
        return slot
    }

    /// Whether a token of this label is there.
    package func hasToken(_ label: String) throws(PKCS11Error) -> Bool {
        do {
            _ = try slot(ofToken: label)
            return true
        } catch .noToken {
            return false
        }
    }

    /// What the token of this label says of itself, without a login.
    package func information(ofToken label: String) throws(PKCS11Error) -> TokenInformation {
        try information(of: slot(ofToken: label))
    }

    /// Makes a token in a free slot: for trials.
    ///
    /// A token of production is made in a ceremony.
    ///
    /// - SeeAlso: PKCS#11 v2.40 §5.5 (C_InitToken, C_InitPIN)
    package func makeToken(
        label: String,
        securityOfficer: PIN,
        user: PIN
    ) throws(PKCS11Error) {
        let bytes = Array(label.utf8)
        guard (1...32).contains(bytes.count) else { throw .tokenLabel(label) }
        var free: CK_SLOT_ID?
        for slot in try slots() where free == nil {
            if try !information(of: slot).isInitialised { free = slot }
        }
        guard let free else { throw .noFreeSlot }

        var padded = bytes + Array(repeating: UInt8(ascii: " "), count: 32 - bytes.count)
        var officer = securityOfficer.bytes
        try check(
            functions.C_InitToken(free, &officer, CK_ULONG(officer.count), &padded),
            "C_InitToken"
        )
        // The token has another slot number now.
        let session = try Session(module: self, slot: slot(ofToken: label))
        try session.logIn(CK_USER_TYPE(CKU_SO), securityOfficer)
        var pin = user.bytes
        try check(functions.C_InitPIN(session.handle, &pin, CK_ULONG(pin.count)), "C_InitPIN")
        try check(functions.C_Logout(session.handle), "C_Logout")
    }

    private func slots() throws(PKCS11Error) -> [CK_SLOT_ID] {
        var count: CK_ULONG = 0
        try check(functions.C_GetSlotList(CK_BBOOL(CK_TRUE), nil, &count), "C_GetSlotList")
        var slots = [CK_SLOT_ID](repeating: 0, count: Int(count))
        try check(functions.C_GetSlotList(CK_BBOOL(CK_TRUE), &slots, &count), "C_GetSlotList")
        return Array(slots.prefix(Int(count)))
    }

    func information(of slot: CK_SLOT_ID) throws(PKCS11Error) -> TokenInformation {
        var info = CK_TOKEN_INFO()
        try check(functions.C_GetTokenInfo(slot, &info), "C_GetTokenInfo")
        return TokenInformation(
            label: withUnsafeBytes(of: info.label) { text($0) },
            manufacturer: withUnsafeBytes(of: info.manufacturerID) { text($0) },
            model: withUnsafeBytes(of: info.model) { text($0) },
            serialNumber: withUnsafeBytes(of: info.serialNumber) { text($0) },
            firmware: "\(info.firmwareVersion.major).\(info.firmwareVersion.minor)",
            isInitialised: info.flags & CK_FLAGS(CKF_TOKEN_INITIALIZED) != 0
        )
    }

    /// Text of a fixed field: padded with spaces.
    private func text(_ field: UnsafeRawBufferPointer) -> String {
        var bytes = Array(field)
        while bytes.last == UInt8(ascii: " ") || bytes.last == 0 {
            bytes.removeLast()
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What a token says of itself.
///
/// - SeeAlso: PKCS#11 v2.40 §3.2 (CK_TOKEN_INFO)
package struct TokenInformation: Hashable, Sendable {
    package let label: String
    package let manufacturer: String
    package let model: String
    package let serialNumber: String
    /// Major and minor, such as `2.6`.
    package let firmware: String
    package let isInitialised: Bool

    /// Manufacturer and model, such as `SoftHSM project SoftHSM v2`.
    package var maker: String { manufacturer + " " + model }
    /// Whether its keys lie in files of this machine.
    package var isSoftHSM: Bool { maker.lowercased().contains("softhsm") }
}
