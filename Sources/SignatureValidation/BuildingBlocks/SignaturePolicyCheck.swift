extension ValidationContext {
    /// A signature that names a signature policy is judged only with that document at hand.
    ///
    /// - SeeAlso: EN 319 102-1 §5.2.4
    func findings(onPolicyOf cms: SignedDataFacts) -> [Finding] {
        guard let reference = cms.signaturePolicy, !policy.signaturePolicies.contains(where: reference.names) else {
            return []
        }
        return [Finding(.signaturePolicyNotAvailable, reference.oid)]
    }
}
