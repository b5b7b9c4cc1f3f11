/// What a path below the prefix names.
package enum ResourcePath: Sendable, Equatable {
    case root
    case relation(String)
    case function(String)

    /// - Parameter path: What follows the prefix, still escaped.
    /// - Throws: `Problem` 404 for any other path, 400 for a broken escape.
    package init(_ path: String) throws(Problem) {
        var parts: [String] = []
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            parts.append(try FormQuery.decodePath(part))
        }
        if parts.first == "" { parts.removeFirst() }
        if parts.last == "" { parts.removeLast() }
        switch parts.count {
        case 0: self = .root
        case 1 where parts[0] != "rpc" && !parts[0].isEmpty: self = .relation(parts[0])
        case 2 where parts[0] == "rpc" && !parts[1].isEmpty: self = .function(parts[1])
        default: throw .unknownPath
        }
    }
}
