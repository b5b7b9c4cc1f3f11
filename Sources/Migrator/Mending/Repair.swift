/// What has to change in the history for it to say what the files say.
struct Repair: Sendable {
    /// What changes, a sentence each.
    private(set) var changes: [String] = []
    /// The statements that change it.
    private(set) var statements: [String] = []
    private let home: HistoryHome

    init(in home: HistoryHome) {
        self.home = home
    }

    /// Takes over an applied migration's name and checksum from its file.
    mutating func adopt(_ migration: Migration, over applied: History.Applied) {
        let (file, version) = (migration.file, Literal.quoted(migration.version))
        if migration.name != applied.name {
            changes.append("\(file.path): takes the place of the name \(applied.name)")
        }
        if file.checksum != applied.checksum { changes.append("\(file.path): checksum taken over") }
        guard migration.name != applied.name || file.checksum != applied.checksum || applied.meaning == nil else {
            return
        }
        // A checksum that an older version left out is no change that anybody has to hear of.
        if migration.name == applied.name, file.checksum == applied.checksum {
            changes.append("\(file.path): checksum without comments and spaces added")
        }
        statements.append(
            """
            update \(home.quoted).migrations set name = \(Literal.quoted(migration.name)),
                checksum = \(Literal.quoted(file.checksum)), meaning = \(Literal.quoted(file.meaning))
            where version = \(version)
            """)
    }

    /// Takes over the finished statements of a file that is half done as they stand in it now.
    mutating func adopt(_ script: Script, after entries: [Int: Journal.Entry]) {
        let path = script.file.path
        let digests = script.statements.map { SourceFile.digest($0.text) }
        for (ordinal, entry) in entries.sorted(by: { $0.key < $1.key }) where entry.isDone {
            let place = "path = \(Literal.quoted(path)) and ordinal = \(ordinal)"
            guard ordinal < digests.count else {
                changes.append("\(path): finished statement \(ordinal + 1) is not in the file any more")
                statements.append("delete from \(home.quoted).journal where \(place)")
                continue
            }
            guard digests[ordinal] != entry.checksum else { continue }
            changes.append("\(path): finished statement \(ordinal + 1) is taken as it stands now")
            statements.append(
                "update \(home.quoted).journal set checksum = \(Literal.quoted(digests[ordinal])) where \(place)")
        }
    }

    /// Says that what there is will be taken for right.
    mutating func acceptDrift() {
        changes.append("what there is now is taken for right")
    }

    /// Takes a migration for never applied, or never begun.
    mutating func forget(_ version: String, in history: History, _ project: Project) throws(MigratorError) {
        let paths = history.unfinished.keys.filter { $0.hasPrefix("migrations/\(version)_") }
        guard history.migrations.contains(where: { $0.version == version }) || !paths.isEmpty else {
            throw .unknownVersion(version)
        }
        changes.append("\(version): forgotten")
        statements.append("delete from \(home.quoted).migrations where version = \(Literal.quoted(version))")
        if project.isSupabase, home.schema == nil { statements.append(SupabaseRecord.forget(version)) }
        for path in paths {
            statements.append("delete from \(home.quoted).journal where path = \(Literal.quoted(path))")
        }
    }
}
