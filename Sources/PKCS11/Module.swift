import CPKCS11
import Glibc

/// A PKCS#11 module, loaded and initialised once for the life of the process.
///
/// The module is opened by path; nothing is linked. Modules that read their configuration from the environment, as
/// SoftHSM does (`SOFTHSM2_CONF`), need it set before.
///
/// `@unchecked Sendable`: the function list is constant and C_Initialize asks the module for its own locking
/// (`CKF_OS_LOCKING_OK`), so every thread may call it.
///
/// - SeeAlso: PKCS#11 v2.40 §5.4
package final class Module: @unchecked Sendable {
    let functions: CK_FUNCTION_LIST
    package let path: String

    package init(path: String) throws(PKCS11Error) {
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
            throw .moduleNotLoaded(path: path, reason: dlerror().map { String(cString: $0) } ?? "")
        }
        guard let symbol = dlsym(handle, "C_GetFunctionList") else { throw .noFunctionList(path: path) }
        let list = unsafeBitCast(symbol, to: FunctionListGetter.self)
        var pointer: UnsafeMutablePointer<CK_FUNCTION_LIST>?
        try check(list(&pointer), "C_GetFunctionList")
        guard let pointer else { throw .noFunctionList(path: path) }
        functions = pointer.pointee
        self.path = path

        var arguments = CK_C_INITIALIZE_ARGS()
        arguments.flags = CK_FLAGS(CKF_OS_LOCKING_OK)
        let code = functions.C_Initialize(&arguments)
        guard code != CK_RV(CKR_CRYPTOKI_ALREADY_INITIALIZED) else { return }
        try check(code, "C_Initialize")
    }

    private typealias FunctionListGetter =
        @convention(c) (UnsafeMutablePointer<UnsafeMutablePointer<CK_FUNCTION_LIST>?>?) -> CK_RV
}

/// Throws `PKCS11Error.returned` unless the code is `CKR_OK`.
func check(_ code: CK_RV, _ function: String) throws(PKCS11Error) {
    guard code == CK_RV(CKR_OK) else { throw .returned(UInt(code), function: function) }
}
