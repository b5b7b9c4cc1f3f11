internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// `/chat/v1`: what of chats isn't a view or function of `/rest/v1`, since it streams or isn't JSON.
package struct ChatRoutes: Sendable {
    /// Reads whom a request is of.
    typealias Scope = @Sendable (Request, ThinRequestContext) async throws -> RequestScope

    static let prefix = "/chat/v1"
    /// Largest file, in bytes; the database may allow less.
    static let fileBytesMax = 10_485_760
    /// Pause between two looks for events of a run that another instance carries out.
    static let lookInterval: Duration = .milliseconds(200)
    /// Looks in vain after which the client's connection needs a sign of life.
    static let looksToTick = 70

    private let store: ChatStore
    private let runs: ChatRuns
    private let room = BodyRoom()

    package init(runs: ChatRuns) {
        store = runs.store
        self.runs = runs
    }

    func add(to router: Router<ThinRequestContext>, scope: @escaping Scope) {
        let session = "\(Self.prefix)/sessions/:id"
        router.post("\(session)/messages") { request, context in
            try await say(request, context, in: Self.signedIn(try await scope(request, context)))
        }
        router.get("\(session)/run") { request, context in
            try await resume(request, context, in: Self.signedIn(try await scope(request, context)))
        }
        router.delete("\(session)/run") { request, context in
            let scope = try Self.signedIn(try await scope(request, context))
            let sessionID = try context.parameters.require("id")
            try await store.stop(sessionID, in: scope)
            runs.stop(sessionID: sessionID)
            return Response(status: .noContent)
        }
        router.post("\(session)/files") { request, context in
            try await add(request, context, in: Self.signedIn(try await scope(request, context)))
        }
        router.get("\(Self.prefix)/files/:id") { request, context in
            try await file(context, in: Self.signedIn(try await scope(request, context)))
        }
    }

    private static func signedIn(_ scope: RequestScope) throws(Problem) -> RequestScope {
        guard !scope.caller.isAnonymous else { throw .anonymousRefused }
        return scope
    }

    private func say(
        _ request: Request, _ context: ThinRequestContext, in scope: RequestScope
    ) async throws -> Response {
        let sessionID = try context.parameters.require("id")
        let message = try ChatMessage(try await Routes.body(of: request))
        let (begun, limits) = try await store.begin(
            sessionID, content: message.content, files: message.files, key: request.headers[.idempotencyKey], in: scope)
        guard begun.isNew, let prompt = begun.prompt else {
            let runID = begun.runID
            let after = begun.ordinal - 1
            let (page, _) = try await store.events(sessionID, after: after, of: runID, in: scope)
            return events(page, after: after, of: runID, in: sessionID, limits, scope)
        }
        let run = ChatRun(begun, sessionID: sessionID, in: scope)
        try await runs.start(run, prompt)
        let first = begun.ordinal - 1
        return Self.events(limits) { writer in try await Self.write(run.follow(after: first), to: &writer) }
    }

    private func resume(
        _ request: Request, _ context: ThinRequestContext, in scope: RequestScope
    ) async throws -> Response {
        let sessionID = try context.parameters.require("id")
        var after: Int64?
        if let last = request.headers[.lastEventID] {
            guard let ordinal = Int64(last), ordinal >= 0 else {
                throw Problem.invalidArgument("Last-Event-ID", "Last-Event-ID is the id of an event")
            }
            after = ordinal
        }
        let (page, limits) = try await store.events(sessionID, after: after, isCounted: true, in: scope)
        guard page.isLive || !page.events.isEmpty else { return Response(status: .noContent, headers: limits) }
        return events(page, after: after ?? 0, of: nil, in: sessionID, limits, scope)
    }

    /// Tells what has been said, and then what is, wherever the run is carried out.
    private func events(
        _ first: ChatStore.Page, after: Int64, of runID: String?, in sessionID: String, _ limits: HTTPFields,
        _ scope: RequestScope
    ) -> Response {
        Self.events(limits) { writer in
            var page = first
            var last = after
            var looks = 0
            while true {
                for event in page.events {
                    try await writer.write(ByteBuffer(string: event.frame))
                    last = event.ordinal
                }
                if page.isLive, let run = runs.find(page.runID) {
                    return try await Self.write(run.follow(after: last), to: &writer)
                }
                if page.events.isEmpty {
                    guard page.isLive else { return try await writer.finish(nil) }
                    looks += 1
                    if looks.isMultiple(of: Self.looksToTick) {
                        try await writer.write(ByteBuffer(string: ChatEvent.tick))
                    }
                    try await Task.sleep(for: Self.lookInterval)
                }
                page = try await store.events(sessionID, after: last, of: runID, in: scope).0
            }
        }
    }

    private static func write(
        _ told: AsyncStream<ChatRun.Told>, to writer: inout any ResponseBodyWriter
    ) async throws {
        for await told in told {
            switch told {
            case .event(let event): try await writer.write(ByteBuffer(string: event.frame))
            case .tick: try await writer.write(ByteBuffer(string: ChatEvent.tick))
            }
        }
        try await writer.finish(nil)
    }

    private static func events(
        _ limits: HTTPFields, _ write: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        var headers = limits
        headers[.contentType] = "text/event-stream"
        headers[.cacheControl] = "no-store"
        headers[.accelBuffering] = "no"
        return Response(status: .ok, headers: headers, body: ResponseBody(write))
    }

    private func add(
        _ request: Request, _ context: ThinRequestContext, in scope: RequestScope
    ) async throws -> Response {
        let sessionID = try context.parameters.require("id")
        let query = try FormQuery.parse(request.uri.query ?? "")
        let name = query.first { $0.name == "name" }?.value ?? ""
        // libpq's text ends there.
        guard !name.utf8.contains(0) else {
            throw Problem.invalidArgument("name", "name is 1 to 200 characters without path")
        }
        let mediaType = try ChatMediaType.read(request.headers[.contentType])
        let seat = room.seat()
        let content = try await seat.body(of: request, bytesMax: Self.fileBytesMax)
        // The body's place is taken until it is kept.
        defer { withExtendedLifetime(seat) {} }
        let (file, limits) = try await store.add(content, name: name, mediaType: mediaType, to: sessionID, in: scope)
        var headers = limits
        headers[.contentType] = "application/json; charset=utf-8"
        return Response(
            status: .created, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: file)))
    }

    /// Always to be saved, never shown: what it is nobody but its user has looked at.
    private func file(_ context: ThinRequestContext, in scope: RequestScope) async throws -> Response {
        let file = try await store.file(try context.parameters.require("id"), in: scope)
        var headers = file.limits
        headers[.contentType] = ChatMediaType.shown(file.mediaType)
        headers[.contentDisposition] = "attachment; filename*=UTF-8''\(ChatMediaType.encoded(file.name))"
        headers[.contentSecurityPolicy] = "sandbox; default-src 'none'; frame-ancestors 'none'"
        headers[.xContentTypeOptions] = "nosniff"
        headers[.cacheControl] = "private, no-store"
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.content)))
    }
}

extension HTTPField.Name {
    fileprivate static let lastEventID = Self(chat: "Last-Event-ID")
    fileprivate static let idempotencyKey = Self(chat: "Idempotency-Key")
    fileprivate static let contentDisposition = Self(chat: "Content-Disposition")
    /// Tells proxies to hand on what they get as they get it.
    fileprivate static let accelBuffering = Self(chat: "X-Accel-Buffering")

    private init(chat name: String) {
        guard let name = Self(name) else { preconditionFailure("\(name) is a header's name") }
        self = name
    }
}
