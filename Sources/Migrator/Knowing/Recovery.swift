/// An applied migration, and how a backup is recovered to just before it.
public struct Recovery: Sendable, Hashable, Encodable {
    /// The migration's version.
    public let version: String
    /// Its name.
    public let name: String
    /// When it was applied, as the database writes it.
    public let appliedAt: String
    /// Who applied it.
    public let appliedBy: String
    /// Whether it was only taken for applied.
    public let isBaseline: Bool
    /// Where the log stood just before; nil where nobody wrote it down.
    public let lsn: String?
    /// The restore point at the beginning of its run, where one could be made.
    public let restorePoint: String?

    /// Lines for `postgresql.conf` of a server that restores a backup older than the migration.
    public var settings: [String] {
        guard let lsn else { return [] }
        return [
            "recovery_target_lsn = '\(lsn)'", "recovery_target_inclusive = off", "recovery_target_action = 'pause'",
        ]
    }

    enum CodingKeys: String, CodingKey {
        case version
        case name
        case appliedAt = "applied_at"
        case appliedBy = "applied_by"
        case isBaseline = "is_baseline"
        case lsn
        case restorePoint = "restore_point"
    }
}
