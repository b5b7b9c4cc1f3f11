import ArgumentParser

/// The `migrator` tool.
@main
struct MigratorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrator",
        abstract: "Installs and evolves SQL in a PostgreSQL database.",
        discussion: """
            Works on a folder with platform/, migrations/, code/ and seeds/. The database is named by --database, \
            else by DATABASE_URL, else by libpq's PG* variables.

            Exit codes: 0 ok, 1 internal, 2 usage, 3 pending (status --exit-code), 4 applied migrations and files \
            disagree, 5 another runner holds the lock, 6 SQL failed and was rolled back, 9 no connection.

            Example:
              DATABASE_URL=postgres://postgres@localhost/app migrator up --dir sql --role thin_owner
            """,
        subcommands: [Up.self, ShowStatus.self, New.self]
    )
}
