import Doctor

/// What a move from one configuration to another consists of.
struct MovePlan: Equatable {
    /// SQLite to PostgreSQL.
    let movesRecords: Bool
    /// Where at least one side is a bucket, and they are not the same one.
    let copiesSegments: Bool
    /// Two folders: nothing that we would do better than `cp`.
    let leavesFolders: Bool
}

extension MovePlan {
    /// - Throws: `MoveReport.Refusal.otherEngines` where the records are in two places between which there is no way.
    init(_ source: Settings, _ target: Settings) throws(MoveReport.Refusal) {
        let movesRecords =
            switch (source.database, target.database) {
            case (.file, .server): true
            case (let one, let other) where one.isSame(as: other): false
            default: throw .otherEngines
            }
        let isElsewhere = source.documents != target.documents
        let isBetweenFolders = source.objectStore == nil && target.objectStore == nil
        self.init(
            movesRecords: movesRecords,
            copiesSegments: isElsewhere && !isBetweenFolders,
            leavesFolders: isElsewhere && isBetweenFolders
        )
    }
}
