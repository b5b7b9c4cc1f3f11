import ArgumentParser
import Foundation
import Thin

/// `thin stripe reconcile`
struct Reconcile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compares Stripe's charges with the database's payments.",
        discussion: """
            Prints what is missing on either side (missing_here, missing_there) or differs (amount, currency, refunded), \
            and exits with 1 if there is any. Changes nothing. Reads DATABASE_URL, the login authenticator's, and \
            STRIPE_SECRET_KEY, which needs to read charges only.

            Times are as PostgreSQL reads them, in UTC.

            Example:
              thin stripe reconcile --since 2026-11-01 --until 2026-12-01
            """
    )

    @Option(name: .long, help: "Compare payments from this time on.")
    var since: String

    @Option(
        name: .long, help: "Compare payments up to this time; by default ten minutes ago, since events take a while.")
    var until: String?

    @Flag(name: .long, help: "Print a JSON array.")
    var json = false

    func run() async throws {
        let found: [Discrepancy]
        do {
            let environment = ProcessInfo.processInfo.environment
            let reconciliation = try Reconciliation(
                conninfo: environment["DATABASE_URL"] ?? "", try .fromEnvironment())
            let tenMinutesAgo = Date.now.addingTimeInterval(-600).formatted(.iso8601)
            let outcome = try await reconciliation.run(since: since, until: until ?? tenMinutesAgo) { count in
                Self.tell("\(count) charges read")
            }
            found = outcome.discrepancies
            Self.tell("\(outcome.charges) charges compared, \(found.count) differences")
        } catch {
            complain(error)
            throw ExitCode(2)
        }
        try show(found)
        if !found.isEmpty { throw ExitCode.failure }
    }

    private func show(_ found: [Discrepancy]) throws {
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
            FileHandle.standardOutput.write(try encoder.encode(found) + Data("\n".utf8))
            return
        }
        for row in found {
            let theirs = row.theirs.map { "Stripe has \($0)" }
            let ours = row.ours.map { "the database has \($0)" }
            let user = row.userID.map { "user \($0)" }
            print(([row.kind, row.stripeID] + [theirs, ours, user].compactMap { $0 }).joined(separator: "\t"))
        }
    }

    /// On standard error, since standard output is for what was found.
    private static func tell(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}
