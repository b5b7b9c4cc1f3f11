internal import Foundation

extension Project {
    /// Makes the folders of a project; what is there stays.
    ///
    /// - Returns: Paths of the folders that were made.
    /// - Throws: `MigratorError.unwritableFile`.
    public static func makeFolders(in folder: String) throws(MigratorError) -> [String] {
        var made: [String] = []
        for part in ["migrations", "code", "seeds", "revert", "verify"] {
            let directory = URL(fileURLWithPath: folder).appendingPathComponent(part)
            guard !FileManager.default.fileExists(atPath: directory.path) else { continue }
            do {
                try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
                // Git keeps no empty folders.
                try Data().write(to: directory.appendingPathComponent(".gitkeep"))
            } catch {
                throw .unwritableFile(path: directory.path)
            }
            made.append(directory.path)
        }
        return made
    }

    /// Writes an empty file of a migration's name beside `migrations/`.
    ///
    /// - Parameters:
    ///   - migration: Path of the migration's file.
    ///   - part: `revert` or `verify`.
    /// - Returns: The path of the new file.
    /// - Throws: `MigratorError.unwritableFile`.
    public static func newCounterpart(of migration: String, in part: String) throws(MigratorError) -> String {
        let file = URL(fileURLWithPath: migration)
        let directory = file.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(part)
        let counterpart = directory.appendingPathComponent(file.lastPathComponent)
        do {
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            try Data().write(to: counterpart, options: .withoutOverwriting)
        } catch {
            throw .unwritableFile(path: counterpart.path)
        }
        return counterpart.path
    }
}
