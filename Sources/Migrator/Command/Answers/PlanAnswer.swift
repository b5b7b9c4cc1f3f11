import Migrator

/// What `plan` prints: SQL, and what isn't SQL as comments.
struct PlanAnswer: PlaceAnswer {
    let files: [PlannedFile]

    var text: String { files.isEmpty ? "-- up to date" : Self.sql(of: files) }
    var details: [String] { files.isEmpty ? [] : [Self.sql(of: files)] }
    var json: any Encodable { files }
    var summary: String { files.isEmpty ? "-- up to date" : "-- \(Output.count(files.count, "file"))" }

    private static func sql(of files: [PlannedFile]) -> String {
        files.map { "-- \($0.path)\n\($0.sql)" }.joined(separator: "\n\n")
    }
}
