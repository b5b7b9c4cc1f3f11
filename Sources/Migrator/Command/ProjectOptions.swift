import ArgumentParser
import Foundation
import Migrator
import Postgres

/// Options that every verb shares which talks to a database.
struct ProjectOptions: ParsableArguments {
    @Option(name: .long, help: "The folder that holds migrations/.")
    var dir = "sql"

    @Option(name: .long, help: "libpq connection string, without a password: that belongs in ~/.pgpass or PGPASSWORD.")
    var database: String?

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    @Option(name: .customLong("set"), help: "A variable, as name=value, for :name, :'name' and :\"name\" in scripts.")
    var variables: [String] = []

    @Option(name: .long, help: "A file of variables, one name=value a line.")
    var setFile: [String] = []

    @Option(name: .long, help: "A schema to install into, first in the search path, with a history of its own.")
    var schema: String?

    /// Longest attempt to connect.
    static let connectTimeout: Duration = .seconds(10)

    func validate() throws {
        // Arguments are seen by everybody on the machine, and kept by shells.
        if let database, ConnectionTarget.holdsPassword(database) {
            throw ValidationError("--database holds a password; put it into ~/.pgpass, PGPASSWORD or DATABASE_URL")
        }
        _ = try values()
    }

    /// Where to connect to.
    var target: ConnectionTarget { Self.target(conninfo) }

    /// The connection string: the argument, or the environment's.
    var conninfo: String { database ?? ProcessInfo.processInfo.environment["DATABASE_URL"] ?? "" }

    /// The target of a connection string.
    static func target(_ conninfo: String) -> ConnectionTarget {
        ConnectionTarget(conninfo: conninfo, applicationName: "migrator", connectTimeout: connectTimeout)
    }

    /// What they settle for a runner.
    func runner() throws -> Runner.Options {
        var options = Runner.Options()
        options.variables = try values()
        options.schema = schema
        return options
    }

    /// Variables: `MIGRATOR_VAR_name` of the environment, then files, then arguments, later ones winning.
    func values() throws -> Variables {
        let prefix = "MIGRATOR_VAR_"
        var values: [String: String] = [:]
        for (name, value) in ProcessInfo.processInfo.environment where name.hasPrefix(prefix) {
            values[String(name.dropFirst(prefix.count))] = value
        }
        var lines = variables
        for path in setFile {
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw ValidationError("\(path) can't be read")
            }
            lines = text.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.hasPrefix("#") } + lines
        }
        for line in lines {
            guard let equals = line.firstIndex(of: "="), equals > line.startIndex else {
                throw ValidationError("a variable is given as name=value")
            }
            values[String(line[..<equals])] = String(line[line.index(after: equals)...])
        }
        return Variables(values)
    }
}
