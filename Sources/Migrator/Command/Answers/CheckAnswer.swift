import Migrator

/// How the scripts of `verify` or `test` ended.
struct CheckAnswer: PlaceAnswer {
    let checks: [Check]

    var text: String { (details + [summary]).joined(separator: "\n") }
    var json: any Encodable { checks }
    var summary: String { "\(checks.count(where: \.passed)) of \(checks.count) passed" }
    var exitCode: Int32 { checks.allSatisfy(\.passed) ? 0 : Output.checkFailed }

    var details: [String] {
        checks.filter { !$0.passed }.flatMap { check in
            ["failed \(check.path)"] + check.failures.map { "    \($0.replacing("\n", with: "\n    "))" }
        }
    }
}
