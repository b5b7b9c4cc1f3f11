package import Logging
internal import Postgres

extension Observation {
    /// Writes it to a log. Nothing a client or a row contains is written: of an error its state, of a request its route.
    package func log(to logger: Logger) {
        switch self {
        case .answered(let method, let route, let status, let took, let requestID, let traceID):
            var metadata: Logger.Metadata = [
                "method": "\(method)", "route": "\(route)", "status": "\(status)", "took": "\(took)",
                "request_id": "\(requestID)",
            ]
            if let traceID { metadata["trace_id"] = "\(traceID)" }
            logger.log(level: status >= 500 ? .warning : .debug, "answered", metadata: metadata)
        case .limited: break
        case .standbyRead(let isUsed):
            if !isUsed { logger.warning("a standby could not be read, or is behind") }
        case .failed(let requestID, let route, let error):
            logger.error(
                "request failed",
                metadata: ["request_id": "\(requestID)", "route": "\(route)", "error": "\(Self.summary(of: error))"])
        case .pool(let event): Self.log(event, to: logger)
        case .gathered(let function, let calls, let took):
            logger.trace(
                "calls sent together", metadata: ["function": "\(function)", "calls": "\(calls)", "took": "\(took)"])
        case .gatherFailed(let function, let calls, let error):
            logger.warning(
                "a batch failed", metadata: ["function": "\(function)", "calls": "\(calls)", "error": "\(error)"])
        case .gatheringFull: logger.warning("too many calls wait for a batch")
        case .catalogueLoaded(let functions, let relations):
            logger.info("catalogue read", metadata: ["functions": "\(functions)", "relations": "\(relations)"])
        case .catalogueFailed(let error): logger.warning("catalogue not read", metadata: ["error": "\(error)"])
        case .jobRan(let job, let took): logger.debug("job done", metadata: ["job": "\(job)", "took": "\(took)"])
        case .jobFailed(let job, let error):
            logger.warning("job failed", metadata: ["job": "\(job)", "error": "\(error)"])
        case .jobsFailed(let error): logger.warning("jobs not served", metadata: ["error": "\(error)"])
        case .sent(let kind): logger.debug("\(kind.rawValue) sent")
        case .notSent(let kind, let reason):
            logger.warning("\(kind.rawValue) not sent", metadata: ["reason": "\(reason)"])
        case .queueFailed(let kind, let error):
            logger.warning("outbox not served", metadata: ["kind": "\(kind.rawValue)", "error": "\(error)"])
        case .stripeEvent(let id, let type, let status, let isNew):
            logger.info(
                "Stripe's event taken",
                metadata: ["event": "\(id)", "type": "\(type)", "status": "\(status)", "is_new": "\(isNew)"])
        case .stripeRefused(let requestID, let reason):
            logger.warning(
                "an event that isn't Stripe's refused", metadata: ["request_id": "\(requestID)", "reason": "\(reason)"])
        case .stripeFailed(let requestID, let step, let reason):
            logger.warning(
                "Stripe gave no answer",
                metadata: ["request_id": "\(requestID)", "step": "\(step)", "reason": "\(reason)"])
        case .modelCalled(let call):
            logger.debug(
                "model called",
                metadata: [
                    "provider": "\(call.provider.rawValue)", "outcome": "\(call.outcome.rawValue)",
                    "took": "\(call.took)",
                ])
        case .settlingFailed(let error): logger.warning("a call not settled yet", metadata: ["error": "\(error)"])
        case .notingFailed(let calls, let error):
            logger.warning("running calls not noted", metadata: ["calls": "\(calls)", "error": "\(error)"])
        case .sessionUnbounded:
            logger.warning(
                "statements have no limit of time: alter role authenticator set statement_timeout = '15s'")
        case .clusterRestarted: logger.warning("PostgreSQL had died and was started again")
        }
    }

    private static func log(_ event: PoolEvent, to logger: Logger) {
        switch event {
        case .opened: logger.debug("connection opened")
        case .closed(let reason): logger.debug("connection closed", metadata: ["reason": "\(reason)"])
        case .connectFailed(let error, let retryIn):
            logger.warning("no connection", metadata: ["error": "\(error)", "retry_in": "\(retryIn)"])
        case .waited, .sent: break
        case .acquireTimedOut: logger.warning("no connection came free in time")
        case .queueFull: logger.warning("too many requests wait for a connection")
        }
    }

    /// A foreign error may quote anything, so only its type is written.
    private static func summary(of error: any Error) -> String {
        (error as? PostgresError)?.description ?? "\(type(of: error))"
    }
}
