package import SignerProtocol

/// Who is at work with a spent permission, and until when it may be.
///
/// It stands beside the spent permission, so that every signer process on the same records sees it. A process that dies
/// holds until the end, or until it is started again. One that was only slow finds its hold gone and keeps no value.
///
/// - SeeAlso: decision 0021
package struct PermissionHold: Hashable, Sendable {
    /// Name of the signer process.
    package let holder: String
    package let ends: Timestamp

    package init(holder: String, ends: Timestamp) {
        self.holder = holder
        self.ends = ends
    }
}

extension SigningRoom {
    /// Ends what an earlier process of our name left in hand; call once its place is ours.
    package func endEarlierHolds() async throws(SignerError) {
        let holder = policy.process
        try await store.writing { try $0.endHolds(of: holder) }
    }
}
