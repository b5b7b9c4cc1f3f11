import Migrator

/// What `validate` found.
struct ValidationAnswer: PlaceAnswer {
    let warnings: [String]
    let problems: [FailureReport]

    init(_ found: Validation) {
        (warnings, problems) = (found.warnings, found.problems.map(FailureReport.init))
    }

    var text: String { (details + (problems.isEmpty ? ["valid"] : [])).joined(separator: "\n") }
    var details: [String] { warnings.map { "warning: \($0)" } + problems.map(\.message) }
    var summary: String { problems.isEmpty ? "valid" : Output.count(problems.count, "problem") }
    var exitCode: Int32 { problems.first?.exitCode ?? 0 }
}
