/// What a run's client is told, as it stands in the database: so it can be told again by any instance.
struct ChatEvent: Sendable, Equatable {
    /// Its place among all events of its session, which clients send as `Last-Event-ID`.
    let ordinal: Int64
    /// `run`, `delta`, `done` or `error`.
    let name: String
    /// JSON on one line.
    let data: String

    /// As a server-sent event (HTML, 9.2.5). The data has no line ends, since the database writes JSON on one line.
    var frame: String { "id: \(ordinal)\nevent: \(name)\ndata: \(data)\n\n" }

    /// What keeps a silent connection open: a comment.
    static let tick = ":\n\n"
}
