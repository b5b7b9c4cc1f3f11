internal import Foundation
public import Postgres
internal import Synchronization

/// Runs what is pending in a scratch database that is made like the target.
public struct Rehearsal: Sendable {
    private let project: Project
    private let target: ConnectionTarget
    private let conninfo: String
    /// Another server, where the scratch database is made.
    private let elsewhere: String?
    private let options: Runner.Options
    private let progress: @Sendable (RunnerEvent) -> Void

    /// - Parameters:
    ///   - project: What to install.
    ///   - target: The database that isn't changed.
    ///   - conninfo: How to connect to it.
    ///   - elsewhere: How to connect to another server, where the scratch database is made and files may change what
    ///     all databases share; nil for the target's own.
    ///   - options: As `up` would be given them.
    ///   - progress: Told of every file.
    public init(
        _ project: Project, of target: ConnectionTarget, conninfo: String, on elsewhere: String? = nil,
        options: Runner.Options,
        progress: @escaping @Sendable (RunnerEvent) -> Void = { _ in }
    ) {
        (self.project, self.target, self.conninfo, self.elsewhere) = (project, target, conninfo, elsewhere)
        (self.options, self.progress) = (options, progress)
    }

    /// Runs the pending files, takes them back where there are scripts for it, and runs them again.
    ///
    /// - Returns: What was seen; empty when nothing is pending.
    /// - Throws: `MigratorError.failed` for a file that fails; `.noScratch` or `.program` when the scratch database
    ///   can't be made.
    public func run() async throws(MigratorError) -> RehearsalReport {
        guard try await !Runner(project, into: target, options: options, progress: progress).plan().isEmpty else {
            return RehearsalReport()
        }
        let warn = { @Sendable (text: String) in progress(.warning(text)) }
        var report = try await ScratchDatabase.with(like: target, on: elsewhere.map { place($0) }, warn) {
            scratch throws(MigratorError) in
            let copy = place(ConnectionTarget.naming(scratch, in: elsewhere ?? conninfo))
            try await SchemaCopy(
                source: target, sourceConninfo: conninfo, home: options.home, isElsewhere: elsewhere != nil
            ).write(into: copy)
            do throws(MigratorError) {
                return try await rehearse(in: copy)
            } catch .partlyApplied(let file, _, let error) {
                // Nothing stays of it here.
                throw .failed(file: file, error)
            }
        }
        report.add(sizes: try await sizes(of: report.objects))
        return report
    }

    private func place(_ conninfo: String) -> ConnectionTarget {
        ConnectionTarget(
            conninfo: conninfo, applicationName: target.applicationName, connectTimeout: target.connectTimeout)
    }

    private func rehearse(in copy: ConnectionTarget) async throws(MigratorError) -> RehearsalReport {
        var report = RehearsalReport()
        let before = Set(try await runner(over: copy).readHistory().migrations.map(\.version))
        report.files = try await audited(in: copy) { runner throws(MigratorError) in _ = try await runner.up() }
        let applied = try await runner(over: copy).readHistory().migrations.map(\.version)
        let fresh = applied.filter { !before.contains($0) }
        report.proven = Array(applied.reversed().prefix { fresh.contains($0) && project.reverts[$0] != nil })
        report.unproven = fresh.filter { !report.proven.contains($0) }
        guard !report.proven.isEmpty else { return report }
        let last = applied.dropLast(report.proven.count).last ?? "0"
        // Taking something back has all code installed again, which may be written otherwise than pg_dump wrote it.
        try await forgetCode(in: copy)
        _ = try await runner(over: copy).up()
        let first = try await catalogue(of: copy)
        report.reverts = try await audited(in: copy) { runner throws(MigratorError) in
            _ = try await runner.revert(to: last)
        }
        _ = try await runner(over: copy).up()
        report.differences = Difference.between(first, try await catalogue(of: copy))
        return report
    }

    private func runner(
        over copy: ConnectionTarget, _ progress: @escaping @Sendable (RunnerEvent) -> Void = { _ in }
    ) -> Runner {
        Runner(project, into: copy, options: options, progress: progress)
    }

    /// Does something with a runner whose files are watched.
    private func audited(
        in copy: ConnectionTarget, _ body: (Runner) async throws(MigratorError) -> Void
    ) async throws(MigratorError) -> [RehearsedFile] {
        let audit = LockAudit(ownsServer: elsewhere != nil)
        var runner = runner(over: copy) { [progress] event in
            switch event {
            case .installed(let path, let took):
                audit.end(path, took: took)
                progress(event)
            // What is over is only the rehearsal.
            case .finished: break
            // Nobody is in the way there but who watches.
            case .blocked: break
            default: progress(event)
            }
        }
        runner.audit = audit
        try await body(runner)
        return audit.files
    }

    private func forgetCode(in copy: ConnectionTarget) async throws(MigratorError) {
        try await runner(over: copy).connected { connection throws(MigratorError) in
            try await MigratorError.bookkeeping { () async throws(PostgresError) in
                _ = try await connection.script(History.forgetCode(in: options.home))
            }
        }
    }

    private func catalogue(of copy: ConnectionTarget) async throws(MigratorError) -> [CatalogueRecord.Key: String] {
        try await runner(over: copy).connected { connection throws(MigratorError) in
            try await MigratorError.bookkeeping { () async throws(PostgresError) in
                try await CatalogueRecord.snapshot(on: connection, of: options.home)
            }
        }
    }

    /// How large objects are on the target, with their indexes, by name.
    private func sizes(of objects: Set<String>) async throws(MigratorError) -> [String: Int64] {
        guard !objects.isEmpty else { return [:] }
        let names = objects.sorted().map { Literal.quoted($0) }.joined(separator: ", ")
        let found = try await runner(over: target).connected { connection throws(MigratorError) in
            try await MigratorError.bookkeeping { () async throws(PostgresError) in
                try await connection.script(
                    """
                    select o.name, pg_catalog.pg_total_relation_size(o.oid)
                    from (
                        select pg_catalog.format('%I.%I', n.nspname, c.relname), c.oid
                        from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                    ) o (name, oid)
                    where o.name = any (array[\(names)]::text[])
                    """)
            }
        }
        guard let rows = found.first else { return [:] }
        let sizes = (0..<rows.rowCount).map { (rows.text($0, 0) ?? "", Int64(rows.text($0, 1) ?? "") ?? 0) }
        return Dictionary(sizes) { $1 }
    }
}
