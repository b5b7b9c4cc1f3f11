internal import Postgres

/// Where a history is kept, and what it is about: all of a database, or one of its schemas.
struct HistoryHome: Sendable, Hashable {
    /// What a schema's history is called begins with this.
    static let prefix = "migrator"
    /// Bytes of a name that the server tells from others.
    static let nameLimit = 63

    /// The schema that is installed into; nil for all of the database.
    let schema: String?
    /// The schema that holds the history.
    let identifier: Identifier

    init(of schema: String?) {
        self.schema = schema
        identifier = Identifier(schema.map { "\(Self.prefix)_\($0)" } ?? Self.prefix)
    }

    /// What the schema that holds a history is commented with, by which it is known.
    static let comment = "What migrator has installed."

    /// The condition that tells the schemas `n` of `pg_namespace` that are neither the system's nor those of histories.
    static let isNobodysHistory = """
        n.nspname !~ '^pg_' and n.nspname not in ('information_schema', '\(prefix)')
            and pg_catalog.obj_description(n.oid, 'pg_namespace') is distinct from '\(comment)'
        """

    /// The condition that tells the schemas `n` of `pg_namespace` which a history is about: neither the system's nor
    /// those of histories, nor, where it is about all of a database, those that have a history of their own.
    var isAbout: String {
        let others = """
            not exists (
                    select from pg_catalog.pg_namespace h
                    where h.nspname = '\(Self.prefix)_' || n.nspname
                        and pg_catalog.obj_description(h.oid, 'pg_namespace') = '\(Self.comment)'
                )
            """
        return """
            \(Self.isNobodysHistory)
                and \(schema.map { "n.nspname = \(Literal.quoted($0))" } ?? others)
            """
    }

    /// The name of the schema that holds the history, in double quotes.
    var quoted: String { identifier.quoted }

    /// Whether the server would cut the name, so that two schemas might share a history.
    var isTooLong: Bool { identifier.name.utf8.count > Self.nameLimit }
}

extension Runner.Options {
    /// Where the history is kept.
    var home: HistoryHome { HistoryHome(of: schema) }
}
