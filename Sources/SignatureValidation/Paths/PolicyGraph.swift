/// The certificate policies that a path may still claim, level by level.
///
/// RFC 5280's tree grows exponentially under mappings that an attacker chooses; the graph has each policy once a level
/// and decides the same. Qualifiers are not kept.
///
/// - SeeAlso: RFC 9618 §5 (valid_policy_graph); PATH-1
struct PolicyGraph {
    static let anyPolicy = "2.5.29.32.0"

    private struct Node {
        /// Policies of the level above.
        var parents: Set<String>
        /// The policies of the next certificate that go on from here.
        var expected: Set<String>
    }

    /// From the anchor down; empty when no policy is left.
    private var levels: [[String: Node]] = [[anyPolicy: Node(parents: [], expected: [anyPolicy])]]

    var isNull: Bool { levels.isEmpty }

    /// §6.1.3 (d), (e): adds the level of a certificate that claims these policies.
    mutating func extend(by claimed: Set<String>, takesAny: Bool) {
        guard let above = levels.last else { return }
        var expecting: [String: Set<String>] = [:]
        for (policy, node) in above {
            for expected in node.expected { expecting[expected, default: []].insert(policy) }
        }
        var level: [String: Node] = [:]
        for policy in claimed where policy != Self.anyPolicy {
            if let parents = expecting[policy] {
                level[policy] = Node(parents: parents, expected: [policy])
            } else if above[Self.anyPolicy] != nil {
                level[policy] = Node(parents: [Self.anyPolicy], expected: [policy])
            }
        }
        if takesAny, claimed.contains(Self.anyPolicy) {
            for (policy, parents) in expecting where level[policy] == nil {
                level[policy] = Node(parents: parents, expected: [policy])
            }
        }
        levels.append(level)
        prune()
    }

    /// §6.1.4 (b): what the certificate's CA calls by another name below.
    mutating func map(_ mappings: [PolicyMapping], isAllowed: Bool) {
        guard var level = levels.popLast() else { return }
        for (issuer, group) in Dictionary(grouping: mappings, by: \.issuer) {
            if !isAllowed {
                level[issuer] = nil
            } else if level[issuer] != nil {
                level[issuer]?.expected = Set(group.map(\.subject))
            } else if level[Self.anyPolicy] != nil {
                level[issuer] = Node(parents: [Self.anyPolicy], expected: Set(group.map(\.subject)))
            }
        }
        levels.append(level)
        prune()
    }

    /// §6.1.5 (g): the policies, as the anchor calls them, under which the path is valid.
    func userConstrained(by initial: Set<String>?) -> Set<String> {
        guard let last = levels.last else { return [] }
        var authority: Set<String> = last[Self.anyPolicy] == nil ? [] : [Self.anyPolicy]
        for level in levels.dropFirst() {
            for (policy, node) in level where policy != Self.anyPolicy && node.parents.contains(Self.anyPolicy) {
                authority.insert(policy)
            }
        }
        guard let initial, !initial.contains(Self.anyPolicy) else { return authority }
        return authority.contains(Self.anyPolicy) ? initial : authority.intersection(initial)
    }

    /// §6.1.3 (d)(3): a node that nothing goes on from is dropped.
    private mutating func prune() {
        guard let last = levels.last, !last.isEmpty else {
            levels = []
            return
        }
        var parents = Set(last.values.flatMap(\.parents))
        for index in levels.indices.dropLast().reversed() {
            levels[index] = levels[index].filter { parents.contains($0.key) }
            parents = Set(levels[index].values.flatMap(\.parents))
        }
    }
}
