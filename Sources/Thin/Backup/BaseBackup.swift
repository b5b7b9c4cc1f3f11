internal import Foundation
internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// Takes a backup of a whole cluster, checks it and puts it into a repository.
public struct BaseBackup: Sendable {
    /// Room that is needed, as a multiple of what is backed up: a copy, and what is packed of it, less than half as a rule.
    static let roomFactor = 1.5

    private let repository: BackupRepository
    private let server: BackedUpServer
    private let tell: @Sendable (String) -> Void

    /// - Parameters:
    ///   - repository: Where it is kept.
    ///   - conninfo: Connects as a role that may replicate.
    ///   - tell: Called with what is being done.
    public init(into repository: BackupRepository, conninfo: String, tell: @escaping @Sendable (String) -> Void) {
        self.repository = repository
        server = BackedUpServer(conninfo: conninfo)
        self.tell = tell
    }

    /// - Parameters:
    ///   - count: How many backups are kept, this one too; all of them by default.
    ///   - hurries: Whether the server makes its checkpoint at once.
    ///   - showsProgress: Whether pg_basebackup says on standard error how far it is.
    /// - Returns: What is known of the new backup.
    /// - Throws: `BackupError`, or `PostgresError` when the server can't be asked. Then there is no new backup.
    public func run(
        keeping count: Int? = nil, hurries: Bool = false, showsProgress: Bool = false
    ) async throws -> BackupRecord {
        try BackupRepository.refuseRoot()
        let lock = try lock()
        defer { close(lock) }
        try removeUnfinished()
        let facts = try await server.facts()
        let programs = try suitablePrograms(for: facts)
        let id = try newID(at: facts.now)
        let folder = "\(repository.bases)/\(DurableFile.unfinishedPrefix)\(id)"
        try DurableFile.makeFolder(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let copy = "\(folder)/data"
        tell("copying \(facts.size / 1_000_000) MB")
        try await takeCopy(to: copy, programs, label: "thin \(id)", hurries, showsProgress)
        tell("checking the copy")
        try await ShellCommand(
            path: "\(programs)/pg_verifybackup", arguments: ["--no-parse-wal", "--quiet", copy]
        ).succeed()
        let manifest = try BackupManifest(of: copy)
        let segments = try archivedSegments(of: manifest, facts)
        // Asked once the backup is over: no moment before can be restored from it.
        let end = try await server.facts().now
        tell("packing")
        let file = "\(folder)/base.tar\(repository.suffix)"
        try await DurableFile.write(file) { draft in
            let packing = Pipeline.Stage(program: "tar", arguments: ["-C", copy, "-c", "-f", "-", "."])
            try await Pipeline(stages: [packing] + repository.packing).run(to: DurableFile.writing(draft))
        }
        try FileManager.default.removeItem(atPath: copy)
        let record = BackupRecord(
            id: id, startedAt: facts.now, finishedAt: end, serverVersion: facts.majorVersion,
            systemIdentifier: facts.systemIdentifier, firstSegment: segments.first, lastSegment: segments.last,
            size: manifest.files.reduce(0) { $0 + $1.size }, storedSize: Self.size(of: file),
            sha256: try FileDigest.hexadecimal(of: file))
        try await keep(record, from: folder)
        if let count {
            let gone = try BackupRetention(repository: repository).keep(count)
            tell("removed \(gone.backups.count) backups and \(gone.segments) segments that only they needed")
        }
        return record
    }

    /// Holds a lock until the descriptor is closed, or the process ends.
    private func lock() throws -> Int32 {
        let descriptor = open("\(repository.folder)/repository.json", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BackupError.noRepository(repository.folder) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw BackupError.busy(repository.folder)
        }
        return descriptor
    }

    /// Of backups whose process died; the lock tells that none is being made.
    private func removeUnfinished() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: repository.bases)
        where name.hasPrefix(DurableFile.unfinishedPrefix) {
            try FileManager.default.removeItem(atPath: "\(repository.bases)/\(name)")
        }
    }

    private func suitablePrograms(for facts: BackedUpServer.Facts) throws -> String {
        if facts.isInRecovery { throw BackupError.unsuitable("this is a standby; connect to the primary") }
        guard facts.archives else {
            throw BackupError.unsuitable(
                "the server doesn't archive: set archive_mode = on, archive_command = 'thin archive-wal "
                    + "--repository \(repository.folder) %p' and archive_timeout = 60, and restart it")
        }
        if let other = try repository.backups().last, other.systemIdentifier != facts.systemIdentifier {
            throw BackupError.unsuitable("\(repository.folder) holds backups of another cluster; make a new repository")
        }
        let needed = Int64(Double(facts.size) * Self.roomFactor)
        let free = Self.freeSpace(of: repository.folder)
        guard free >= needed else {
            throw BackupError.noSpace(folder: repository.folder, needed: needed, free: free)
        }
        let installed = ServerBinaries.installed().folders
        guard let folder = installed[facts.majorVersion] else {
            throw BackupError.noServerPrograms(version: facts.majorVersion, installed: Array(installed.keys))
        }
        return folder
    }

    /// `20261122T140500Z`, of a backup that there isn't yet.
    private func newID(at now: String) throws -> String {
        let plain = String(now.prefix { $0 != "." }.filter { $0 != "-" && $0 != ":" }) + "Z"
        let taken = Set(try repository.backups().map(\.id))
        let others = (2...).lazy.map { "\(plain)-\($0)" }
        return taken.contains(plain) ? others.first { !taken.contains($0) } ?? plain : plain
    }

    private func takeCopy(
        to folder: String, _ programs: String, label: String, _ hurries: Bool, _ showsProgress: Bool
    ) async throws {
        let (conninfo, password) = server.forPrograms
        var arguments = [
            "--pgdata=\(folder)", "--wal-method=none", "--no-password", "--label=\(label)", "--dbname=\(conninfo)",
            "--checkpoint=\(hurries ? "fast" : "spread")",
        ]
        if showsProgress { arguments.append("--progress") }
        let command = ShellCommand(
            path: "\(programs)/pg_basebackup", arguments: arguments,
            environment: password.map { ["PGPASSWORD": $0] } ?? [:], isShown: showsProgress)
        try await command.succeed()
    }

    /// What the server has to have archived by now: pg_basebackup has waited for it.
    private func archivedSegments(
        of manifest: BackupManifest, _ facts: BackedUpServer.Facts
    ) throws -> (first: String, last: String) {
        let segments = manifest.ranges.flatMap { $0.segments(ofSize: facts.segmentSize) }
        let archive = WALArchive(of: repository)
        for segment in segments where !archive.contains(segment) {
            throw BackupError.notArchived(segment: segment.text, repository: repository.folder)
        }
        guard let first = segments.first, let last = segments.last else {
            throw BackupError.unreadable("backup_manifest")
        }
        return (first.text, last.text)
    }

    private func keep(_ record: BackupRecord, from folder: String) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let text = try encoder.encode(record)
        try await DurableFile.write("\(folder)/backup.json") { try text.write(to: URL(fileURLWithPath: $0)) }
        try FileManager.default.moveItem(atPath: folder, toPath: "\(repository.bases)/\(record.id)")
        try DurableFile.synchronise(repository.bases)
    }

    static func size(of path: String) -> Int64 {
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
        return size?.int64Value ?? 0
    }

    /// Bytes that may be written to a folder's file system.
    static func freeSpace(of folder: String) -> Int64 {
        let free = try? FileManager.default.attributesOfFileSystem(forPath: folder)[.systemFreeSize] as? NSNumber
        return free?.int64Value ?? .max
    }
}
