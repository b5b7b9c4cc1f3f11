/// What has to change for the migrator's history and that of Supabase's tool to say the same. Pure, so that it can be
/// told without changing anything.
struct SupabaseAgreement: Sendable {
    /// The migrator's history with what the other one knows.
    private(set) var history: History
    /// Migrations that the tool has applied.
    private(set) var applied: [Migration] = []
    /// Versions that somebody has told the tool to take for not applied.
    private(set) var forgotten: [String] = []
    /// Versions that only the migrator has applied.
    private(set) var own: [String] = []
    /// Versions that both have, where the migrator hasn't noted that yet.
    private(set) var shared: [String] = []

    /// Whether the tool has made no table yet.
    private let lacksTable: Bool

    /// Compares both.
    ///
    /// - Parameter seeds: Digests of seeds that the tool has run, by path.
    init(_ history: History, with found: [SupabaseRecord]?, seeds: [String: String] = [:], of project: Project) {
        self.history = history
        lacksTable = found == nil
        let records = found ?? []
        let (ours, theirs) = (Set(history.migrations.map(\.version)), Set(records.map(\.version)))
        let files = Dictionary(project.migrations.map { ($0.version, $0) }) { $1 }
        for migration in history.migrations where !theirs.contains(migration.version) {
            if migration.isShared { forgotten.append(migration.version) } else { own.append(migration.version) }
        }
        for migration in history.migrations where theirs.contains(migration.version) && !migration.isShared {
            shared.append(migration.version)
        }
        self.history.migrations.removeAll { forgotten.contains($0.version) }
        for record in records where !ours.contains(record.version) {
            let file = files[record.version]
            let name = record.name.isEmpty ? file?.name ?? "" : record.name
            // A checksum that no file has: the file has changed since, or is missing.
            let isSame = file.map { record.says(what: $0.file) } ?? false
            let checksum = isSame ? file?.file.checksum ?? "" : ""
            self.history.migrations.append(
                History.Applied(version: record.version, name: name, checksum: checksum, meaning: nil, isShared: true))
            if isSame, let file, file.name == name { applied.append(file) }
        }
        self.history.migrations.sort { $0.version < $1.version }
        for seed in project.seeds where seeds[seed.path].map({ $0 == project.seedDigests[seed.path] }) == true {
            self.history.files[seed.path] = seed.checksum
        }
    }

    /// The statements that bring it about, in one transaction; nil when nothing has to change.
    ///
    /// - Parameter scripts: Of migrations that only the migrator has applied, as far as they can be read.
    func statements(_ project: Project, _ scripts: [String: Script], in home: HistoryHome) -> String? {
        let isSame = applied.isEmpty && forgotten.isEmpty && shared.isEmpty
        let mine = project.migrations.filter { own.contains($0.version) }
        guard lacksTable || !isSame || !mine.isEmpty else { return nil }
        let versions = { (versions: [String]) in versions.map { Literal.quoted($0) }.joined(separator: ", ") }
        var statements = applied.map { History.record($0, took: .zero, after: nil, by: nil, in: home) }
        statements.append(
            """
            update \(home.quoted).migrations set is_baseline = true, is_shared = true
            where version = any (array[\(versions(applied.map(\.version)))]::text[])
            """)
        statements.append(
            """
            update \(home.quoted).migrations set is_shared = true
            where version = any (array[\(versions(shared))]::text[])
            """)
        statements.append(
            "delete from \(home.quoted).migrations where version = any (array[\(versions(forgotten))]::text[])")
        for migration in mine {
            statements.append(SupabaseRecord.record(migration, scripts[migration.version], in: home))
        }
        return "begin; \(SupabaseRecord.preparation) \(statements.joined(separator: ";\n")); commit"
    }
}
