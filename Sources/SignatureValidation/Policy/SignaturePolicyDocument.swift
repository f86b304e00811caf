/// A signature policy that a signature may name: its identifier and its bytes.
///
/// What it says to people is not interpreted; its digest shows that it is the one that the signer meant.
///
/// - SeeAlso: EN 319 122-1 §5.2.9; EN 319 102-1 §5.2.4
package struct SignaturePolicyDocument: Hashable, Sendable {
    package let oid: String
    package let bytes: [UInt8]

    package init(oid: String, bytes: [UInt8]) {
        self.oid = oid
        self.bytes = bytes
    }
}
