import Foundation

extension ProcessReport: Encodable {
    private enum Key: String, CodingKey {
        case process, conclusion, subIndication, blocks, time, proof, slides
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(process.rawValue, forKey: .process)
        try container.encode(conclusion.indication.rawValue, forKey: .conclusion)
        try container.encode(conclusion.subIndication?.rawValue, forKey: .subIndication)
        try container.encode(blocks, forKey: .blocks)
        try container.encode(time?.rfc3339, forKey: .time)
        try container.encode(proof, forKey: .proof)
        try container.encode(slides, forKey: .slides)
    }
}

extension BlockReport: Encodable {
    private enum Key: String, CodingKey {
        case block, conclusion, subIndication, codes
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(block.rawValue, forKey: .block)
        try container.encode(conclusion.indication.rawValue, forKey: .conclusion)
        try container.encode(conclusion.subIndication?.rawValue, forKey: .subIndication)
        try container.encode(codes, forKey: .codes)
    }
}

extension ExistenceReport: Encodable {
    private enum Key: String, CodingKey {
        case time, field, coversRevision
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(time.rfc3339, forKey: .time)
        try container.encode(field, forKey: .field)
        try container.encode(coversRevision, forKey: .coversRevision)
    }
}

extension TimeSlide: Encodable {
    private enum Key: String, CodingKey {
        case certificate, time, cause
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(subject, forKey: .certificate)
        try container.encode(time.rfc3339, forKey: .time)
        try container.encode(cause.rawValue, forKey: .cause)
    }
}

extension RenewalDeadline: Encodable {
    private enum Key: String, CodingKey {
        case time, cause, subject, ja, en
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(time.rfc3339, forKey: .time)
        try container.encode(cause.rawValue, forKey: .cause)
        try container.encode(subject, forKey: .subject)
        try container.encode(words.japanese(detail: subject), forKey: .ja)
        try container.encode(words.english(detail: subject), forKey: .en)
    }
}

extension PolicyReport: Encodable {
    private enum Key: String, CodingKey {
        case id, digest, algorithms, anchorsDigest, engine, time, online
    }

    private enum AlgorithmsKey: String, CodingKey {
        case id, issued, digest
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(id, forKey: .id)
        try container.encode(digest, forKey: .digest)
        var nested = container.nestedContainer(keyedBy: AlgorithmsKey.self, forKey: .algorithms)
        try nested.encode(algorithms, forKey: .id)
        try nested.encode(algorithmsIssued, forKey: .issued)
        try nested.encode(algorithmsDigest, forKey: .digest)
        try container.encode(anchorsDigest, forKey: .anchorsDigest)
        try container.encode(engine, forKey: .engine)
        try container.encode(time.rfc3339, forKey: .time)
        try container.encode(online, forKey: .online)
    }
}
