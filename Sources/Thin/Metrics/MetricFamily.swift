/// A metric with all its series, as Prometheus reads it.
package struct MetricFamily: Sendable, Equatable {
    /// What its values are.
    package enum Kind: String, Sendable {
        /// Only ever grows while the process lives.
        case counter
        /// Goes up and down.
        case gauge
        /// Counts of values up to each of some bounds, their number and sum.
        case histogram
    }

    /// One line.
    package struct Sample: Sendable, Equatable {
        /// What follows the metric's name: empty, `_bucket`, `_sum` or `_count`.
        let suffix: String
        /// Between the braces, already quoted; empty for none.
        let labels: String
        /// The value as it is written.
        let value: String

        package init(suffix: String = "", labels: String = "", value: String) {
            self.suffix = suffix
            self.labels = labels
            self.value = value
        }
    }

    package let name: String
    package let help: String
    package let kind: Kind
    package var samples: [Sample]

    package init(_ name: String, _ help: String, _ kind: Kind, _ samples: [Sample]) {
        self.name = name
        self.help = help
        self.kind = kind
        self.samples = samples
    }

    /// A metric of one value.
    static func gauge(_ name: String, _ help: String, _ value: some CustomStringConvertible) -> MetricFamily {
        MetricFamily(name, help, .gauge, [Sample(value: value.description)])
    }

    /// The text format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats).
    package var text: String {
        var text = "# HELP \(name) \(Self.escaped(help))\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples {
            text += name + sample.suffix
            if !sample.labels.isEmpty { text += "{\(sample.labels)}" }
            text += " \(sample.value)\n"
        }
        return text
    }

    private static func escaped(_ help: String) -> String {
        help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    /// Labels as they stand between braces.
    package static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.map { name, value in "\(name)=\"\(quoted(value))\"" }.joined(separator: ",")
    }

    private static func quoted(_ value: String) -> String {
        let special = "\\\"\n".utf8
        guard value.utf8.contains(where: special.contains) else { return value }
        return value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
