internal import Metrics
internal import Postgres

extension Observation {
    /// Counts it. Names follow Prometheus' conventions; a backend is chosen by whoever bootstraps swift-metrics.
    package func count() {
        switch self {
        case .answered(_, let route, let status, let took, _):
            let dimensions = [("route", route), ("status", String(status))]
            Counter(label: "thin_http_requests_total", dimensions: dimensions).increment()
            Timer(label: "thin_http_request_duration", dimensions: [("route", route)]).record(duration: took)
        case .failed: Counter(label: "thin_http_failures_total").increment()
        case .pool(let event): Self.count(event)
        case .gathered(let function, let calls, let took):
            let dimensions = [("function", function)]
            Recorder(label: "thin_gather_batch_calls", dimensions: dimensions).record(calls)
            Timer(label: "thin_gather_batch_duration", dimensions: dimensions).record(duration: took)
        case .gatherFailed(let function, _, _):
            Counter(label: "thin_gather_failures_total", dimensions: [("function", function)]).increment()
        case .gatheringFull: Counter(label: "thin_gather_refusals_total").increment()
        case .catalogueLoaded: Counter(label: "thin_catalogue_loads_total").increment()
        case .catalogueFailed: Counter(label: "thin_catalogue_failures_total").increment()
        case .jobRan(let job, let took):
            Timer(label: "thin_job_duration", dimensions: [("job", job)]).record(duration: took)
        case .jobFailed(let job, _):
            Counter(label: "thin_job_failures_total", dimensions: [("job", job)]).increment()
        case .jobsFailed: Counter(label: "thin_jobs_failures_total").increment()
        case .sent(let kind):
            Counter(label: "thin_\(kind.rawValue)s_total", dimensions: [("result", "sent")]).increment()
        case .notSent(let kind, _):
            Counter(label: "thin_\(kind.rawValue)s_total", dimensions: [("result", "failed")]).increment()
        case .queueFailed(let kind, _):
            Counter(label: "thin_outbox_failures_total", dimensions: [("kind", kind.rawValue)]).increment()
        case .stripeEvent(_, _, let status, let isNew):
            let dimensions = [("status", status), ("is_new", String(isNew))]
            Counter(label: "thin_stripe_events_total", dimensions: dimensions).increment()
        case .stripeRefused: Counter(label: "thin_stripe_refusals_total").increment()
        case .stripeFailed(_, let step, _):
            Counter(label: "thin_stripe_failures_total", dimensions: [("step", step)]).increment()
        case .settlingFailed: Counter(label: "thin_ai_settle_failures_total").increment()
        case .notingFailed: Counter(label: "thin_ai_note_failures_total").increment()
        case .clusterRestarted: Counter(label: "thin_cluster_restarts_total").increment()
        }
    }

    private static func count(_ event: PoolEvent) {
        switch event {
        case .opened: Counter(label: "thin_pool_opened_total").increment()
        case .closed(let reason):
            Counter(label: "thin_pool_closed_total", dimensions: [("reason", "\(reason)")]).increment()
        case .connectFailed: Counter(label: "thin_pool_connect_failures_total").increment()
        case .waited(let took): Timer(label: "thin_pool_wait_duration").record(duration: took)
        case .acquireTimedOut: Counter(label: "thin_pool_timeouts_total").increment()
        case .queueFull: Counter(label: "thin_pool_refusals_total").increment()
        }
    }
}
