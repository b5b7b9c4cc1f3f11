import Migrator

/// What `status` says of one migration.
struct RecoveryAnswer: PlaceAnswer {
    let recovery: Recovery

    var text: String { lines.joined(separator: "\n") }
    var details: [String] { lines }
    var json: any Encodable { recovery }
    var summary: String { "\(participle) at \(recovery.appliedAt)" }

    private var participle: String { recovery.isBaseline ? "taken for applied" : "applied" }

    private var lines: [String] {
        let head = [
            "\(recovery.version)_\(recovery.name)",
            "\(participle) at \(recovery.appliedAt) by \(recovery.appliedBy)",
        ]
        guard !recovery.settings.isEmpty else { return head + ["where the log stood before is not known"] }
        let settings =
            ["", "To recover to just before it, restore a backup that is older and start it with:", ""]
            + recovery.settings.map { "    \($0)" }
        guard let point = recovery.restorePoint else { return head + settings }
        return head + settings
            + ["", "or to before the run that it was part of:", "", "    recovery_target_name = '\(point)'"]
    }
}
