import ArgumentParser

/// `thin prices`
struct Prices: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keeps what models cost.",
        discussion: """
            Example:
              thin prices import model_prices_and_context_window.json --dry-run
            """,
        subcommands: [ImportPrices.self]
    )
}
