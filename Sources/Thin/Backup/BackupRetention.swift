internal import Foundation

/// Removes backups that nobody needs any more, and the WAL that only they needed.
struct BackupRetention: Sendable {
    let repository: BackupRepository

    /// Keeps the newest backups.
    ///
    /// - Parameter count: How many, at least one.
    /// - Returns: What was removed.
    /// - Throws: `BackupError`, or what the file system says.
    func keep(_ count: Int) throws -> (backups: [String], segments: Int) {
        precondition(count > 0, "one backup is kept")
        let backups = try repository.backups()
        let old = backups.dropLast(count).map(\.id)
        for id in old {
            // Whole or not there: what is half gone is never taken for a backup.
            let gone = "\(repository.bases)/\(DurableFile.unfinishedPrefix)\(id)"
            try FileManager.default.moveItem(atPath: "\(repository.bases)/\(id)", toPath: gone)
            try DurableFile.synchronise(repository.bases)
            try FileManager.default.removeItem(atPath: gone)
        }
        let firsts = try backups.suffix(count).map { backup throws(BackupError) in try SegmentName(backup.firstSegment)
        }
        guard let first = firsts.min(by: { $0.isBefore($1) }) else { return (old, 0) }
        return (old, try removeSegments(before: first))
    }

    private func removeSegments(before first: SegmentName) throws -> Int {
        let files = FileManager.default
        var count = 0
        for folder in try files.contentsOfDirectory(atPath: repository.wal) {
            let path = "\(repository.wal)/\(folder)"
            let names = try files.contentsOfDirectory(atPath: path)
            let old = names.filter { name in
                // Names of those that are just being written begin with a dot and are none.
                (try? SegmentName(String(name.prefix { $0 != "-" })))?.isBefore(first) == true
            }
            for name in old { try files.removeItem(atPath: "\(path)/\(name)") }
            count += old.count
            if !old.isEmpty, old.count == names.count { rmdir(path) }
        }
        return count
    }
}
