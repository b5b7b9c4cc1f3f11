internal import AsyncHTTPClient
internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// The way to the providers. It reaches the configured origins and nothing else: no redirect is followed, no proxy of the
/// environment used, and nothing of a request gets into an origin.
final class ModelUpstream: Sendable {
    /// Longest attempt to connect.
    static let connectTimeout: TimeAmount = .seconds(5)
    /// How long an unused connection is kept; servers hang up after a minute or more.
    static let idleTimeout: TimeAmount = .seconds(30)
    /// Connections to one provider that are kept for reuse and opened without waiting.
    static let connectionsMax = 4096
    /// Longest body that is kept until its answer has come; a longer one is let go of as soon as it was sent.
    static let keptBodyBytesMax = 65_536

    /// Headers of a client that a provider sees. Anything else may speak of another account, or of this network.
    private static let passed: [HTTPField.Name] = [
        .contentType, .accept, .userAgent, HTTPField.Name(known: "anthropic-version"),
        HTTPField.Name(known: "anthropic-beta"), HTTPField.Name(known: "openai-beta"),
        HTTPField.Name(known: "x-goog-api-client"),
    ]

    private enum Way {
        case unused
        case open(HTTPClient)
        case closed
    }

    private let accounts: [Provider: ProviderAccount]
    private let way = Mutex(Way.unused)

    init(_ accounts: [Provider: ProviderAccount]) {
        self.accounts = accounts
    }

    /// Made when it is first needed; nil once it was closed.
    private var client: HTTPClient? {
        way.withLock { way in
            switch way {
            case .open(let client): return client
            case .closed: return nil
            case .unused:
                let client = Self.makeClient()
                way = .open(client)
                return client
            }
        }
    }

    private static func makeClient() -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: connectTimeout), proxy: nil,
            decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.connectionPool = .init(
            idleTimeout: idleTimeout, concurrentHTTP1ConnectionsPerHostSoftLimit: connectionsMax)
        // A provider that refuses connections is answered for at once.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Whether there is a key for a provider.
    func serves(_ provider: Provider) -> Bool { accounts[provider] != nil }

    /// A call as it goes to its provider.
    struct Call: Sendable {
        let target: ModelTarget
        let headers: HTTPFields
        let trace: TraceContext?
        let body: [UInt8]
    }

    /// Sends a call.
    ///
    /// - Returns: What the answer begins with, and its body, which is read as it comes.
    /// - Throws: What keeps it from being sent or answered.
    func send(_ call: Call) async throws -> (AnswerHead, HTTPClientResponse.Body) {
        guard let account = accounts[call.target.provider] else { throw Problem.providerUnset(call.target.provider) }
        guard let client else { throw HTTPClientError.alreadyShutdown }
        var request = HTTPClientRequest(url: account.origin + call.target.upstream)
        request.method = call.target.method == .get ? .GET : .POST
        for name in Self.passed {
            if let value = call.headers[name] { request.headers.add(name: name.canonicalName, value: value) }
        }
        if let trace = call.trace { request.headers.add(name: "traceparent", value: trace.header) }
        // Plain bytes can be metered, and go on as they are.
        request.headers.add(name: "accept-encoding", value: "identity")
        let (name, value) = account.credential
        request.headers.add(name: name, value: value)
        if call.target.method == .post { request.body = Self.body(call.body) }
        let response = try await client.execute(request, deadline: .distantFuture)
        let head = AnswerHead(
            status: Int(response.status.code), fields: response.headers.map { (name: $0.name, value: $0.value) })
        return (head, response.body)
    }

    private static func body(_ bytes: [UInt8]) -> HTTPClientRequest.Body {
        let buffer = ByteBuffer(bytes: bytes)
        guard bytes.count > keptBodyBytesMax else { return .bytes(buffer) }
        return .stream(OneTimeBody(buffer), length: .known(Int64(bytes.count)))
    }

    /// Closes what is open.
    func shutdown() async {
        let client = way.withLock { way -> HTTPClient? in
            defer { way = .closed }
            guard case .open(let client) = way else { return nil }
            return client
        }
        try? await client?.shutdown()
    }
}

/// A body that is handed out once and then forgotten: what sends it keeps the request for as long as the answer lasts.
private final class OneTimeBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    private let buffer: Mutex<ByteBuffer?>

    init(_ buffer: ByteBuffer) {
        self.buffer = Mutex(buffer)
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let body: OneTimeBody

        func next() async throws -> ByteBuffer? {
            body.buffer.withLock { $0.take() }
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: self) }
}

extension Problem {
    /// A provider that Thin has no key for.
    static func providerUnset(_ provider: Provider) -> Problem {
        Problem(
            .serviceUnavailable, "TH503", "disabled", details: provider.rawValue,
            hint: "no key is set for this provider", headers: [.shouldRetry: "false"])
    }
}
