internal import Foundation

/// A folder of backups and archived WAL:
///
///     repository.json                                   how files are packed
///     base/<id>/base.tar.gz[.age|.gpg], backup.json     a backup and what is known of it
///     wal/<16 digits>/<segment>-<sha256>.gz[.age|.gpg]  what the server archived
public struct BackupRepository: Sendable {
    /// What is the same for all files of a repository.
    struct Settings: Codable, Sendable {
        /// Of the layout.
        var format = 1
        let encryption: BackupEncryption?
    }

    let folder: String
    let settings: Settings

    var bases: String { "\(folder)/base" }
    var wal: String { "\(folder)/wal" }

    /// Makes one, and tries whether it can encrypt.
    ///
    /// - Parameters:
    ///   - folder: Where; made if need be.
    ///   - encryption: How files are encrypted; not at all by default.
    /// - Throws: `BackupError`.
    public static func create(in folder: String, encryption: BackupEncryption? = nil) async throws {
        try refuseRoot()
        let folder = URL(fileURLWithPath: folder).standardizedFileURL.path
        let repository = BackupRepository(folder: folder, settings: Settings(encryption: encryption))
        guard !FileManager.default.fileExists(atPath: repository.settingsFile) else {
            throw BackupError.repositoryExists(folder)
        }
        for part in [repository.bases, repository.wal] { try DurableFile.makeFolder(part) }
        if let encryption {
            try await Pipeline(stages: [encryption.encrypting]).run(to: DurableFile.writing("/dev/null"))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let text = try encoder.encode(repository.settings)
        try await DurableFile.write(repository.settingsFile) { try text.write(to: URL(fileURLWithPath: $0)) }
    }

    /// - Parameter folder: Where one was made.
    /// - Throws: `BackupError.noRepository`, or `.unreadable`.
    public init(in folder: String) throws(BackupError) {
        self.folder = URL(fileURLWithPath: folder).standardizedFileURL.path
        guard let text = FileManager.default.contents(atPath: "\(self.folder)/repository.json") else {
            throw .noRepository(self.folder)
        }
        guard let settings = try? JSONDecoder().decode(Settings.self, from: text), settings.format == 1 else {
            throw .unreadable("\(self.folder)/repository.json")
        }
        self.settings = settings
    }

    private init(folder: String, settings: Settings) {
        self.folder = folder
        self.settings = settings
    }

    /// The backups that are whole, the oldest first.
    ///
    /// - Throws: `BackupError.unreadable`.
    public func backups() throws(BackupError) -> [BackupRecord] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: bases) else { throw .unreadable(bases) }
        var found: [BackupRecord] = []
        for name in names where !name.hasPrefix(".") {
            guard let text = FileManager.default.contents(atPath: "\(bases)/\(name)/backup.json"),
                let record = try? JSONDecoder().decode(BackupRecord.self, from: text)
            else { throw .unreadable("\(bases)/\(name)/backup.json") }
            found.append(record)
        }
        return found.sorted { ($0.finishedAt, $0.id) < ($1.finishedAt, $1.id) }
    }

    /// What files' names end with.
    var suffix: String { ".gz" + (settings.encryption.map { ".\($0.tool.rawValue)" } ?? "") }

    /// Makes a file of the repository of what is read.
    var packing: [Pipeline.Stage] {
        let compressing = Pipeline.Stage(program: "gzip", arguments: ["-1", "-n", "-c"])
        return [compressing] + (settings.encryption.map { [$0.encrypting] } ?? [])
    }

    /// Makes of a file what was packed.
    ///
    /// - Parameter identity: The file of age's private key.
    /// - Throws: `BackupError.noIdentity`.
    func unpacking(with identity: String?) throws(BackupError) -> [Pipeline.Stage] {
        let expanding = Pipeline.Stage(program: "gzip", arguments: ["-d", "-c"])
        guard let encryption = settings.encryption else { return [expanding] }
        return [try encryption.decrypting(with: identity), expanding]
    }

    /// What a server reads it has to own, so root would make files that it can't.
    ///
    /// - Throws: `BackupError.isRoot`.
    static func refuseRoot() throws(BackupError) {
        if geteuid() == 0 { throw .isRoot }
    }

    private var settingsFile: String { "\(folder)/repository.json" }
}
