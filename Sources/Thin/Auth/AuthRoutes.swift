internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// `/auth/v1`, as Supabase's auth service answers. A route reads the request, makes one call, signs what it answers and
/// renders it.
package struct AuthRoutes: Sendable {
    let callers: CallerLookup
    let gateway: AuthGateway
    /// Where clients reach the service; empty for `host` and the port it listens on.
    let apiURL: String
    let host: String

    package init(callers: CallerLookup, gateway: AuthGateway, apiURL: String, host: String) {
        self.callers = callers
        self.gateway = gateway
        self.apiURL = apiURL
        self.host = host
    }

    func add(to router: Router<ThinRequestContext>) {
        for endpoint in AuthEndpoint.all {
            router.on("\(AuthEndpoint.prefix)\(endpoint.path)", method: endpoint.method) { request, context in
                await serve(endpoint, request, context)
            }
        }
        router.get("\(AuthEndpoint.prefix)/health") { _, _ in
            // The name that clients' health checks know.
            Self.json(#"{"version":"thin","name":"GoTrue","description":"signs people up, in and out"}"#)
        }
        router.get("\(AuthEndpoint.prefix)/.well-known/jwks.json") { _, _ in
            var response = Self.json(gateway.keys.publicSet)
            response.headers[.cacheControl] = "public, max-age=600"
            return response
        }
    }

    private func serve(
        _ endpoint: AuthEndpoint, _ request: Request, _ context: ThinRequestContext
    ) async -> Response {
        let answer: AuthAnswer
        do {
            answer = try await gateway.answer(try await read(request, context, for: endpoint), by: endpoint)
        } catch let refusal as AuthRefusal {
            answer = refusal.answer
        } catch let problem as Problem {
            answer = AuthRefusal(problem).answer
        } catch {
            gateway.observe(.failed(requestID: context.requestID, route: request.uri.path, error))
            answer = AuthRefusal.unexpected(context.requestID).answer
        }
        return answer.response(for: AuthVersion(request.headers))
    }

    private func read(
        _ request: Request, _ context: ThinRequestContext, for endpoint: AuthEndpoint
    ) async throws -> AuthRequest {
        var query = try FormQuery.parse(request.uri.query ?? "")
        if let target = request.headers[.redirectTo] { query.insert(("redirect_to", target), at: 0) }
        return AuthRequest(
            caller: try await caller(of: request, context, for: endpoint), requestID: context.requestID,
            method: request.method.rawValue, path: request.uri.path, address: context.address,
            agent: TransmittedHeaders.agent(request.headers),
            issuer: issuer(context), query: query, subject: context.parameters.get("id"),
            body: try await Self.body(of: request))
    }

    private func issuer(_ context: ThinRequestContext) -> String {
        guard apiURL.isEmpty else { return apiURL + AuthEndpoint.prefix }
        let name = host.contains(":") ? "[\(host)]" : host
        return "http://\(name):\(context.port ?? 80)\(AuthEndpoint.prefix)"
    }

    private func caller(
        of request: Request, _ context: ThinRequestContext, for endpoint: AuthEndpoint
    ) async throws -> Caller? {
        let scheme = "bearer "
        guard let authorization = request.headers[.authorization],
            authorization.prefix(scheme.count).lowercased() == scheme
        else { return nil }
        do throws(Problem) {
            return try await callers.caller(
                for: String(authorization.dropFirst(scheme.count)), requestID: context.requestID)
        } catch {
            if error.status.code >= 500 { throw error }
            guard endpoint.needsToken else { return nil }
            throw AuthRefusal.badToken(error)
        }
    }

    /// The body as one JSON object; none is an empty one.
    private static func body(of request: Request) async throws -> [UInt8] {
        let bytes = try await Routes.body(of: request)
        guard request.method != .get, !bytes.isEmpty else { return Array("{}".utf8) }
        guard (try? JSONObject(bytes)) != nil else { throw AuthRefusal.badJSON }
        return bytes
    }

    private static func json(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
