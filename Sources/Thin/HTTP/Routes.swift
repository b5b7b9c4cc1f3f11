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
    let observe: @Sendable (Observation) -> Void

    /// Longest body, in bytes.
    static let bodyBytesMax = 1_048_576
    /// Longest query string, in bytes.
    static let queryBytesMax = 16_384

    package init(
        verifier: TokenVerifier, gateway: Gateway, auth: AuthRoutes, readiness: Readiness,
        observe: @escaping @Sendable (Observation) -> Void
    ) {
        self.verifier = verifier
        self.gateway = gateway
        self.auth = auth
        self.readiness = readiness
        self.observe = observe
    }

    /// All of them.
    package func router() -> Router<ThinRequestContext> {
        let router = Router(context: ThinRequestContext.self)
        router.middlewares.add(FrontMiddleware(observe: observe))
        router.get("/health/live") { _, _ in Self.json("{\"status\":\"live\"}") }
        router.get("/health/ready") { _, context in
            try await readiness.check(requestID: context.requestID)
            return Self.json("{\"status\":\"ready\"}")
        }
        router.post("/rest/v1/rpc/:function") { request, context in try await call(request, context) }
        router.get("/rest/v1/:view") { request, context in try await read(request, context) }
        auth.add(to: router)
        return router
    }

    private func call(_ request: Request, _ context: ThinRequestContext) async throws -> Response {
        let function = try context.parameters.require("function")
        let scope = try await scope(of: request, context, isReadOnly: false)
        let body = try await Self.body(of: request)
        guard
            let result = try await gateway.call(
                function, body: body, in: scope, from: context.connection)
        else {
            return Response(status: .noContent)
        }
        return Self.json(result)
    }

    private func read(_ request: Request, _ context: ThinRequestContext) async throws -> Response {
        let view = try context.parameters.require("view")
        let query = request.uri.query ?? ""
        guard query.utf8.count <= Self.queryBytesMax else {
            throw Problem(.uriTooLong, "TH414", "the query string is too long", details: "\(Self.queryBytesMax)")
        }
        let scope = try await scope(of: request, context, isReadOnly: true)
        return Self.json(try await gateway.read(view, parameters: try FormQuery.parse(query), in: scope))
    }

    private func scope(
        of request: Request, _ context: ThinRequestContext, isReadOnly: Bool
    ) async throws(Problem) -> RequestScope {
        let agent = request.headers[.userAgent].map { String(decoding: $0.utf8.prefix(500), as: UTF8.self) }
        return RequestScope(
            caller: try await caller(of: request), id: context.requestID, method: request.method.rawValue,
            path: request.uri.path, address: context.address, agent: agent, isReadOnly: isReadOnly)
    }

    /// The bearer token counts; without one the key that Supabase clients send along; without either nobody.
    private func caller(of request: Request) async throws(Problem) -> Caller {
        let scheme = "bearer "
        if let authorization = request.headers[.authorization] {
            guard authorization.prefix(scheme.count).lowercased() == scheme else {
                throw .unauthorized("PGRST301", "Authorization is not a bearer token")
            }
            return try await verifier.caller(for: String(authorization.dropFirst(scheme.count)))
        }
        guard let key = request.headers[.apiKey] else { return .anonymous }
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

    private static func json(_ answer: CallAnswer) -> Response {
        json(answer.withBytes { bytes in bytes.map { ByteBuffer(bytes: $0) } ?? ByteBuffer(string: "null") })
    }

    private static func json(_ buffer: ByteBuffer) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: buffer))
    }
}
