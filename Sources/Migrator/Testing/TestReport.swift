/// What a test's results say in the Test Anything Protocol, as pgTAP writes it.
///
/// Source: testanything.org, version 12: `1..N`, `ok`, `not ok`, `# TODO`, `Bail out!`.
struct TestReport: Hashable {
    /// Lines that say what failed, with the explanations below them.
    private(set) var failures: [String] = []
    private var planned: Int?
    private var count = 0
    private var isExplaining = false

    /// - Parameter text: All that the results' columns hold.
    init(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline) { see(String(line)) }
        if count > 0, planned == nil { failures.append("\(count) tests ran without a plan") }
        if let planned, planned != count { failures.append("planned \(planned) tests, ran \(count)") }
    }

    private mutating func see(_ line: String) {
        if line.hasPrefix("1.."), let number = Int(line.dropFirst(3).prefix { $0.isNumber }) {
            planned = number
        } else if line == "ok" || line.hasPrefix("ok ") {
            (count, isExplaining) = (count + 1, false)
        } else if line == "not ok" || line.hasPrefix("not ok ") {
            count += 1
            isExplaining = line.firstRange(of: /# *TODO/.ignoresCase()) == nil
            if isExplaining { failures.append(line) }
        } else if line.hasPrefix("Bail out!") {
            failures.append(line)
        } else if isExplaining, line.hasPrefix("#") {
            failures.append(line)
        }
    }
}
