/// A file, read: its directives and statements, in order, with what it includes in its place.
struct Script: Sendable {
    let file: SourceFile
    let directives: Directives
    let statements: [Statement]

    /// - Parameters:
    ///   - file: What to read.
    ///   - variables: What variables stand for.
    ///   - backslashEscapes: As `Lexer` takes it.
    ///   - isRolledBack: Whether it is run to be rolled back, so that a `begin` and a `rollback` of its own may stand in it.
    /// - Throws: `FileError` when it can't be run: something in it has no end, is a command to psql, a variable has no
    ///   value, or it controls the transaction.
    init(
        _ file: SourceFile, variables: Variables = [:], backslashEscapes: Bool = false, isRolledBack: Bool = false
    ) throws(FileError) {
        self.file = file
        directives = try Directives(of: file)
        if isRolledBack, directives.isOutsideTransaction {
            throw FileError("it is run in a transaction, to be rolled back", in: file, at: 0)
        }
        var reader = ScriptReader(
            variables: variables, backslashEscapes: backslashEscapes, expandsBodies: directives.expandsBodies,
            dropsTransaction: isRolledBack)
        try reader.read(file)
        statements = reader.statements
    }
}
