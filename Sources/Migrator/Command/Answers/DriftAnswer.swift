import Migrator

/// What `drift` found.
struct DriftAnswer: PlaceAnswer {
    let drift: Drift

    var text: String { (details + (drift.objects.isEmpty ? ["no drift"] : [])).joined(separator: "\n") }
    var summary: String { drift.objects.isEmpty ? "no drift" : "\(drift.objects.count) differ" }
    var exitCode: Int32 { drift.objects.isEmpty ? 0 : Output.drifted }

    var details: [String] {
        (drift.isUncertain ? ["the last run was cut off, so what differs may be its doing"] : [])
            + drift.objects.flatMap(Output.lines) + drift.files.map { "file changed since it was installed: \($0)" }
    }

    func encode(to encoder: any Encoder) throws {
        try drift.encode(to: encoder)
    }
}
