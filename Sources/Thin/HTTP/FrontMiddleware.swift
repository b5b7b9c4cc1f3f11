package import Hummingbird

/// Around every route: gives the request an id, renders what it throws, and reports how it ended.
package struct FrontMiddleware: RouterMiddleware {
    let edge: EdgeSecret
    /// Whether `/metrics` has a token of its own, which stands for the edge.
    let opensMetrics: Bool
    let crossOrigin: CrossOrigin
    let proxies: TrustedProxies
    let security: SecurityHeaders
    let observe: @Sendable (Observation) -> Void

    package func handle(
        _ request: Request, context: ThinRequestContext,
        next: (Request, ThinRequestContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var context = context
        context.trace = TraceContext(request.headers[.traceparent])
        context.requestID = RequestID.accept(request.headers[.requestID], trace: context.trace)
        context.address = proxies.client(peer: context.address, request.headers)
        let route = context.endpointPath ?? "unknown"
        var response: Response
        do {
            if !opensMetrics || request.uri.path != MetricsAccess.path { try edge.check(request) }
            try RequestBounds.check(request)
            if let answer = crossOrigin.preflight(request) {
                response = answer
            } else {
                response = try await next(request, context)
            }
        } catch {
            let problem = problem(for: error, request, context, route)
            if let limit = Limit(code: problem.code) { observe(.limited(limit)) }
            // An SDK understands errors of its own provider's shape only.
            response =
                Provider(path: request.uri.path).map { Response(problem, of: $0, requestID: context.requestID) }
                ?? Response(problem)
        }
        response.dropForbiddenBody(after: request.method)
        crossOrigin.mark(&response, to: request)
        security.mark(&response)
        response.headers[.requestID] = context.requestID
        observe(
            .answered(
                method: request.method.rawValue, route: route, status: response.status.code,
                took: ContinuousClock.now - start, requestID: context.requestID, traceID: context.trace?.traceID))
        return response
    }

    private func problem(
        for error: any Error, _ request: Request, _ context: ThinRequestContext, _ route: String
    ) -> Problem {
        if let problem = error as? Problem { return problem }
        if let error = error as? HTTPError {
            // What no route takes is reported as a path that isn't there.
            if error.status == .notFound, !Routes.methods.contains(request.method) {
                return .unsupportedMethod(request.method)
            }
            return Self.problem(for: error.status, requestID: context.requestID)
        }
        observe(.failed(requestID: context.requestID, route: route, error))
        return .unexpected(requestID: context.requestID)
    }

    /// What Hummingbird itself refuses.
    private static func problem(for status: HTTPResponse.Status, requestID: String) -> Problem {
        switch status {
        case .notFound: .unknownPath
        case .contentTooLarge: .bodyTooLarge
        case let status where status.code < 500: Problem(status, "PGRST100", "the request can't be understood")
        default: .unexpected(requestID: requestID)
        }
    }
}

extension Response {
    /// An error's answer to a provider's SDK.
    fileprivate init(_ problem: Problem, of provider: Provider, requestID: String) {
        let (status, headers, body) = ProviderProblem.answer(problem, of: provider, requestID: requestID)
        self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }

    /// An error's answer.
    init(_ problem: Problem) {
        var headers = problem.headers
        headers[.contentType] = "application/json; charset=utf-8"
        headers[.proxyStatus] = "PostgREST; error=\(problem.code)"
        self.init(
            status: problem.status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: problem.body)))
    }
}
