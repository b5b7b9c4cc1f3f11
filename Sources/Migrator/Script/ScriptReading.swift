internal import Postgres

/// How files are read for one session: with which variables, and how its strings are written.
struct ScriptReading: Sendable {
    private let variables: Variables
    private let backslashEscapes: Bool

    init(_ options: Runner.Options, backslashEscapes: Bool) {
        variables = options.schema.map { options.variables.adding("schema", $0) } ?? options.variables
        self.backslashEscapes = backslashEscapes
    }

    /// Asks the server how its strings are written.
    init(on connection: Connection, _ options: Runner.Options) async throws(MigratorError) {
        let isOff = try await MigratorError.bookkeeping { () async throws(PostgresError) in
            try await connection.query("show standard_conforming_strings").text(0, 0) == "off"
        }
        self.init(options, backslashEscapes: isOff)
    }

    /// Reads a file.
    ///
    /// - Throws: `MigratorError.badFile`.
    func read(_ file: SourceFile, isRolledBack: Bool = false) throws(MigratorError) -> Script {
        do throws(FileError) {
            return try Script(
                file, variables: variables, backslashEscapes: backslashEscapes, isRolledBack: isRolledBack)
        } catch {
            throw .badFile(error)
        }
    }
}
