import Testing
import Thin

/// `traceparent` as W3C has it.
@Suite struct TraceContextTests {
    static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    @Test(arguments: ["00-\(trace)-00f067aa0ba902b7-01", "cc-\(trace)-00f067aa0ba902b7-00-what-will-be"])
    func `a trace is passed on with a span of this request`(header: String) throws {
        let context = try #require(TraceContext(header))
        #expect(context.traceID == Self.trace)
        #expect(context.header.wholeMatch(of: /00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-0[01]/) != nil)
        #expect(context.spanID != "00f067aa0ba902b7")
        #expect(context.flags == (header.hasPrefix("00") ? "01" : "00"))
        #expect(TraceContext(header)?.spanID != context.spanID)
    }

    @Test(arguments: [
        nil, "", "-", "---", "00-\(trace)-00f067aa0ba902b7", "00-\(trace)-00f067aa0ba902b7-01-", "0-\(trace)-0-01",
        "ff-\(trace)-00f067aa0ba902b7-01", "00-\(trace)-0000000000000000-01", "00-\(trace)0-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "00-\(trace)-00F067AA0BA902B7-01",
        "00-\(trace)-00f067aa0ba902b7-0g", "00-\(trace)-00f067aa0ba902b7-01, 00-\(trace)-00f067aa0ba902b7-01",
        " 00-\(trace)-00f067aa0ba902b7-01", "00-é\(trace.dropLast(2))-00f067aa0ba902b7-01",
    ])
    func `what is no trace is left alone`(header: String?) {
        #expect(TraceContext(header) == nil)
    }
}
