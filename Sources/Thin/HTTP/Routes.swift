internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// The paths of the service. A route reads the request, makes one call and renders its answer.
struct Routes: Sendable {
    let callers: CallerLookup
    let gateway: Gateway
    let auth: AuthRoutes
    let payments: PaymentGateway
    let stripe: StripeWebhook
    let models: ModelRoutes
    let chat: ChatRoutes
    let pages = PageRoutes()
    let readiness: Readiness
    let metrics: MetricsPage
    let front: FrontMiddleware

    /// Longest body, in bytes.
    static let bodyBytesMax = 1_048_576
    /// How much is read of a body that is refused, in bytes.
    static let drainedBytesMax = 16 * bodyBytesMax

    /// Methods that anything is served by.
    static let methods: [HTTPRequest.Method] = [.get, .head, .post, .patch, .put, .delete, .options]

    init(
        callers: CallerLookup, gateway: Gateway, auth: AuthRoutes, payments: PaymentGateway, stripe: StripeWebhook,
        models: ModelRoutes, chat: ChatRoutes, readiness: Readiness, metrics: MetricsPage,
        front: FrontMiddleware
    ) {
        self.callers = callers
        self.gateway = gateway
        self.auth = auth
        self.payments = payments
        self.stripe = stripe
        self.models = models
        self.chat = chat
        self.readiness = readiness
        self.metrics = metrics
        self.front = front
    }

    /// All of them.
    func router() -> Router<ThinRequestContext> {
        let router = Router(context: ThinRequestContext.self)
        router.middlewares.add(front)
        router.get("/health/live") { _, _ in Self.json("{\"status\":\"live\"}") }
        router.get("/health/ready") { _, context in
            Self.json(try await readiness.check(requestID: context.requestID))
        }
        router.get("\(MetricsAccess.path)") { request, context in
            try metrics.access.check(request.headers, peer: context.peer)
            return Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: await metrics.text())))
        }
        let prefix = gateway.configuration.prefix
        for method in Self.methods {
            router.on("\(prefix)", method: method) { request, context in try await rest(request, context) }
            router.on("\(prefix)/**", method: method) { request, context in try await rest(request, context) }
        }
        auth.add(to: router)
        models.add(to: router)
        chat.add(to: router) { request, context in try await scope(of: request, context) }
        router.post("\(StripeWebhook.path)") { request, context in try await stripe.answer(request, context) }
        // Who serves views at the root has given that away.
        if !prefix.isEmpty { pages.add(to: router) }
        return router
    }

    private func rest(_ request: Request, _ context: ThinRequestContext) async throws -> Response {
        let query = request.uri.query ?? ""
        let scope = try await scope(of: request, context)
        let path = try ResourcePath(String(request.uri.path.dropFirst(gateway.configuration.prefix.count)))
        let call = RESTRequest(
            method: request.method, path: path, query: try FormQuery.parse(query), headers: request.headers,
            body: try await Self.body(of: request))
        if await payments.serves(call) { return Response(try await payments.answer(call, in: scope)) }
        return Response(try await gateway.answer(call, in: scope, from: context.connection))
    }

    private func scope(of request: Request, _ context: ThinRequestContext) async throws(Problem) -> RequestScope {
        RequestScope(
            caller: try await caller(of: request, context), id: context.requestID, trace: context.trace,
            method: request.method.rawValue, path: request.uri.path, address: context.address,
            headers: TransmittedHeaders.shown(request.headers),
            cookies: TransmittedHeaders.cookies(request.headers),
            namesSchema: request.headers[
                request.method == .get || request.method == .head ? .acceptProfile : .contentProfile]
                != nil)
    }

    /// The bearer token counts; without one the key that Supabase clients send along; without either nobody.
    private func caller(of request: Request, _ context: ThinRequestContext) async throws(Problem) -> Caller {
        let (scheme, id) = ("bearer ", context.requestID)
        if let authorization = request.headers[.authorization] {
            if authorization.lowercased() + " " == scheme { return try await callers.caller(for: "", requestID: id) }
            guard authorization.prefix(scheme.count).lowercased() == scheme else {
                throw .unauthorized("PGRST301", "Authorization is not a bearer token")
            }
            return try await callers.caller(for: String(authorization.dropFirst(scheme.count)), requestID: id)
        }
        guard let key = request.headers[.apiKey] else {
            let role = gateway.configuration.anonRole
            guard !role.isEmpty else { throw .anonymousRefused }
            return role == Caller.anonymous.role
                ? .anonymous : Caller(role: role, claims: JSONText.object([("role", role)]))
        }
        return try await callers.caller(for: key, requestID: id)
    }

    /// The whole body.
    ///
    /// - Throws: `Problem` 413 for one above the limit; after it was read, or a client that sends all of it before it
    ///   listens would see a broken connection instead.
    static func body(of request: Request, bytesMax: Int = bodyBytesMax) async throws -> [UInt8] {
        let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard length <= drainedBytesMax else { throw Problem.bodyTooLarge(bytesMax) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(length, bytesMax))
        var count = 0
        for try await buffer in request.body {
            count += buffer.readableBytes
            if count <= bytesMax { bytes += buffer.readableBytesView }
            if count > drainedBytesMax { break }
        }
        guard count <= bytesMax else { throw Problem.bodyTooLarge(bytesMax) }
        return bytes
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
