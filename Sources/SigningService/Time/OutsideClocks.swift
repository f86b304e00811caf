/// What clocks of others show.
package protocol OutsideClocks: Sendable {
    /// One reading of each, in the order of the settings; those that do not answer say so.
    func readings() async -> [ClockReading]
}

/// One look at a clock of others.
package struct ClockReading: Hashable, Sendable {
    /// Such as `tsa main` or `date ca.example.jp`.
    package let source: String
    /// Nil when it did not answer.
    package let offset: Offset?

    /// Its time against ours, in milliseconds: positive when it is ahead.
    package struct Offset: Hashable, Sendable {
        package let milliseconds: Int
        /// How far the true offset may be from it: half the way there and back, and the fineness of what is shown.
        package let uncertainty: Int

        package init(milliseconds: Int, uncertainty: Int) {
            self.milliseconds = milliseconds
            self.uncertainty = uncertainty
        }
    }

    package init(source: String, offset: Offset?) {
        self.source = source
        self.offset = offset
    }

    /// Whether it surely shows another time than we do.
    func differs(by tolerance: Int) -> Bool {
        guard let offset else { return false }
        return abs(offset.milliseconds) > tolerance + offset.uncertainty
    }
}
