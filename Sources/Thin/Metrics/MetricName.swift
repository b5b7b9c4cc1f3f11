/// What the service counts about itself, and what each means. Figures that the database has are named by `ops.metrics`.
package enum MetricName: String, CaseIterable, Sendable {
    case httpRequests = "thin_http_requests_total"
    case httpDuration = "thin_http_request_duration_seconds"
    case httpFailures = "thin_http_failures_total"
    case limitsHit = "thin_limits_hit_total"
    case standbyReads = "thin_standby_reads_total"
    case poolConnections = "thin_pool_connections_total"
    case poolCloses = "thin_pool_closes_total"
    case poolConnectFailures = "thin_pool_connect_failures_total"
    case poolWait = "thin_pool_wait_seconds"
    case poolTimeouts = "thin_pool_timeouts_total"
    case poolRefusals = "thin_pool_refusals_total"
    case pipelineStatements = "thin_pipeline_statements"
    case gatherCalls = "thin_gather_batch_calls"
    case gatherDuration = "thin_gather_batch_duration_seconds"
    case gatherFailures = "thin_gather_failures_total"
    case gatherRefusals = "thin_gather_refusals_total"
    case catalogueLoads = "thin_catalogue_loads_total"
    case catalogueFailures = "thin_catalogue_failures_total"
    case jobDuration = "thin_job_duration_seconds"
    case jobFailures = "thin_job_failures_total"
    case jobWorkerFailures = "thin_jobs_failures_total"
    case outgoing = "thin_outgoing_total"
    case outgoingFailures = "thin_outbox_failures_total"
    case stripeEvents = "thin_stripe_events_total"
    case stripeRefusals = "thin_stripe_refusals_total"
    case stripeFailures = "thin_stripe_failures_total"
    case modelDuration = "thin_ai_call_duration_seconds"
    case modelFirstToken = "thin_ai_first_token_seconds"
    case modelTokens = "thin_ai_tokens_total"
    case settleFailures = "thin_ai_settle_failures_total"
    case noteFailures = "thin_ai_note_failures_total"
    case clusterRestarts = "thin_dev_cluster_restarts_total"

    /// What Prometheus shows beside it.
    package var help: String {
        switch self {
        case .httpRequests: "Requests answered, by route and status."
        case .httpDuration: "Time from a request's head to its answer's, by route."
        case .httpFailures: "Requests that failed for a reason their client isn't told."
        case .limitsHit: "Requests refused by a limit: credits, rate, plan, switched_off or queue."
        case .standbyReads: "Reads for which a standby was asked, by whether it could be used."
        case .poolConnections: "Connections to the database that were opened."
        case .poolCloses: "Connections to the database that were closed, by reason."
        case .poolConnectFailures: "Attempts to connect to the database that failed."
        case .poolWait: "Time that callers waited for a connection, where they had to."
        case .poolTimeouts: "Callers that found no connection in time."
        case .poolRefusals: "Callers refused because too many waited for a connection."
        case .pipelineStatements: "Statements sent to the database in one trip."
        case .gatherCalls: "Calls sent to the database together, by function."
        case .gatherDuration: "Time that a batch of calls took, by function."
        case .gatherFailures: "Batches that failed as a whole, by function."
        case .gatherRefusals: "Calls refused because too many waited for a batch."
        case .catalogueLoads: "Times that the database's catalogue was read."
        case .catalogueFailures: "Times that it could not be read, or that the connection that listens was lost."
        case .jobDuration: "Time that runs of jobs took here, by job."
        case .jobFailures: "Runs of jobs that failed here, by job."
        case .jobWorkerFailures: "Times that the database could not be asked for jobs."
        case .outgoing: "Mail, webhooks and top-ups that were tried, by kind and result."
        case .outgoingFailures: "Times that a queue could not be read or told of a result, by kind."
        case .stripeEvents: "Events of Stripe taken, by what came of them and whether they were new."
        case .stripeRefusals: "Requests that were not signed by Stripe."
        case .stripeFailures: "Steps of a checkout that Stripe did not answer, by step."
        case .modelDuration: "Time that calls of models took, by provider and outcome."
        case .modelFirstToken: "Time until a model's first output, by provider."
        case .modelTokens: "Tokens that providers counted, by provider and kind."
        case .settleFailures: "Times that calls of models could not be settled, which is tried again."
        case .noteFailures: "Times that the database could not be told of running calls."
        case .clusterRestarts: "Times that the embedded PostgreSQL had died and was started again."
        }
    }

    /// Upper bounds of a histogram's buckets, in seconds where it is about time.
    package var bounds: [Double] {
        switch self {
        case .pipelineStatements, .gatherCalls: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000]
        case .modelDuration, .modelFirstToken, .jobDuration: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900]
        default: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
        }
    }
}
