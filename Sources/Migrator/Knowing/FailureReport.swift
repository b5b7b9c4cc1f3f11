internal import Postgres

/// An error as programs read it.
public struct FailureReport: Sendable, Hashable, Encodable {
    /// The exit code of the command that ends with it.
    public let exitCode: Int32
    /// All that a person would be shown.
    public let message: String
    /// The file, below the project's folder.
    public let path: String?
    /// Line from 1.
    public let line: Int?
    /// Column in characters from 1.
    public let column: Int?
    /// The server's SQLSTATE.
    public let sqlstate: String?
    /// The server's detail.
    public let detail: String?
    /// What to do.
    public let hint: String?

    /// Takes an error apart.
    public init(_ error: MigratorError) {
        exitCode = error.exitCode
        message = "\(error)"
        switch error {
        case .failed(let file, let cause), .partlyApplied(let file, _, let cause), .blocked(let file, let cause, _, _):
            path = file.path
            let place = cause.position.map { MigratorError.place(ofCharacter: $0, in: file) }
            (line, column) = (place?.line, place?.column)
            (sqlstate, detail, hint) = (cause.state.rawValue, cause.detail, cause.hint)
        case .badFile(let cause):
            (path, line, column, hint) = (cause.path, cause.line, cause.column, cause.hint)
            (sqlstate, detail) = (nil, nil)
        case .connection(let cause), .bookkeeping(let cause):
            (path, line, column) = (nil, nil, nil)
            (sqlstate, detail, hint) = (cause.state.rawValue, cause.detail, cause.hint)
        default: (path, line, column, sqlstate, detail, hint) = (nil, nil, nil, nil, nil, nil)
        }
    }

    enum CodingKeys: String, CodingKey {
        case exitCode = "exit_code"
        case message
        case path
        case line
        case column
        case sqlstate
        case detail
        case hint
    }
}
