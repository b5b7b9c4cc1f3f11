extension Statement {
    /// Whether it can be run inside a transaction. What might end transactions itself can't.
    ///
    /// Source: PostgreSQL's callers of `PreventInTransactionBlock`.
    var fitsTransaction: Bool {
        let starts: [[String]] = [
            ["vacuum"], ["cluster"], ["reindex"], ["call"], ["do"], ["discard"], ["alter", "system"],
            ["alter", "database"], ["create", "database"], ["drop", "database"], ["create", "tablespace"],
            ["drop", "tablespace"], ["create", "subscription"], ["alter", "subscription"], ["drop", "subscription"],
            ["set"], ["reset"], ["savepoint"], ["release"], ["rollback"], ["commit"], ["prepare"],
        ]
        if starts.contains(where: { words.starts(with: $0) }) { return false }
        let text = Array(self.text.utf8)
        return !Lexer.tokens(of: text).contains { token in
            token.kind == .word && String(decoding: text[token.range], as: UTF8.self).lowercased() == "concurrently"
        }
    }
}
