/// Reads from a view's stored query which column of which table each of its columns is.
///
/// Source: `outfuncs.c`. A node is `{NAME :field value …}`, a list is `(…)`, a backslash takes the next character as it
/// is. Only the outermost query's target list counts, so nesting is watched.
enum ViewColumns {
    /// A view's column that is a table's.
    struct Origin: Equatable {
        /// The view's column, counted from 1.
        let number: Int
        /// The table's object id.
        let table: Int
        /// The table's column, counted from 1.
        let column: Int
    }

    static func origins(in tree: String) -> [Origin] {
        var result: [Origin] = []
        var entry: [String: Int] = [:]
        var key = ""
        var depth = 0
        var isTarget = false
        for token in Tokens(text: Array(tree.utf8)) {
            switch token {
            case "{", "(": depth += 1
            case "}", ")":
                if isTarget, depth == 4, let origin = Origin(entry) { result.append(origin) }
                if depth == 4 { entry = [:] }
                depth -= 1
                if isTarget, depth == 2 { return result }
            case _ where token.hasPrefix(":"):
                key = token
                if depth == 2 { isTarget = token == ":targetList" }
            default:
                if isTarget, depth == 4 { entry[key] = Int(token) }
            }
        }
        return result
    }

    private struct Tokens: Sequence, IteratorProtocol {
        let text: [UInt8]
        var position = 0

        mutating func next() -> String? {
            while position < text.count, Self.isSpace(text[position]) { position += 1 }
            guard position < text.count else { return nil }
            let start = position
            if Self.isBracket(text[position]) {
                position += 1
            } else {
                while position < text.count, !Self.isSpace(text[position]), !Self.isBracket(text[position]) {
                    position += text[position] == UInt8(ascii: "\\") ? 2 : 1
                }
                position = Swift.min(position, text.count)
            }
            return String(decoding: text[start..<position], as: UTF8.self)
        }

        private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 }

        private static func isBracket(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "(")
                || byte == UInt8(ascii: ")")
        }
    }
}

extension ViewColumns.Origin {
    /// From a target entry's numbers; nil for what is computed.
    fileprivate init?(_ entry: [String: Int]) {
        guard let number = entry[":resno"], let table = entry[":resorigtbl"], let column = entry[":resorigcol"],
            table > 0, column > 0
        else { return nil }
        self.init(number: number, table: table, column: column)
    }
}
