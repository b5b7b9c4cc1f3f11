internal import Foundation
internal import HTTPTypes
package import Hummingbird
internal import NIOCore

/// The paths of the service. A route reads the request, makes one call and renders its answer.
package struct Routes: Sendable {
    let verifier: TokenVerifier
    let gateway: Gateway
    let auth: AuthRoutes
    let readiness: Readiness
    let crossOrigin: CrossOrigin
    let proxies: TrustedProxies
    let observe: @Sendable (Observation) -> Void

    /// Longest body, in bytes.
    static let bodyBytesMax = 1_048_576

    /// Methods that anything is served by.
    static let methods: [HTTPRequest.Method] = [.get, .head, .post, .patch, .put, .delete, .options]

    package init(
        verifier: TokenVerifier, gateway: Gateway, auth: AuthRoutes, readiness: Readiness,
        crossOrigin: CrossOrigin = CrossOrigin(), proxies: TrustedProxies = TrustedProxies(),
        observe: @escaping @Sendable (Observation) -> Void
    ) {
        self.verifier = verifier
        self.gateway = gateway
        self.auth = auth
        self.readiness = readiness
        self.crossOrigin = crossOrigin
        self.proxies = proxies
        self.observe = observe
    }

    /// All of them.
    package func router() -> Router<ThinRequestContext> {
        let router = Router(context: ThinRequestContext.self)
        router.middlewares.add(FrontMiddleware(crossOrigin: crossOrigin, proxies: proxies, observe: observe))
        router.get("/health/live") { _, _ in Self.json("{\"status\":\"live\"}") }
        router.get("/health/ready") { _, context in
            try await readiness.check(requestID: context.requestID)
            return Self.json("{\"status\":\"ready\"}")
        }
        let prefix = gateway.configuration.prefix
        for method in Self.methods {
            router.on("\(prefix)", method: method) { request, context in try await rest(request, context) }
            router.on("\(prefix)/**", method: method) { request, context in try await rest(request, context) }
        }
        auth.add(to: router)
        return router
    }

    private func rest(_ request: Request, _ context: ThinRequestContext) async throws -> Response {
        let query = request.uri.query ?? ""
        let scope = try await scope(of: request, context)
        let path = try ResourcePath(String(request.uri.path.dropFirst(gateway.configuration.prefix.count)))
        let call = RESTRequest(
            method: request.method, path: path, query: try FormQuery.parse(query), headers: request.headers,
            body: try await Self.body(of: request))
        return Response(try await gateway.answer(call, in: scope, from: context.connection))
    }

    private func scope(of request: Request, _ context: ThinRequestContext) async throws(Problem) -> RequestScope {
        let agent = request.headers[.userAgent].map { String(decoding: $0.utf8.prefix(500), as: UTF8.self) }
        return RequestScope(
            caller: try await caller(of: request), id: context.requestID, method: request.method.rawValue,
            path: request.uri.path, address: context.address, agent: agent,
            headers: TransmittedHeaders.shown(request.headers, agent: agent),
            cookies: TransmittedHeaders.cookies(request.headers),
            namesSchema: request.headers[
                request.method == .get || request.method == .head ? .acceptProfile : .contentProfile]
                != nil)
    }

    /// The bearer token counts; without one the key that Supabase clients send along; without either nobody.
    private func caller(of request: Request) async throws(Problem) -> Caller {
        let scheme = "bearer "
        if let authorization = request.headers[.authorization] {
            if authorization.lowercased() + " " == scheme { return try await verifier.caller(for: "") }
            guard authorization.prefix(scheme.count).lowercased() == scheme else {
                throw .unauthorized("PGRST301", "Authorization is not a bearer token")
            }
            return try await verifier.caller(for: String(authorization.dropFirst(scheme.count)))
        }
        guard let key = request.headers[.apiKey] else {
            let role = gateway.configuration.anonRole
            guard !role.isEmpty else { throw .anonymousRefused }
            return role == Caller.anonymous.role
                ? .anonymous : Caller(role: role, claims: JSONText.object([("role", role)]))
        }
        return try await verifier.caller(for: key)
    }

    static func body(of request: Request) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > bodyBytesMax {
            throw Problem.bodyTooLarge
        }
        do {
            let buffer = try await request.body.collect(upTo: bodyBytesMax)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Problem.bodyTooLarge
        }
    }

    private static func json(_ text: String) -> Response {
        json(ByteBuffer(string: text))
    }

    private static func json(_ buffer: ByteBuffer) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: buffer))
    }
}
