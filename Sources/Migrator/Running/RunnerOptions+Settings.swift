extension Runner.Options {
    /// Statements that settle timeouts and role, each with its semicolon.
    func settings(_ directives: Directives, as role: String?, isLocal: Bool) -> [String] {
        let scope = isLocal ? "local" : "session"
        let lockTimeout = (directives.lockTimeout ?? objectLockTimeout).milliseconds
        let longest = directives.statementTimeout ?? statementTimeout
        return ["set \(scope) lock_timeout = \(lockTimeout);"]
            + (longest.map { ["set \(scope) statement_timeout = \($0.milliseconds);"] } ?? [])
            + (schema.map { ["set \(scope) search_path = \(Literal.quotedName($0));"] } ?? [])
            + (role.map { ["set \(scope) role \(Literal.quotedName($0));"] } ?? [])
    }
}
