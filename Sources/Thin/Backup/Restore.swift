internal import Foundation

/// Makes a data directory of a backup and the WAL that was archived since, as it was at a moment.
public struct Restore: Sendable {
    /// What is restored, and to where.
    public struct Options: Sendable {
        /// The moment; all that is archived without.
        public var moment: RestoreMoment?
        /// The backup to begin with; the last one before the moment without.
        public var backup: String?
        /// An empty folder, or one to be made.
        public var folder: String
        /// The file of age's private key.
        public var identity: String?
        /// Whether the ledger is proven.
        public var proves: Bool

        public init(moment: RestoreMoment?, backup: String?, folder: String, identity: String?, proves: Bool) {
            self.moment = moment
            self.backup = backup
            self.folder = URL(fileURLWithPath: folder).standardizedFileURL.path
            self.identity = identity.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
            self.proves = proves
        }
    }

    /// What came of it.
    public struct Outcome: Codable, Sendable {
        /// The backup it began with.
        public let backup: String
        /// When what was committed last was committed; nil without commits since the backup.
        public let lastCommit: String?
        /// The proofs that were made, and how many violations each found.
        public let proofs: [LedgerProof]

        enum CodingKeys: String, CodingKey {
            case backup, proofs
            case lastCommit = "last_commit"
        }

        /// Whether every proof was clean.
        public var isSound: Bool { proofs.allSatisfy { $0.violations == 0 } }
    }

    private let repository: BackupRepository
    private let options: Options
    private let tell: @Sendable (String) -> Void

    /// - Parameters:
    ///   - repository: Where backups are.
    ///   - options: What is restored, and to where.
    ///   - tell: Called with what is being done.
    public init(from repository: BackupRepository, _ options: Options, tell: @escaping @Sendable (String) -> Void) {
        self.repository = repository
        self.options = options
        self.tell = tell
    }

    /// Restores, recovers and proves. The server is stopped then.
    ///
    /// - Throws: `BackupError`; the folder is empty again unless the server began to recover.
    public func run() async throws -> Outcome {
        try BackupRepository.refuseRoot()
        let backup = try chosenBackup()
        let installed = ServerBinaries.installed().folders
        guard let programs = installed[backup.serverVersion] else {
            throw BackupError.noServerPrograms(version: backup.serverVersion, installed: Array(installed.keys))
        }
        try prepareFolder(for: backup)
        let workshop = FileManager.default.temporaryDirectory.appendingPathComponent("thin-restore-\(getpid())").path
        try DurableFile.makeFolder(workshop)
        defer { try? FileManager.default.removeItem(atPath: workshop) }
        try await unpack(backup, programs)
        let server = RecoveringServer(
            programs: programs, folder: options.folder, workshop: workshop, fetching: fetching, moment: options.moment)
        tell("recovering to \(options.moment?.description ?? "the end of the archive")")
        do {
            try await server.recover()
            let proofs = options.proves ? try await LedgerProof.all(on: server, tell) : []
            try await server.stop()
            try announceTimeline()
            return Outcome(backup: backup.id, lastCommit: server.lastCommit, proofs: proofs)
        } catch {
            // Also when this task was cancelled, in which no program runs any more.
            await Task { try? await server.stop() }.value
            throw error
        }
    }

    private func chosenBackup() throws -> BackupRecord {
        let backups = try repository.backups()
        if let moment = options.moment, moment.isInFuture { throw BackupError.future(moment.description) }
        if let name = options.backup, !backups.contains(where: { $0.id == name }) { throw BackupError.noBackup(name) }
        let candidates = try backups.filter { backup in
            let isAsked = options.backup.map { $0 == backup.id } ?? true
            let end = try RestoreMoment(backup.finishedAt)
            return isAsked && options.moment.map { end <= $0 } ?? true
        }
        guard let chosen = candidates.last else {
            guard let moment = options.moment, let oldest = backups.first else { throw BackupError.noBackup("") }
            let bound = backups.first { $0.id == options.backup } ?? oldest
            throw BackupError.tooEarly(moment: moment.description, oldest: bound.finishedAt)
        }
        return chosen
    }

    private func prepareFolder(for backup: BackupRecord) throws {
        let files = FileManager.default
        if files.fileExists(atPath: options.folder) {
            guard let names = try? files.contentsOfDirectory(atPath: options.folder) else {
                throw BackupError.unreadable(options.folder)
            }
            guard names.isEmpty else { throw BackupError.notEmpty(options.folder) }
        } else {
            try DurableFile.makeFolder(options.folder)
        }
        // PostgreSQL takes no other.
        guard chmod(options.folder, 0o700) == 0 else {
            throw BackupError.unwritable(options.folder, String(cString: strerror(errno)))
        }
        let free = BaseBackup.freeSpace(of: options.folder)
        guard free >= backup.size else {
            throw BackupError.noSpace(folder: options.folder, needed: backup.size, free: free)
        }
    }

    private func unpack(_ backup: BackupRecord, _ programs: String) async throws {
        let file = "\(repository.bases)/\(backup.id)/base.tar\(repository.suffix)"
        do {
            tell("unpacking \(backup.id), \(backup.size / 1_000_000) MB")
            guard try FileDigest.hexadecimal(of: file) == backup.sha256 else { throw BackupError.corrupt(file) }
            let expanding = try repository.unpacking(with: options.identity)
            let unpacking = Pipeline.Stage(program: "tar", arguments: ["-C", options.folder, "-x", "-p", "-f", "-"])
            try await Pipeline(stages: expanding + [unpacking])
                .run(from: DurableFile.reading(file), to: DurableFile.writing("/dev/null"))
            tell("checking the copy")
            try await ShellCommand(
                path: "\(programs)/pg_verifybackup", arguments: ["--no-parse-wal", "--quiet", options.folder]
            ).succeed()
        } catch {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: options.folder)) ?? [] {
                try? FileManager.default.removeItem(atPath: "\(options.folder)/\(name)")
            }
            throw error
        }
    }

    /// `restore_command`; a percent sign is doubled there.
    private var fetching: String {
        let program = Bundle.main.executablePath ?? CommandLine.arguments[0]
        var words = [program, "fetch-wal", "--repository", repository.folder]
        if let identity = options.identity { words += ["--identity", identity] }
        let quoted = words.map { RecoveringServer.quoted($0.replacing("%", with: "%%")) }
        return quoted.joined(separator: " ") + " %f \"%p\""
    }

    /// Lets the history of the new timeline be archived as soon as the server archives at all. It names where this cluster
    /// left the other, so that no later restore takes the same number.
    private func announceTimeline() throws {
        let wal = "\(options.folder)/pg_wal"
        let names = try FileManager.default.contentsOfDirectory(atPath: wal).filter { $0.hasSuffix(".history") }
        guard let newest = names.max() else { return }
        let note = "\(wal)/archive_status/\(newest)"
        for ending in ["done", "ready"] where FileManager.default.fileExists(atPath: "\(note).\(ending)") { return }
        guard FileManager.default.createFile(atPath: "\(note).ready", contents: nil) else {
            throw BackupError.unwritable("\(note).ready", "it can't be made")
        }
        try DurableFile.synchronise("\(wal)/archive_status")
    }
}
