public import Foundation

/// A folder of SQL: `platform/`, `migrations/`, `code/`, `seeds/`, `revert/`, `verify/`, each optional.
public struct Project: Sendable {
    /// Idempotent scripts an administrator runs before the migrations; run again when changed.
    public let platform: [SourceFile]
    /// Run once each, in the order of their versions.
    public let migrations: [Migration]
    /// One object a file; run again when changed.
    public let code: [SourceFile]
    /// Idempotent scripts of data; run again when changed.
    public let seeds: [SourceFile]
    /// Scripts that take a migration back, by its version.
    public let reverts: [String: SourceFile]
    /// Scripts that fail when what a migration made isn't there, by its version.
    public let checks: [String: SourceFile]

    /// Digests of the seeds' bytes as they are, by path, where Supabase's own tool keeps them.
    let seedDigests: [String: String]

    /// Whether it is the folder of a Supabase project, whose own tool keeps a history too.
    public let isSupabase: Bool

    /// Reads a folder.
    ///
    /// - Parameter folder: Path of the folder that holds `migrations/`.
    /// - Throws: `MigratorError` when there is nothing to install, a file can't be read, or a name is wrong.
    public init(folder: String) throws(MigratorError) {
        isSupabase = FileManager.default.fileExists(atPath: "\(folder)/config.toml")
        platform = try Self.files(in: "platform", of: folder)
        code = try Self.files(in: "code", of: folder)
        let seed = isSupabase ? try Self.file("seed.sql", of: folder) : nil
        seeds = try (seed.map { [$0] } ?? []) + Self.files(in: "seeds", of: folder)
        let digests = (isSupabase ? seeds : []).map { seed in
            let bytes = FileManager.default.contents(atPath: "\(folder)/\(seed.path)") ?? Data()
            return (seed.path, SourceFile.digest(String(decoding: bytes, as: UTF8.self)))
        }
        seedDigests = Dictionary(digests) { $1 }
        var migrations: [String: Migration] = [:]
        for file in try Self.files(in: "migrations", of: folder) {
            let migration = try Migration(file)
            if let other = migrations.updateValue(migration, forKey: migration.version) {
                throw .duplicateVersion(version: migration.version, paths: [other.file.path, file.path])
            }
        }
        self.migrations = migrations.values.sorted { $0.version < $1.version }
        reverts = try Self.counterparts(in: "revert", of: folder, migrations)
        checks = try Self.counterparts(in: "verify", of: folder, migrations)
        if platform.isEmpty, migrations.isEmpty, code.isEmpty { throw .emptyProject(folder: folder) }
    }

    /// Files named as the migrations that they belong to.
    private static func counterparts(
        in part: String, of folder: String, _ migrations: [String: Migration]
    ) throws(MigratorError) -> [String: SourceFile] {
        var counterparts: [String: SourceFile] = [:]
        for file in try files(in: part, of: folder) {
            let own = try Migration(file)
            guard migrations[own.version]?.name == own.name else { throw .strayFile(path: file.path) }
            counterparts[own.version] = file
        }
        return counterparts
    }

    /// One file of the folder; nil if it isn't there.
    private static func file(_ path: String, of folder: String) throws(MigratorError) -> SourceFile? {
        guard FileManager.default.fileExists(atPath: "\(folder)/\(path)") else { return nil }
        return try read(path, of: folder)
    }

    private static func read(_ path: String, of folder: String) throws(MigratorError) -> SourceFile {
        // Foundation's own reader of text takes several times as long, which shows with thousands of files.
        guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(path)"),
            let text = String(validating: bytes, as: UTF8.self)
        else { throw .unreadableFile(path: path) }
        return SourceFile(path: path, text: text, includes: try Include.files(of: text, at: path, in: folder))
    }

    /// The SQL files below a part of the folder, sorted by path.
    static func files(in part: String, of folder: String) throws(MigratorError) -> [SourceFile] {
        try paths(below: part, of: folder).sorted().map { path throws(MigratorError) in try read(path, of: folder) }
    }

    /// Paths of the SQL files below a folder. Links to other folders aren't followed, as they may lead in a circle.
    private static func paths(below part: String, of folder: String) -> [String] {
        let files = FileManager.default
        guard let names = try? files.contentsOfDirectory(atPath: "\(folder)/\(part)") else { return [] }
        return names.flatMap { name in
            if name.hasSuffix(".sql") { return ["\(part)/\(name)"] }
            let isLink = (try? files.destinationOfSymbolicLink(atPath: "\(folder)/\(part)/\(name)")) != nil
            return isLink ? [] : paths(below: "\(part)/\(name)", of: folder)
        }
    }

    /// Writes an empty migration.
    ///
    /// - Parameters:
    ///   - name: What it does, in snake case.
    ///   - folder: Path of the folder that holds `migrations/`.
    ///   - date: When it is written; its version.
    /// - Returns: The path of the new file.
    /// - Throws: `MigratorError` when the name is no snake case or the file can't be written.
    public static func newMigration(
        named name: String, in folder: String, at date: Date = Date()
    ) throws(MigratorError) -> String {
        let letters = Set("abcdefghijklmnopqrstuvwxyz0123456789_")
        guard let first = name.first, first.isLetter, name.allSatisfy(letters.contains) else {
            throw .badMigrationName(name: name)
        }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "yyyyMMddHHmmss"
        let directory = URL(fileURLWithPath: folder).appendingPathComponent("migrations")
        let file = directory.appendingPathComponent("\(formatter.string(from: date))_\(name).sql")
        do {
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            try Data("-- Why this change is made.\n".utf8).write(to: file, options: .withoutOverwriting)
        } catch {
            throw .unwritableFile(path: file.path)
        }
        return file.path
    }
}
