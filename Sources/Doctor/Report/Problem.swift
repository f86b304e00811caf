/// What a check says when it finds something: `{}` in its words stands for what is concerned.
package struct Complaint: Hashable, Sendable {
    /// Never changes its meaning: monitoring and handbooks name it.
    package let code: String
    package let cause: Words
    package let remedy: Words

    package init(_ code: String, cause: Words, remedy: Words) {
        self.code = code
        self.cause = cause
        self.remedy = remedy
    }

    package func problem(_ subject: Words, refusesStart: Bool) -> Problem {
        Problem(
            code: code,
            subject: subject,
            cause: cause.about(subject),
            remedy: remedy.about(subject),
            refusesStart: refusesStart
        )
    }
}

/// One thing that is wrong: what, why, and what to do about it.
package struct Problem: Hashable, Sendable, Encodable {
    package let code: String
    package let subject: Words
    package let cause: Words
    package let remedy: Words
    /// Whether the process refuses to start until it is mended.
    package let refusesStart: Bool
}
