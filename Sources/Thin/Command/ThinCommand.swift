import ArgumentParser
import Thin

/// The `thin` tool.
@main
struct ThinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thin",
        abstract: "Credits, subscriptions and metering on PostgreSQL.",
        discussion: """
            Example:
              thin dev         a private PostgreSQL and the service
              thin dev mail    the mail it has kept, with codes and links
              thin serve       the service on an existing database
              thin backup      a backup of that database, which thin restore brings back
            """,
        version: ThinVersion.text,
        subcommands: [
            Dev.self, Serve.self, Keys.self, Stripe.self, Prices.self, MakeBackup.self, Backups.self,
            RestoreBackup.self, ArchiveWAL.self, FetchWAL.self,
        ]
    )
}
