/// What a database says of itself: the steps that its schema has gone through, and the environment that it belongs to.
///
/// A step whose name ends in `-contract` takes something away that an earlier release uses; every other is an *expand*
/// step, which only adds. The name stands in the database, so an earlier release can tell them apart too.
package struct SchemaState: Hashable, Sendable {
    package let applied: Set<String>
    /// The steps that this program knows, in order.
    package let known: [String]
    /// Nil before the first start, and when nobody knows the stamp.
    package let stamp: EnvironmentStamp?

    package init(applied: Set<String>, known: [String], stamp: EnvironmentStamp?) {
        self.applied = applied
        self.known = known
        self.stamp = stamp
    }

    /// Steps of this program that the database has not gone through, in order.
    package var missing: [String] { known.filter { !applied.contains($0) } }

    /// Steps that only a later program knows, by name.
    package var later: [String] { applied.subtracting(known).sorted() }

    /// Those of them that this program cannot live with.
    package var laterContracts: [String] { later.filter(Self.isContract) }

    package static func isContract(_ step: String) -> Bool { step.hasSuffix("-contract") }

    /// Why this program must not work on the database, if it must not.
    package var fault: SchemaFault? {
        if !laterContracts.isEmpty { return .newer(contracts: laterContracts) }
        return missing.isEmpty ? nil : .older(missing: missing)
    }
}

/// Why a program must not work on a database.
package enum SchemaFault: Hashable, Sendable {
    /// There is no schema yet.
    case absent
    /// Steps of this program are missing.
    case older(missing: [String])
    /// Later programs have taken something away.
    case newer(contracts: [String])
}

/// A program refuses a database whose schema does not fit it.
package struct SchemaRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    package let fault: SchemaFault
    /// What brings the schema up to date, such as `chigiri migrate`.
    package let command: String

    package init(_ fault: SchemaFault, command: String) {
        self.fault = fault
        self.command = command
    }

    /// In Japanese, then in English.
    package var description: String { ja + "\n" + en }

    package var ja: String {
        switch fault {
        case .absent:
            "データベースにまだ構造がありません。`\(command)` を実行してください。"
        case .older(let missing):
            "データベースの構造がこのプログラムより古く、\(missing.joined(separator: "、")) がありません。`\(command)` を実行してください。"
        case .newer(let contracts):
            """
            データベースの構造が新しく、\(contracts.joined(separator: "、")) の後ではこのプログラムは動けません。\
            `\(command)` を実行した版以降のプログラムを使ってください。
            """
        }
    }

    package var en: String {
        switch fault {
        case .absent:
            "The database has no schema yet. Run `\(command)`."
        case .older(let missing):
            "The schema is older than this program, without \(missing.joined(separator: ", ")). Run `\(command)`."
        case .newer(let contracts):
            """
            The schema is newer, and after \(contracts.joined(separator: ", ")) this program cannot work. \
            Use the release whose `\(command)` was run, or a later one.
            """
        }
    }
}

/// A database belongs to the other environment, or to another program.
package struct ForeignDatabase: Error, Hashable, Sendable, CustomStringConvertible {
    /// `TEST` or `PRODUCTION`; nil when it is another program's.
    package let environment: String?
    /// What it was opened as.
    package let expected: String

    package init(environment: String?, expected: EnvironmentStamp) {
        self.environment = environment
        self.expected = expected.environment
    }

    package var description: String {
        "the database is \(environment ?? "another program's"), not \(expected)"
    }
}
