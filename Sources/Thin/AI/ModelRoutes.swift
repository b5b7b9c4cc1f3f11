internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// The routes of the providers' SDKs, each under its provider's prefix.
package struct ModelRoutes: Sendable {
    let callers: CallerLookup
    let gateway: ModelGateway
    private let room = BodyRoom()

    /// Longest body, in bytes: a conversation with pictures in it.
    static let bodyBytesMax = 20 * 1_048_576
    /// Most tries that a client is believed to have made.
    private static let retriesMax = 100

    init(callers: CallerLookup, gateway: ModelGateway) {
        self.callers = callers
        self.gateway = gateway
    }

    func add(to router: Router<ThinRequestContext>) {
        for provider in Provider.allCases {
            for method in Routes.methods {
                router.on("\(provider.prefix)**", method: method) { request, context in
                    try await answer(request, context)
                }
            }
        }
    }

    private func answer(_ request: Request, _ context: ThinRequestContext) async throws -> Response {
        let query = try FormQuery.parse(request.uri.query ?? "")
        let target = try ModelTarget(request.method, path: request.uri.path, query: query)
        try gateway.check(target.provider)
        let caller = try await callers.modelCaller(of: request.headers, query: query)
        let seat = room.seat()
        let started = try await start(request, target, caller, context, seat)
        // A large body may be on its way until the answer begins.
        defer { withExtendedLifetime(seat) {} }
        return try await Self.response(started, context)
    }

    private func start(
        _ request: Request, _ target: ModelTarget, _ caller: ModelCaller, _ context: ThinRequestContext,
        _ seat: BodyRoom.Seat
    ) async throws -> ModelGateway.Started {
        let body = target.method == .post ? try await seat.body(of: request, bytesMax: Self.bodyBytesMax) : []
        let read: ModelRequest
        do throws(WireProblem) {
            read = try ModelRequest.read(
                target.operation, of: target.provider, model: target.model, isStream: target.isStream, body: body)
        } catch {
            throw error.problem
        }
        let retry = request.headers[.retryCount].flatMap { Int($0) } ?? 0
        guard context.connection?.hasEnded != true else { throw Problem.clientGone }
        return try await gateway.start(
            ModelGateway.Call(
                target: target, request: read, caller: caller, headers: request.headers,
                retry: max(0, min(retry, Self.retriesMax)), address: context.address, requestID: context.requestID,
                trace: context.trace, connection: context.connection))
    }

    private static func response(
        _ started: ModelGateway.Started, _ context: ThinRequestContext
    ) async throws -> Response {
        let reader = AnswerReader(started.running)
        switch await started.running.pipe.opening() {
        case .problem(var problem):
            for field in started.limits { problem.headers[field.name] = field.value }
            throw problem
        case .whole(let head, let bytes):
            return Response(
                status: .init(code: head.status), headers: headers(head, started.limits),
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .stream(let head):
            return Response(
                status: .init(code: head.status), headers: headers(head, started.limits),
                body: ResponseBody { writer in try await reader.write(to: &writer) })
        }
    }

    private static func headers(_ head: AnswerHead, _ limits: HTTPFields) -> HTTPFields {
        var headers = head.headers
        for field in limits { headers[field.name] = field.value }
        return headers
    }
}

/// Writes an answer to its client. When it is let go of, whether it was used or not, nobody reads any more.
private final class AnswerReader: Sendable {
    /// The connection is to be closed without the answer's end.
    private struct BrokenOff: Error {}

    private let running: RunningCall

    init(_ running: RunningCall) {
        self.running = running
    }

    deinit {
        running.clientLeft()
    }

    func write(to writer: inout any ResponseBodyWriter) async throws {
        while true {
            switch await running.pipe.next() {
            case .bytes(let buffer): try await writer.write(buffer)
            case .end: return try await writer.finish(nil)
            case .brokenOff: throw BrokenOff()
            }
        }
    }
}

extension HTTPField.Name {
    /// Which try it is, as OpenAI's and Anthropic's SDKs tell.
    fileprivate static let retryCount = Self(known: "x-stainless-retry-count")
}
