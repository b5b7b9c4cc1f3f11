import ArgumentParser

/// `thin stripe`
struct Stripe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Looks at the Stripe account that takes the money.",
        discussion: """
            Example:
              thin stripe reconcile --since 2026-11-01
            """,
        subcommands: [Reconcile.self]
    )
}
