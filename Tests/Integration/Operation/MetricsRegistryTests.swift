import Testing
import Thin

/// What is counted, as Prometheus reads it.
@Suite struct MetricsRegistryTests {
    private func text(_ registry: MetricsRegistry, _ name: String) -> String? {
        registry.families.first { $0.name == name }?.text
    }

    private func answered(_ route: String = "/x", took: Duration = .milliseconds(1)) -> Observation {
        .answered(method: "GET", route: route, status: 200, took: took, requestID: "a", traceID: nil)
    }

    @Test func `counts add up, also from many threads at once`() async {
        let registry = MetricsRegistry()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<32 {
                group.addTask { for _ in 0..<500 { answered().count(in: registry) } }
            }
        }
        #expect(
            text(registry, "thin_http_requests_total") == """
                # HELP thin_http_requests_total Requests answered, by route and status.
                # TYPE thin_http_requests_total counter
                thin_http_requests_total{route="/x",status="200"} 16000

                """)
    }

    @Test func `a histogram's buckets hold all that is up to their bound`() throws {
        let registry = MetricsRegistry()
        for milliseconds in [0.5, 1, 1.5, 400, 60_000] {
            answered(took: .seconds(milliseconds / 1000)).count(in: registry)
        }
        let text = try #require(self.text(registry, "thin_http_request_duration_seconds"))
        let prefix = "thin_http_request_duration_seconds_bucket{route=\"/x\",le="
        for (bound, count) in [("0.001", 2), ("0.0025", 3), ("0.25", 3), ("0.5", 4), ("10.0", 4), ("+Inf", 5)] {
            #expect(text.contains("\(prefix)\"\(bound)\"} \(count)\n"), "\(text)")
        }
        #expect(text.contains("_count{route=\"/x\"} 5\n"))
        #expect(text.contains("_sum{route=\"/x\"} 60.40"))
    }

    @Test func `a label can't end its line or its quotes`() throws {
        let registry = MetricsRegistry()
        answered("a\"b\\c\nd").count(in: registry)
        let text = try #require(self.text(registry, "thin_http_requests_total"))
        #expect(text.contains(#"{route="a\"b\\c\nd",status="200"} 1"#))
    }

    @Test func `there are never more series than fit`() {
        let registry = MetricsRegistry()
        for number in 0..<MetricsRegistry.seriesMax { answered("/\(number)").count(in: registry) }
        let kept = registry.families.filter { $0.name.hasPrefix("thin_http") }.map(\.samples.count).reduce(0, +)
        // Two of each route, one of which has a line a bucket.
        #expect(kept <= MetricsRegistry.seriesMax * 16)
        #expect(text(registry, "thin_metrics_dropped_total")?.contains(" 5000\n") == true)
        // Those that are known go on.
        answered("/1").count(in: registry)
        #expect(text(registry, "thin_http_requests_total")?.contains("{route=\"/1\",status=\"200\"} 2\n") == true)
    }

    @Test func `every metric says what it is, under a name of its own`() {
        for name in MetricName.allCases {
            #expect(name.rawValue.wholeMatch(of: /thin_[a-z_]+/) != nil)
            #expect(name.help.hasSuffix("."))
            #expect(name.bounds == name.bounds.sorted())
        }
    }

    @Test func `limits are told apart by the code that is answered`() {
        #expect(Limit(code: "TH402") == .credits)
        #expect(Limit(code: "TH429") == .rate)
        #expect(Limit(code: "PGRST003") == .queue)
        #expect(Limit(code: "TH404") == nil)
    }
}
