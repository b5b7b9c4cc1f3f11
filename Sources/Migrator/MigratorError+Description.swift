internal import Postgres

extension MigratorError: CustomStringConvertible {
    /// What to show the person who ran it: what happened, where, and what to do.
    public var description: String {
        switch self {
        case .emptyProject(let folder):
            "\(folder) has no platform/, migrations/ or code/ with .sql files; name the folder with --dir"
        case .badFileName(let path):
            "\(path): a migration is named <14 digits>_<name>.sql, as 'migrator new <name>' does it"
        case .badMigrationName(let name):
            "'\(name)' is no name for a migration: use lower-case letters, digits and underscores"
        case .badSchemaName(let name):
            "'\(name)' is too long: its history's schema is called migrator_\(name), and a name has 63 bytes at most"
        case .duplicateVersion(let version, let paths):
            "version \(version) stands twice: \(paths.joined(separator: ", "))"
        case .unreadableFile(let path):
            "\(path) can't be read as UTF-8 text"
        case .unwritableFile(let path):
            "\(path) can't be written"
        case .changedMigration(let path):
            "\(path) has changed since it was applied; put it back and write a new migration, or see 'migrator repair'"
        case .missingMigration(let version, let name):
            "migration \(version)_\(name) was applied here, but its file is gone; is this an older checkout?"
        case .outOfOrder(let path, let newestApplied):
            "\(path) is older than \(newestApplied), which is applied; give it a newer version"
        case .renamedMigration(let path, let name):
            "\(path) was applied as \(name); name it so again, or take the new name with 'migrator repair'"
        case .noScratch(let text):
            text
        case .program(let name, let text):
            "\(name) failed: \(text)"
        case .badImport(let path, let line, let message):
            "\(path):\(line): \(message)"
        case .badForeignHistory(let text):
            text
        case .noCatalogue:
            "no run has written down here what it left; the next 'migrator up' does"
        case .unknownVersion(let version):
            "there is no migration \(version)"
        case .strayFile(let path):
            "\(path) belongs to no migration: it is named as the one that it belongs to"
        case .noRevert(let path):
            "\(path) is missing; without it nobody knows how to take that migration back, and nothing was"
        case .historyNotEmpty(let newest):
            "migrations up to \(newest) are applied here; a baseline is for a database that has none"
        case .badFile(let error):
            "\(error)"
        case .circularRequirements(let paths):
            "these files require each other: \(paths.joined(separator: ", "))"
        case .changedMidway(let path, let ordinal):
            "\(path): statement \(ordinal) was done and has changed since; put it back, or see 'migrator repair --help'"
        case .newerHistory(let version):
            "the history here is of version \(version); use the migrator that made it, or a newer one"
        case .pooled:
            """
            a pooler hands the session on between transactions, so no lock would hold; connect to the server itself or \
            to the pooler's session mode
            """
        case .cancelled(let path):
            "cancelled\(path.map { "; \($0) was rolled back" } ?? "")"
        case .partlyApplied(let file, let done, let error):
            """
            \(Self.location(of: error, in: file))\(Self.lines(of: error))
                \(done) of its statements are done and stay; 'migrator up' goes on there once the cause is gone
            """
        case .blocked(let file, let error, let blockers, let attempts):
            """
            \(Self.location(of: error, in: file))\(Self.lines(of: error))
                no lock in \(attempts) attempts\(blockers.map { "\n    blocked by \($0)" }.joined())
            """
        case .locked(let backendPID):
            "another migrator is at work\(backendPID.map { " (backend \($0))" } ?? ""); try again when it is done"
        case .connection(let error):
            "can't reach the database: \(error.summary)"
        case .failed(let file, let error):
            Self.location(of: error, in: file) + Self.lines(of: error)
        case .bookkeeping(let error):
            "the migrator's own history failed: \(error.summary)\(Self.lines(of: error))"
        }
    }

    /// `path:line:column: message`, with the line below it where the server named a position.
    private static func location(of error: PostgresError, in file: SourceFile) -> String {
        guard let position = error.position, position > 0 else {
            return "\(file.path): \(error.message)"
        }
        let place = place(ofCharacter: position, in: file)
        return "\(file.path):\(place.line):\(place.column): \(error.message)\n    \(place.text)"
    }

    /// Where a character of a file stands, counted from 1, and the line's text.
    static func place(ofCharacter position: Int, in file: SourceFile) -> (line: Int, column: Int, text: String) {
        file.place(ofByte: file.sql.unicodeScalars.prefix(max(position, 1) - 1).reduce(0) { $0 + UTF8.width($1) })
    }

    private static func lines(of error: PostgresError) -> String {
        let fields = [
            ("SQLSTATE", error.state.rawValue), ("detail", error.detail), ("hint", error.hint),
            ("constraint", error.constraint), ("context", error.context),
        ]
        return fields.compactMap { name, value in value.map { "\n    \(name): \($0)" } }.joined()
    }
}

extension PostgresError {
    /// The message, with the reason behind it where there is one.
    fileprivate var summary: String {
        cause.map { "\(message) (\($0.message))" } ?? message
    }
}
