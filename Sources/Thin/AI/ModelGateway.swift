internal import Crypto
internal import HTTPTypes
internal import Postgres

/// Leads metered calls to their providers: admitted by the database, forwarded, settled.
struct ModelGateway: Sendable {
    /// A call as a client, or the chat, asks for it.
    struct Call: Sendable {
        let target: ModelTarget
        let request: ModelRequest
        let caller: ModelCaller
        let headers: HTTPFields
        /// Which try of the same call it is, as the client counts, from 0.
        var retry = 0
        let address: String?
        let requestID: String
        /// The trace it belongs to, which the provider is told.
        var trace: TraceContext?
        /// What it is for; nil for a plain call.
        var job: (type: String, runID: String)?
        /// Nil when nobody's leaving is noticed.
        var connection: ClientConnection?
    }

    /// A call that was admitted and is on its way.
    struct Started: Sendable {
        let running: RunningCall
        /// Where its caller stands with rate limits.
        let limits: HTTPFields
    }

    let configuration: AIConfiguration
    let upstream: ModelUpstream
    let desk: CallDesk
    let pulse: CallPulse
    let observe: @Sendable (Observation) -> Void

    init(
        _ configuration: AIConfiguration, pool: ConnectionPool, observe: @escaping @Sendable (Observation) -> Void
    ) {
        self.configuration = configuration
        self.observe = observe
        upstream = ModelUpstream(configuration.accounts)
        desk = CallDesk(pool, observe: observe)
        pulse = CallPulse(desk, upstream: upstream, configuration: configuration)
    }

    /// - Throws: `Problem` 503 for a provider that isn't served, or when none is.
    func check(_ provider: Provider) throws(Problem) {
        guard configuration.isEnabled else { throw .modelsDisabled }
        guard upstream.serves(provider) else { throw .providerUnset(provider) }
    }

    /// Has a call admitted and sends it on its way. Its answer comes out of its pipe; it is settled whether or not anybody
    /// reads that.
    ///
    /// - Throws: `Problem` when it isn't admitted.
    func start(_ call: Call) async throws(Problem) -> Started {
        try check(call.target.provider)
        let admission = try await admit(call)
        if let problem = admission.problem { throw problem }
        let running = RunningCall(
            ModelCall(call.request, outputMax: admission.call?.outputMax, requestID: call.requestID),
            admitted: admission.call, requestID: call.requestID, connection: call.connection)
        guard call.connection?.hasEnded != true else {
            await running.drop(desk)
            throw .clientGone
        }
        pulse.add(running)
        let sent = ModelUpstream.Call(
            target: call.target, headers: call.headers, trace: call.trace,
            body: call.request.forwardedBody(outputCap: admission.outputCap))
        let (pulse, observe) = (pulse, observe)
        running.start(sent, to: upstream, desk: desk) {
            if let report = running.report { observe(.modelCalled(report)) }
            pulse.remove(running)
        }
        return Started(running: running, limits: admission.limits)
    }

    private func admit(_ call: Call) async throws(Problem) -> CallAdmission {
        do throws(PostgresError) {
            return try await desk.admit(.init(item: Self.item(call), owner: call.caller.owner))
        } catch {
            let problem = Problem(
                error, fields: [], unknownColumns: [], isAnonymous: false, errors: [:], isStrict: true,
                requestID: call.requestID)
            if problem.status.code >= 500 {
                observe(.failed(requestID: call.requestID, route: call.target.route, error))
            }
            throw problem
        }
    }

    private static func item(_ call: Call) -> String {
        var members = [
            "\"request_id\":\(JSONText.quoted(call.requestID))", call.caller.json,
            "\"address\":\(call.address.map(JSONText.quoted) ?? "null")", call.request.facts,
            "\"retry\":\(call.retry)", "\"digest\":\"\(digest(call))\"",
        ]
        if let job = call.job {
            members.append("\"job_type\":\(JSONText.quoted(job.type)),\"run_id\":\(JSONText.quoted(job.runID))")
        }
        return "{\(members.joined(separator: ","))}"
    }

    /// What tells a try of the same call from another call.
    private static func digest(_ call: Call) -> String {
        var hash = SHA256()
        hash.update(data: Array(call.target.upstream.utf8))
        hash.update(data: [0])
        hash.update(data: call.request.body)
        return Hexadecimal.text(hash.finalize())
    }
}

extension ModelCaller {
    /// Tells callers apart.
    fileprivate var owner: String {
        switch self {
        case .claims(let claims): claims
        case .key(let key): key
        }
    }
}

extension Problem {
    /// No calls are taken.
    static let modelsDisabled = Problem(
        .serviceUnavailable, "TH503", "disabled", details: "ai", headers: [.shouldRetry: "false"])
}
