import Synchronization

/// The permissions that this process is using just now: being spent, or spent with no value kept yet.
///
/// What is spent, has no value and is not in hand died with an earlier process.
final class PermissionsInHand: Sendable {
    struct Name: Hashable, Sendable {
        let kind: PermissionKind
        let id: String
    }

    private let counts = Mutex<[Name: Int]>([:])

    func take(_ name: Name) {
        counts.withLock { $0[name, default: 0] += 1 }
    }

    func putDown(_ name: Name) {
        counts.withLock { counts in
            let left = counts[name, default: 1] - 1
            counts[name] = left > 0 ? left : nil
        }
    }

    func contains(_ name: Name) -> Bool {
        counts.withLock { $0[name] != nil }
    }
}
