/// A statement that works on an index without locking its table, and leaves an invalid one when it fails.
struct ConcurrentIndex {
    /// What is done to it.
    enum Action: Equatable {
        /// `create index concurrently`
        case create
        /// `drop index concurrently`
        case drop
        /// `reindex … concurrently`
        case rebuild
    }

    let action: Action
    /// Its name as written, unless it has none yet.
    let name: String?
    /// Its table as written, where the statement says so.
    let table: String?

    /// Reads a statement; nil for any other.
    init?(_ statement: Statement) {
        let text = Array(statement.text.utf8)
        var words = Lexer.tokens(of: text).filter { $0.kind != .space && $0.kind != .comment }.prefix(24)
            .map { ($0.kind, String(decoding: text[$0.range], as: UTF8.self)) }[...]
        func take(_ expected: String...) -> Bool {
            guard words.prefix(expected.count).map({ $0.1.lowercased() }) == expected else { return false }
            words = words.dropFirst(expected.count)
            return true
        }
        func takeName() -> String? {
            guard let first = words.first, first.0 == .word || first.0 == .quotedName else { return nil }
            words = words.dropFirst()
            guard words.first?.1 == ".", let second = words.dropFirst().first else { return first.1 }
            words = words.dropFirst(2)
            return first.1 + "." + second.1
        }
        if take("create", "index", "concurrently") || take("create", "unique", "index", "concurrently") {
            _ = take("if", "not", "exists")
            let isUnnamed = words.first?.1.lowercased() == "on"
            (action, name) = (.create, isUnnamed ? nil : takeName())
            guard take("on") else { return nil }
            _ = take("only")
            table = takeName()
        } else if take("drop", "index", "concurrently") {
            _ = take("if", "exists")
            (action, name, table) = (.drop, takeName(), nil)
        } else if statement.begins(with: "reindex"),
            words.contains(where: { $0.1.lowercased() == "concurrently" })
        {
            (action, name, table) = (.rebuild, nil, nil)
        } else {
            return nil
        }
    }

    /// The query that finds what it left: statements that drop invalid indexes which nobody is building.
    ///
    /// - Parameter known: Indexes that were invalid before, as an array of oids.
    func leftovers(known: String?) -> String {
        let ownName = name.map { Literal.quoted($0.split(separator: ".").last.map(Self.folded) ?? "") }
        let isItsOwn =
            switch action {
            case .create:
                "i.indrelid = pg_catalog.to_regclass(\(Literal.quoted(table)))"
                    + (ownName.map { " and c.relname = \($0)" } ?? "")
            case .rebuild: "c.relname ~ '_cc(new|old)[0-9]*$'"
            case .drop: "false"
            }
        let isNew =
            known.map { "i.indexrelid <> all (\(Literal.quoted($0))::oid[])" } ?? (ownName == nil ? "false" : "true")
        return """
            select pg_catalog.format('drop index concurrently if exists %s', i.indexrelid::regclass)
            from pg_catalog.pg_index i
            join pg_catalog.pg_class c on c.oid = i.indexrelid
            where not i.indisvalid and \(isItsOwn) and (\(isNew) or \(ownName == nil ? "false" : "true"))
                and not exists (
                    select from pg_catalog.pg_stat_progress_create_index p where p.index_relid = i.indexrelid
                )
            """
    }

    /// A name as the catalogue has it.
    private static func folded(_ name: Substring) -> String {
        guard name.hasPrefix("\""), name.hasSuffix("\""), name.count > 1 else { return name.lowercased() }
        return String(name.dropFirst().dropLast()).replacing("\"\"", with: "\"")
    }
}
