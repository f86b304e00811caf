/// What a PKCS#11 module refused or failed to do.
package enum PKCS11Error: Error, Hashable, Sendable {
    /// The shared library could not be opened; the dynamic linker's reason.
    case moduleNotLoaded(path: String, reason: String)
    /// The shared library is no PKCS#11 module.
    case noFunctionList(path: String)
    case noToken(label: String)
    case severalTokens(label: String)
    /// There is no slot with an uninitialised token.
    case noFreeSlot
    /// A token label is 1 to 32 bytes of UTF-8.
    case tokenLabel(String)
    /// A function did not return `CKR_OK`.
    case returned(UInt, function: String)
    case keyNotFound(label: String)
    case severalKeys(label: String)
    /// A key has not the attributes that its use demands.
    case keyAttributes(label: String, KeyAttributes)
    /// The module answered something else than the format of the value allows.
    case malformed(String)
    case closed

    /// Whether the session, rather than the request, is at fault, so that the next request needs a new one.
    var endsSession: Bool {
        guard case .returned(let code, _) = self else { return false }
        return Self.sessionCodes.contains(code)
    }

    /// Whether the token could not be asked, so that this says nothing of what was asked.
    package var isAbsence: Bool {
        switch self {
        case .returned(let code, _): Self.absenceCodes.contains(code)
        case .noToken, .closed: true
        default: false
        }
    }

    /// CKR_DEVICE_ERROR, DEVICE_MEMORY, DEVICE_REMOVED, SESSION_CLOSED, SESSION_HANDLE_INVALID, TOKEN_NOT_PRESENT,
    /// USER_NOT_LOGGED_IN.
    private static let absenceCodes: Set<UInt> = [0x30, 0x31, 0x32, 0xB0, 0xB3, 0xE0, 0x101]

    /// CKR_HOST_MEMORY, GENERAL_ERROR, FUNCTION_FAILED, DEVICE_ERROR, DEVICE_MEMORY, DEVICE_REMOVED, SESSION_CLOSED,
    /// SESSION_HANDLE_INVALID, TOKEN_NOT_PRESENT, USER_NOT_LOGGED_IN.
    private static let sessionCodes: Set<UInt> = [0x02, 0x05, 0x06, 0x30, 0x31, 0x32, 0xB0, 0xB3, 0xE0, 0x101]
}
