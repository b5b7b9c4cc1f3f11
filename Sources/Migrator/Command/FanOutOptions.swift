import ArgumentParser
import Foundation
import Migrator
import Postgres

/// Options for installing into many databases, each of which has a history of its own.
struct FanOutOptions: ParsableArguments {
    @Option(
        name: .long,
        help: "A file of databases, one a line: a name, put into --database, or a whole connection string.")
    var databasesFrom: String?

    @Flag(name: .long, help: "Go on with the others when one fails.")
    var keepGoing = false

    /// A database of the list.
    struct Entry {
        /// What is shown of it, never with a password.
        let label: String
        let target: ConnectionTarget
    }

    /// The databases of the list, in its order; nil without one.
    ///
    /// - Parameter base: Connection string that bare names are put into.
    func entries(base: String) throws -> [Entry]? {
        guard let databasesFrom else { return nil }
        guard let text = try? String(contentsOfFile: databasesFrom, encoding: .utf8) else {
            throw ValidationError("\(databasesFrom) can't be read")
        }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
            .map { (number: $0 + 1, text: $1.trimmingCharacters(in: .whitespaces)) }
            .filter { !$0.text.isEmpty && !$0.text.hasPrefix("#") }
        guard !lines.isEmpty else { throw ValidationError("\(databasesFrom) names no database") }
        return lines.map { line in
            let isWhole = line.text.contains("=") || line.text.contains("://")
            let label = ConnectionTarget.holdsPassword(line.text) ? "line \(line.number)" : line.text
            return Entry(
                label: isWhole ? label : line.text,
                target: ProjectOptions.target(isWhole ? line.text : Self.putting(line.text, into: base)))
        }
    }

    private static func putting(_ name: String, into base: String) -> String {
        guard base.contains("://") else {
            let quoted = name.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
            return "\(base) dbname='\(quoted)'"
        }
        let escaped = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? name
        return "\(base)\(base.contains("?") ? "&" : "?")dbname=\(escaped)"
    }
}
