import SigningService
import Testing

@Suite struct `A store of segments` {
    @Test(
        arguments: StoreKind.allCases,
        [0, 1, 65_536, 5_242_879, 5_242_880, 5_242_881, 8_388_608, 8_388_609, 40_000_000]
    )
    func `gives back what it was given`(kind: StoreKind, count: Int) async throws {
        try await kind.withStore { store in
            let bytes = bytes(count)
            let name = try store.put(bytes)
            #expect(try name == digest(of: bytes))
            #expect(try store.open(name).count == count)
            #expect(try store.get(name) == bytes)
        }
    }

    @Test(arguments: StoreKind.allCases, [1_000, 300_000, 12_000_000])
    func `reads any range`(kind: StoreKind, count: Int) async throws {
        try await kind.withStore { store in
            let bytes = bytes(count)
            let file = try store.open(store.put(bytes))
            var generator = SystemRandomNumberGenerator()
            for _ in 0..<40 {
                let ends = [Int.random(in: 0...count, using: &generator), Int.random(in: 0...count, using: &generator)]
                let range = (ends.min() ?? 0)..<min(ends.max() ?? 0, (ends.min() ?? 0) + 2_000_000)
                #expect(try file.read(range) == Array(bytes[range]), "\(range)")
            }
            for range in [0..<1, count - 1..<count, 0..<0, count..<count] {
                #expect(try file.read(range) == Array(bytes[range]), "\(range)")
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `reads for several at once`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let bytes = bytes(9_000_000)
            let file = try store.open(store.put(bytes))
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for worker in 0..<6 {
                    group.addTask {
                        try stride(from: worker * 1_000, to: bytes.count, by: 700_001).allSatisfy { start in
                            let range = start..<min(start + 700_000, bytes.count)
                            return try file.read(range) == Array(bytes[range])
                        }
                    }
                }
                for try await isSame in group { #expect(isSame) }
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `says that a segment is missing`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let name = try digest(of: bytes(100))
            #expect(throws: ServiceError.segmentDamaged(name.hexadecimal)) { _ = try store.open(name) }
            #expect(throws: ServiceError.segmentDamaged(name.hexadecimal)) { try store.remove(name) }
        }
    }

    @Test(arguments: StoreKind.allCases, [2_000, 9_000_000])
    func `shows nothing of a segment before it is whole`(kind: StoreKind, count: Int) async throws {
        try await kind.withStore { store in
            let bytes = bytes(count)
            let name = try digest(of: bytes)
            let sink = try store.begin()
            try sink.write(bytes)
            #expect(try !store.holds(name))
            sink.discard()
            #expect(try !store.holds(name))
        }
    }

    @Test(arguments: StoreKind.allCases, [2_000, 9_000_000])
    func `lets two write the same segment at once`(kind: StoreKind, count: Int) async throws {
        try await kind.withStore { store in
            let bytes = bytes(count)
            let names = try await withThrowingTaskGroup(of: SegmentDigest.self) { group in
                for _ in 0..<2 { group.addTask { try store.put(bytes) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(try names == [digest(of: bytes), digest(of: bytes)])
            #expect(try store.get(names[0]) == bytes)
            try store.remove(names[0])
            #expect(try !store.holds(names[0]))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `lists what is old, and removes it for good`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let names = try (0..<3).map { _ in try store.put(bytes(500)) }
            #expect(try Set(names).isSubset(of: store.segments(olderThanSeconds: -60)))
            #expect(try Set(names).isDisjoint(with: store.segments(olderThanSeconds: 3_600)))
            try store.remove(names[0])
            #expect(try !store.segments(olderThanSeconds: -60).contains(names[0]))
            #expect(try !store.holds(names[0]))
            #expect(try store.holds(names[1]) && store.holds(names[2]))
        }
    }
}
