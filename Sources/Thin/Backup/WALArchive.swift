internal import Foundation

/// The part of a repository that a server archives its WAL to.
public struct WALArchive: Sendable {
    let repository: BackupRepository

    /// - Parameter repository: Where it is.
    public init(of repository: BackupRepository) {
        self.repository = repository
    }

    /// Archives a file. Once it returns, the file is on the disk; the same file again is nothing.
    ///
    /// - Parameter path: What `archive_command` calls `%p`.
    /// - Throws: `BackupError`; then the server keeps the file and tries again.
    public func store(_ path: String) async throws {
        try BackupRepository.refuseRoot()
        let name = try SegmentName(URL(fileURLWithPath: path).lastPathComponent)
        let digest = try FileDigest.hexadecimal(of: path)
        let folder = "\(repository.wal)/\(name.folder)"
        try DurableFile.makeFolder(folder)
        if let kept = file(of: name) {
            guard kept.digest == digest else { throw BackupError.otherContents(segment: name.text) }
            // Whoever wrote it may have died before it was on the disk.
            return try DurableFile.synchronise(folder)
        }
        try await DurableFile.write("\(folder)/\(name.text)-\(digest)\(repository.suffix)") { draft in
            try await Pipeline(stages: repository.packing)
                .run(from: DurableFile.reading(path), to: DurableFile.writing(draft))
        }
    }

    /// Fetches a file.
    ///
    /// - Parameters:
    ///   - name: What `restore_command` calls `%f`.
    ///   - path: What it calls `%p`.
    ///   - identity: The file of age's private key.
    /// - Returns: Whether it is there.
    /// - Throws: `BackupError`, also for one that isn't what was archived.
    public func fetch(_ name: String, to path: String, identity: String?) async throws -> Bool {
        guard let kept = file(of: try SegmentName(name)) else { return false }
        try await Pipeline(stages: try repository.unpacking(with: identity))
            .run(from: DurableFile.reading(kept.path), to: DurableFile.writing(path))
        guard try FileDigest.hexadecimal(of: path) == kept.digest else {
            try? FileManager.default.removeItem(atPath: path)
            throw BackupError.corrupt(kept.path)
        }
        return true
    }

    func contains(_ name: SegmentName) -> Bool { file(of: name) != nil }

    /// Where a file is kept, and the digest that it was archived with.
    private func file(of name: SegmentName) -> (path: String, digest: String)? {
        let folder = "\(repository.wal)/\(name.folder)"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard let found = names.first(where: { $0.hasPrefix("\(name.text)-") }) else { return nil }
        return ("\(folder)/\(found)", String(found.dropFirst(name.text.count + 1).prefix { $0 != "." }))
    }
}
