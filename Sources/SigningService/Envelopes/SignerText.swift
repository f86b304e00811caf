/// A text field of the contract that one signer fills in before she signs.
///
/// Her signature locks it. PDF-8
package struct SignerText: Hashable, Sendable, Codable {
    /// What to write, such as 所在地.
    package let label: String
    package let box: SignatureBox
    package let isRequired: Bool
    /// Name of the field, unique in the file.
    package let field: String
    /// What she wrote; nil while there is nothing.
    package var value: String?

    package init(label: String, box: SignatureBox, isRequired: Bool, field: String, value: String? = nil) {
        self.label = label
        self.box = box
        self.isRequired = isRequired
        self.field = field
        self.value = value
    }
}

/// A text field that a sender asks for, still unchecked.
package struct RequestedText: Hashable, Sendable {
    package let label: String
    package let box: SignatureBox
    package let isRequired: Bool

    package init(label: String, box: SignatureBox, isRequired: Bool) {
        self.label = label
        self.box = box
        self.isRequired = isRequired
    }
}
