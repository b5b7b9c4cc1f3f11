import ArgumentParser
import Foundation
import Migrator
import Postgres

/// Options for doing the same in many databases or schemas, each of which has a history of its own.
struct FanOutOptions: ParsableArguments {
    @Option(
        name: .long,
        help: "A file of databases, one a line: a name, put into --database, or a whole connection string.")
    var databasesFrom: String?

    @Option(name: .long, help: "A file of schemas, one a line, each taken as with --schema.")
    var schemasFrom: String?

    @Flag(name: .long, help: "Go on with the others when it can't be done in one.")
    var keepGoing = false

    /// A place of the list.
    struct Entry {
        /// What is shown of its database, never with a password; nil where there is but one.
        let database: String?
        let target: ConnectionTarget
        /// Its schema; nil for all of the database.
        let schema: String?

        /// What is shown of it.
        var label: String { [database, schema].compactMap { $0 }.joined(separator: " ") }
    }

    /// The places of the lists, in their order, all schemas of a database one after the other; nil without a list.
    ///
    /// - Parameters:
    ///   - base: Connection string that bare names are put into.
    ///   - schema: What `--schema` says.
    func entries(base: String, schema: String?) throws -> [Entry]? {
        guard databasesFrom != nil || schemasFrom != nil else { return nil }
        let databases = try databasesFrom.map { try Self.databases($0, base: base) }
        let schemas = try schemasFrom.map { try Self.lines(of: $0).map(\.text) }
        let places = databases ?? [(label: nil, target: ProjectOptions.target(base))]
        return places.flatMap { place in
            (schemas.map { $0.map(Optional.some) } ?? [schema]).map { schema in
                Entry(database: place.label, target: place.target, schema: schema)
            }
        }
    }

    private static func databases(_ path: String, base: String) throws -> [(label: String?, target: ConnectionTarget)] {
        try lines(of: path).map { line in
            let isWhole = line.text.contains("=") || line.text.contains("://")
            let hidesText = isWhole && ConnectionTarget.holdsPassword(line.text)
            return (
                label: hidesText ? "line \(line.number)" : line.text,
                target: ProjectOptions.target(isWhole ? line.text : ConnectionTarget.naming(line.text, in: base))
            )
        }
    }

    private static func lines(of path: String) throws -> [(number: Int, text: String)] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ValidationError("\(path) can't be read")
        }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
            .map { (number: $0 + 1, text: $1.trimmingCharacters(in: .whitespaces)) }
            .filter { !$0.text.isEmpty && !$0.text.hasPrefix("#") }
        guard !lines.isEmpty else { throw ValidationError("\(path) names nothing") }
        return lines
    }
}
