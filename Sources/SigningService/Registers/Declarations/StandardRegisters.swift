extension RegisterDeclaration {
    /// The registers that every installation keeps, in the order in which they are shown.
    package static let standard: [RegisterDeclaration] = [
        hsmDevices, certificationAuthorities, timestampAuthorities, identityProviders, operatorTerminals,
        trainingRecords, risks,
    ]
}
