import PDF

extension PDFError {
    /// What the reader met and where, as a fact that reads the same in every language.
    var fact: String {
        switch self {
        case .damaged(let damage, let place): "\(damage)\(place.fact)"
        case .duplicateKey(let key, let place): "duplicateKey /\(key.text)\(place.fact)"
        case .encrypted(let place): "encrypted\(place.fact)"
        case .hybridCrossReference(let place): "hybridCrossReference\(place.fact)"
        case .limit(let limit, let place): "limit \(limit)\(place.fact)"
        case .filter(let problem, let place): "filter \(problem.fact)\(place.fact)"
        case .pageTree(let problem, let place): "pageTree \(problem)\(place.fact)"
        case .form(let problem, let place): "form \(problem)\(place.fact)"
        case .notPDF(let offset): "no %PDF- at byte 0" + (offset.map { ", found at byte \($0)" } ?? "")
        default: "\(self)"
        }
    }
}

extension PDFError.FilterProblem {
    fileprivate var fact: String {
        switch self {
        case .unsupported(let name): "unsupported /\(name.text)"
        case .parameters(let name): "parameters /\(name.text)"
        case .data(let name): "data /\(name.text)"
        case .externalFile: "externalFile"
        }
    }
}

extension Place {
    /// `, object 5, byte 1234`, as far as it is known.
    var fact: String {
        (object.map { ", object \($0)" } ?? "") + (offset.map { ", byte \($0)" } ?? "")
    }
}
