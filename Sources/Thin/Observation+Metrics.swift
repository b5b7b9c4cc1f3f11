package import CoreMetrics
internal import Metrics
internal import Postgres

extension Observation {
    /// Counts it. No label has a value that clients choose.
    package func count(in factory: any MetricsFactory) {
        let tally = Tally(factory: factory)
        switch self {
        case .answered(_, let route, let status, let took, _, _):
            tally.add(.httpRequests, [("route", route), ("status", String(status))])
            tally.time(.httpDuration, took, [("route", route)])
        case .failed: tally.add(.httpFailures)
        case .limited(let limit): tally.add(.limitsHit, [("limit", limit.rawValue)])
        case .standbyRead(let isUsed): tally.add(.standbyReads, [("result", isUsed ? "used" : "passed_over")])
        case .pool(let event): Self.count(event, tally)
        case .gathered(let function, let calls, let took):
            tally.record(.gatherCalls, calls, [("function", function)])
            tally.time(.gatherDuration, took, [("function", function)])
        case .gatherFailed(let function, _, _): tally.add(.gatherFailures, [("function", function)])
        case .gatheringFull: tally.add(.gatherRefusals)
        case .catalogueLoaded: tally.add(.catalogueLoads)
        case .catalogueFailed: tally.add(.catalogueFailures)
        case .jobRan(let job, let took): tally.time(.jobDuration, took, [("job", job)])
        case .jobFailed(let job, _): tally.add(.jobFailures, [("job", job)])
        case .jobsFailed: tally.add(.jobWorkerFailures)
        case .sent(let kind): tally.add(.outgoing, [("kind", kind.rawValue), ("result", "sent")])
        case .notSent(let kind, _): tally.add(.outgoing, [("kind", kind.rawValue), ("result", "failed")])
        case .queueFailed(let kind, _): tally.add(.outgoingFailures, [("kind", kind.rawValue)])
        case .stripeEvent(_, _, let status, let isNew):
            tally.add(.stripeEvents, [("status", status), ("is_new", String(isNew))])
        case .stripeRefused: tally.add(.stripeRefusals)
        case .stripeFailed(_, let step, _): tally.add(.stripeFailures, [("step", step)])
        case .modelCalled(let call): Self.count(call, tally)
        case .settlingFailed: tally.add(.settleFailures)
        case .notingFailed: tally.add(.noteFailures)
        case .clusterRestarted: tally.add(.clusterRestarts)
        case .sessionUnbounded: break
        }
    }

    private static func count(_ event: PoolEvent, _ tally: Tally) {
        switch event {
        case .opened: tally.add(.poolConnections)
        case .closed(let reason): tally.add(.poolCloses, [("reason", "\(reason)")])
        case .connectFailed: tally.add(.poolConnectFailures)
        case .waited(let time): tally.time(.poolWait, time)
        case .acquireTimedOut: tally.add(.poolTimeouts)
        case .queueFull: tally.add(.poolRefusals)
        case .sent(let statements): tally.record(.pipelineStatements, statements)
        }
    }

    private static func count(_ call: CalledModel, _ tally: Tally) {
        let provider = ("provider", call.provider.rawValue)
        tally.time(.modelDuration, call.took, [provider, ("outcome", call.outcome.rawValue)])
        if let first = call.firstToken { tally.time(.modelFirstToken, first, [provider]) }
        for (kind, count) in call.usage?.kinds ?? [] where count > 0 {
            tally.add(.modelTokens, [provider, ("kind", kind)], by: count)
        }
    }
}

/// Counts by name.
private struct Tally {
    let factory: any MetricsFactory

    func add(_ name: MetricName, _ labels: [(String, String)] = [], by amount: Int = 1) {
        Counter(label: name.rawValue, dimensions: labels, factory: factory).increment(by: amount)
    }

    func time(_ name: MetricName, _ duration: Duration, _ labels: [(String, String)] = []) {
        Metrics.Timer(label: name.rawValue, dimensions: labels, factory: factory).record(duration: duration)
    }

    func record(_ name: MetricName, _ value: Int, _ labels: [(String, String)] = []) {
        Recorder(label: name.rawValue, dimensions: labels, factory: factory).record(value)
    }
}

extension TokenUsage {
    /// By kind, as the database names them.
    fileprivate var kinds: [(String, Int)] {
        [
            ("input", input), ("cached_input", cachedInput), ("cache_write", cacheWrite5m + cacheWrite1h),
            ("output", output), ("reasoning", reasoning),
        ]
    }
}
