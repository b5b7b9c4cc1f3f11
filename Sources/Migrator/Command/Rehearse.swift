import ArgumentParser
import Foundation
import Migrator
import Postgres

/// `migrator rehearse`
struct Rehearse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs what is pending in a scratch database made like this one.",
        discussion: """
            Makes a database of its own from the schema, by the installed pg_dump, runs the pending files there, and shows \
            which locks each takes on what was there before, which tables it writes anew, how large those are here, and \
            how long it took without rows. Where revert/ has scripts, it takes the files back and runs them again: exits \
            with 8 unless that comes to the same catalogue. The scratch database is dropped whatever happens, that of a \
            rehearsal which was killed by the next one. The role needs CREATEDB and the right to read what is dumped.

            Files that change what all databases of a server share, such as roles, are refused, unless --scratch names \
            a server of the rehearsal's own. The roles that it lacks are made there first, without passwords.

            Example:
              migrator rehearse --dir sql --role thin_owner
              migrator rehearse --dir sql --role thin_owner --scratch "host=/tmp/throwaway user=postgres"
            """
    )

    @OptionGroup var options: ProjectOptions
    @OptionGroup var running: RunOptions
    @OptionGroup var selection: SelectionOptions

    @Option(
        name: .long,
        help: "Connection string, without a password, of another server, where the scratch database is made.")
    var scratch: String?

    func validate() throws {
        if let scratch, ConnectionTarget.holdsPassword(scratch) {
            throw ValidationError("--scratch holds a password; put it into ~/.pgpass or PGPASSWORD")
        }
    }

    func run() async throws {
        let console = Console(isJSON: options.json, isQuiet: true)
        let chosen = selection.applied(to: try running.options(options))
        let report = try await reporting(asJSON: options.json) { () throws(MigratorError) in
            try await Rehearsal(
                try Project(folder: options.dir), of: options.target, conninfo: options.conninfo, on: scratch,
                options: chosen, progress: console.show
            ).run()
        }
        if options.json { Output.json(report) } else { Self.show(report) }
        if !report.differences.isEmpty { throw ExitCode(Output.checkFailed) }
    }

    private static func show(_ report: RehearsalReport) {
        guard !report.files.isEmpty else { return print("nothing is pending") }
        for file in report.files + report.reverts {
            print("\(file.path)  \(file.milliseconds) ms")
            for lock in file.locks { print("    \(lock.mode.rawValue) on \(lock.object)\(size(lock.bytesOnTarget))") }
            for table in file.rewritten { print("    writes \(table.object) anew\(size(table.bytesOnTarget))") }
            for statement in file.unseen { print("    locks not all seen, \(statement)") }
        }
        if !report.proven.isEmpty {
            let count = report.differences.count
            print("up, revert, up of \(report.proven.count): \(count == 0 ? "the same" : "\(count) differ")")
        }
        if !report.unproven.isEmpty {
            print("not taken back for want of a script: \(report.unproven.joined(separator: ", "))")
        }
        for line in report.differences.flatMap(Output.lines) { print(line) }
    }

    private static func size(_ bytes: Int64?) -> String {
        let formatter = ByteCountFormatter()
        (formatter.countStyle, formatter.allowsNonnumericFormatting) = (.memory, false)
        return bytes.map { ", \(formatter.string(fromByteCount: $0)) here" } ?? ""
    }
}
