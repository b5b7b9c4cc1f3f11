import Migrator

/// What `lint` found.
struct LintAnswer: PlaceAnswer {
    let findings: [LintFinding]

    var text: String { (details + [summary]).joined(separator: "\n") }
    var json: any Encodable { findings }
    var summary: String { findings.isEmpty ? "nothing found" : "\(findings.count) found" }
    var exitCode: Int32 { findings.isEmpty ? 0 : Output.checkFailed }

    var details: [String] {
        findings.flatMap { finding in
            let place = finding.path.map { "\($0):\(finding.line ?? 1)" } ?? finding.object ?? ""
            return ["\(place): \(finding.rule): \(finding.message)", "    hint: \(finding.hint)"]
        }
    }
}
