/// An object that isn't as the last run left it.
public struct Difference: Sendable, Hashable, Encodable {
    /// What became of it.
    public enum State: String, Sendable, Hashable, Encodable {
        /// It is gone.
        case missing
        /// Somebody else made it.
        case unexpected
        /// Its definition, owner, rights or comment are others.
        case changed
    }

    /// `table`, `view`, `function`, `policy`, … as PostgreSQL names it.
    public let type: String
    /// Its name with all that tells it from others.
    public let identity: String
    /// What became of it.
    public let state: State
    /// The file of `code/` that made it, where that is known.
    public let path: String?
    /// As the last run left it.
    public let recorded: String?
    /// As it is.
    public let live: String?

    /// What differs between two states of a database.
    static func between(
        _ first: [CatalogueRecord.Key: String], _ second: [CatalogueRecord.Key: String]
    ) -> [Difference] {
        Set(first.keys).union(second.keys).filter { first[$0] != second[$0] }
            .sorted { ($0.type, $0.identity) < ($1.type, $1.identity) }
            .map { key in
                Difference(
                    type: key.type, identity: key.identity,
                    state: first[key] == nil ? .unexpected : second[key] == nil ? .missing : .changed, path: nil,
                    recorded: first[key], live: second[key])
            }
    }

    /// What is in only one of both definitions, a line each, `-` before what was and `+` before what is.
    public var lines: [String] {
        let split = { (text: String?) in
            (text ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        }
        guard let recorded, let live else { return [] }
        let (old, new) = (split(recorded), split(live))
        var lines: [(Int, String)] = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, let line, _): lines.append((offset, "- \(line)"))
            case .insert(let offset, let line, _): lines.append((offset, "+ \(line)"))
            }
        }
        return lines.sorted { ($0.0, $1.1) < ($1.0, $0.1) }.map(\.1)
    }
}
