import CPKCS11

/// One session with one token, used by one thread at a time.
///
/// Its calls block; `SessionPool` runs them on threads of their own.
package final class Session {
    let module: Module
    let handle: CK_SESSION_HANDLE

    var functions: CK_FUNCTION_LIST { module.functions }

    init(module: Module, slot: CK_SLOT_ID) throws(PKCS11Error) {
        var handle: CK_SESSION_HANDLE = 0
        try check(
            module.functions.C_OpenSession(
                slot,
                CK_FLAGS(CKF_SERIAL_SESSION | CKF_RW_SESSION),
                nil,
                nil,
                &handle
            ),
            "C_OpenSession"
        )
        self.module = module
        self.handle = handle
    }

    deinit {
        _ = module.functions.C_CloseSession(handle)
    }

    /// Logs the whole process in; being logged in already is fine.
    func logIn(_ user: CK_USER_TYPE, _ pin: PIN) throws(PKCS11Error) {
        var bytes = pin.bytes
        let code = functions.C_Login(handle, user, &bytes, CK_ULONG(bytes.count))
        guard code != CK_RV(CKR_USER_ALREADY_LOGGED_IN) else { return }
        try check(code, "C_Login")
    }

    /// Asks the token whether this session lives.
    package func probe() throws(PKCS11Error) {
        var info = CK_SESSION_INFO()
        try check(functions.C_GetSessionInfo(handle, &info), "C_GetSessionInfo")
    }

    /// What the token of this session says of itself.
    package func tokenInformation() throws(PKCS11Error) -> TokenInformation {
        var info = CK_SESSION_INFO()
        try check(functions.C_GetSessionInfo(handle, &info), "C_GetSessionInfo")
        return try module.information(of: info.slotID)
    }

    package func randomBytes(_ count: Int) throws(PKCS11Error) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try check(functions.C_GenerateRandom(handle, &bytes, CK_ULONG(count)), "C_GenerateRandom")
        return bytes
    }
}
