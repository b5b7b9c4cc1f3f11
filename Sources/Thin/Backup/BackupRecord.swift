/// What is known of a backup.
public struct BackupRecord: Codable, Sendable {
    /// Its folder's name: when it was begun, in UTC.
    public let id: String
    /// When it was begun, by the server's clock.
    public let startedAt: String
    /// From when on it can be restored, by the server's clock.
    public let finishedAt: String
    /// Major version of the server.
    public let serverVersion: Int
    /// What tells a cluster from all others.
    public let systemIdentifier: String
    /// The first segment of WAL that it needs.
    public let firstSegment: String
    /// The last one that it needs.
    public let lastSegment: String
    /// Bytes of the data directory.
    public let size: Int64
    /// Bytes of the file that is kept.
    public let storedSize: Int64
    /// SHA-256 of the file that is kept.
    public let sha256: String

    enum CodingKeys: String, CodingKey {
        case id, size, sha256
        case startedAt = "started_at"
        case finishedAt = "finished_at"
        case serverVersion = "server_version"
        case systemIdentifier = "system_identifier"
        case firstSegment = "first_segment"
        case lastSegment = "last_segment"
        case storedSize = "stored_size"
    }
}
