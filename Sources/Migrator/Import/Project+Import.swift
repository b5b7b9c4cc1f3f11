internal import Foundation

extension Project {
    /// A file that was taken over.
    public struct Imported: Sendable, Hashable, Encodable {
        /// The other tool's file.
        public let from: String
        /// The files that were written.
        public let to: [String]
        /// Its version's numbers there; none for one that is run again when it changes.
        let theirs: [Int]
        /// Its version here.
        let version: String?

        enum CodingKeys: String, CodingKey {
            case from
            case to
        }
    }

    /// Writes another tool's folder as `migrations/`, `revert/` and `code/`. Nothing is written unless all of it can be
    /// taken over, and no file is overwritten.
    ///
    /// Versions of 14 digits stay, other numbers are filled up with zeros, and versions of several numbers are counted.
    ///
    /// - Parameters:
    ///   - source: The other tool's folder.
    ///   - tool: Whose it is.
    ///   - folder: Path of the folder that holds `migrations/`, or will.
    /// - Throws: `MigratorError.badImport`; `.unwritableFile`.
    public static func importing(
        _ source: String, of tool: ImportTool, into folder: String
    ) throws(MigratorError) -> [Imported] {
        let root = URL(fileURLWithPath: source)
        let names = (FileManager.default.enumerator(atPath: source)?.allObjects as? [String] ?? []).sorted()
        var reader = ImportReader(tool)
        for name in names where name.hasSuffix(".sql") {
            let settings = try? String(contentsOf: root.appendingPathComponent("\(name).conf"), encoding: .utf8)
            let isOutside = settings?.replacing(" ", with: "").contains("executeInTransaction=false") ?? false
            let text: String
            do {
                text = try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
            } catch {
                throw .unreadableFile(path: name)
            }
            try reader.read(name, text, isOutside: isOutside)
        }
        if let program = names.first(where: { $0.hasSuffix(".go") || $0.hasSuffix(".java") }) {
            throw .badImport(path: program, line: 1, message: "a program, not SQL")
        }
        let migrations = reader.migrations
        guard !migrations.isEmpty else { throw .emptyProject(folder: source) }
        if let half = migrations.first(where: { $0.up.allSatisfy(\.isWhitespace) && $0.down != nil }) {
            throw .badImport(path: half.path, line: 1, message: "nothing applies what it takes back")
        }
        let files = migrations.enumerated().map { ($1, Self.files(for: $1, number: $0 + 1)) }
        for (_, written) in files {
            for (path, _) in written where FileManager.default.fileExists(atPath: "\(folder)/\(path)") {
                throw .unwritableFile(path: "\(folder)/\(path)")
            }
        }
        for (_, written) in files {
            for (path, text) in written {
                try write(text, to: URL(fileURLWithPath: folder).appendingPathComponent(path))
            }
        }
        return files.map { migration, written in
            Imported(
                from: migration.path, to: written.map(\.0), theirs: migration.version,
                version: migration.version.isEmpty ? nil : written.first.map { Self.version(in: $0.0) })
        }
    }

    /// The version in the path of a migration's file.
    private static func version(in path: String) -> String {
        String(path.dropFirst("migrations/".count).prefix(Migration.versionLength))
    }

    /// Paths and texts of what a migration becomes.
    private static func files(for migration: ForeignMigration, number: Int) -> [(String, String)] {
        guard !migration.version.isEmpty else { return [("code/\(migration.name).sql", migration.up)] }
        let value = migration.version.count == 1 ? migration.version[0] : number
        let digits = String(value)
        let version = String(repeating: "0", count: max(0, Migration.versionLength - digits.count)) + digits
        let head = migration.isOutsideTransaction ? "-- no-transaction\n" : ""
        let name = "\(version)_\(migration.name).sql"
        return [("migrations/\(name)", head + migration.up)]
            + (migration.down.map { [("revert/\(name)", head + $0)] } ?? [])
    }

    private static func write(_ text: String, to file: URL) throws(MigratorError) {
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file, options: .withoutOverwriting)
        } catch {
            throw .unwritableFile(path: file.path)
        }
    }
}
