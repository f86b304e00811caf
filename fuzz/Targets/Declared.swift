import CMS
import DeclaredPKI
import Foundation

/// An authority and a signer, made once, that revocation data can be about.
enum Declared {
    static let time = DeclaredPKI.now
    /// What detached signatures and evidence records of our own seeds are about.
    static let content = Array("seed".utf8)
    private static let root = try? DeclaredIdentity(.authority("Root"))
    static let issuing = try? root?.issue(.authority("Issuing", pathLength: 0))
    static let signer = try? issuing?.issue(.signer("契 太郎"))
}
