package import CoreMetrics
internal import Synchronization

/// A backend of swift-metrics that keeps what is counted until Prometheus asks for it.
///
/// A series is a name with its labels. There can't be more of them than `seriesMax`: whatever would make one more is
/// counted as dropped instead, so that no client can fill the memory by what it sends.
package final class MetricsRegistry: MetricsFactory, Sendable {
    /// Most series.
    package static let seriesMax = 5000

    struct Key: Hashable {
        let name: String
        let labels: String
    }

    private struct Guarded {
        var series: [Key: any MetricSeries] = [:]
        var dropped = 0
    }

    private let guarded = Mutex(Guarded())

    package init() {}

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions) { CountSeries() }
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        series(label, dimensions) { HistogramSeries(Self.bounds(of: label)) }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions) { HistogramSeries(Self.bounds(of: label)) }
    }

    /// Nothing is forgotten: a counter that begins anew would look like a restart.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    /// All that was counted, by name.
    package var families: [MetricFamily] {
        let (series, dropped) = guarded.withLock { ($0.series, $0.dropped) }
        var families = Dictionary(grouping: series, by: \.key.name).map { name, members in
            let sorted = members.sorted { $0.key.labels < $1.key.labels }
            return MetricFamily(
                name, MetricName(rawValue: name)?.help ?? name, sorted.first?.value.kind ?? .counter,
                sorted.flatMap { $0.value.samples(labels: $0.key.labels) })
        }
        families.append(
            MetricFamily(
                "thin_metrics_dropped_total", "Values that were not counted because there were too many series.",
                .counter, [.init(value: String(dropped))]))
        return families.sorted { $0.name < $1.name }
    }

    private static func bounds(of label: String) -> [Double] {
        MetricName(rawValue: label)?.bounds ?? MetricName.httpDuration.bounds
    }

    private func series<S: MetricSeries>(
        _ name: String, _ dimensions: [(String, String)], _ make: () -> S
    ) -> S {
        let key = Key(name: name, labels: MetricFamily.labels(dimensions))
        return guarded.withLock { guarded in
            if let known = guarded.series[key] as? S { return known }
            let made = make()
            if guarded.series.count < Self.seriesMax, guarded.series[key] == nil {
                guarded.series[key] = made
            } else {
                guarded.dropped += 1
            }
            return made
        }
    }
}

/// A series' values.
private protocol MetricSeries: AnyObject, Sendable {
    var kind: MetricFamily.Kind { get }
    func samples(labels: String) -> [MetricFamily.Sample]
}

private final class CountSeries: MetricSeries, CounterHandler {
    private let count = Atomic<Int64>(0)

    var kind: MetricFamily.Kind { .counter }

    func increment(by amount: Int64) {
        count.wrappingAdd(amount, ordering: .relaxed)
    }

    func reset() {
        count.store(0, ordering: .relaxed)
    }

    func samples(labels: String) -> [MetricFamily.Sample] {
        [.init(labels: labels, value: String(count.load(ordering: .relaxed)))]
    }
}

private final class HistogramSeries: MetricSeries, RecorderHandler, TimerHandler {
    private struct Values {
        var counts: [Int]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let values: Mutex<Values>

    init(_ bounds: [Double]) {
        self.bounds = bounds
        values = Mutex(Values(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    var kind: MetricFamily.Kind { .histogram }

    func record(_ value: Int64) {
        record(Double(value))
    }

    func record(_ value: Double) {
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        values.withLock { values in
            values.counts[bucket] += 1
            values.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) {
        record(Double(duration) / 1_000_000_000)
    }

    func samples(labels: String) -> [MetricFamily.Sample] {
        let (counts, sum) = values.withLock { ($0.counts, $0.sum) }
        let others = labels.isEmpty ? "" : labels + ","
        var total = 0
        var samples: [MetricFamily.Sample] = []
        for (bound, count) in zip(bounds.map(String.init(describing:)) + ["+Inf"], counts) {
            total += count
            samples.append(.init(suffix: "_bucket", labels: "\(others)le=\"\(bound)\"", value: String(total)))
        }
        samples.append(.init(suffix: "_sum", labels: labels, value: String(sum)))
        samples.append(.init(suffix: "_count", labels: labels, value: String(total)))
        return samples
    }
}
