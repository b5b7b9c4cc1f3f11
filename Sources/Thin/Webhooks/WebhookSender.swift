internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Posts webhooks (Standard Webhooks 1.0). It follows no redirect, reads nothing of an answer but its status, and
/// connects to an address that was looked at before, and to no other that the name may have a moment later.
struct WebhookSender: Sendable {
    /// Longest attempt to connect.
    static let connectTimeout: TimeAmount = .seconds(5)
    /// Longest a webhook may take until its answer begins.
    static let timeout: TimeAmount = .seconds(15)

    /// Whether a host that has these addresses may be posted to.
    let allows: @Sendable ([String]) async -> Bool

    /// Posts once.
    func post(_ task: WebhookTask) async -> Attempt {
        guard let parts = URLComponents(string: task.url), let host = parts.host else {
            return Attempt(failure: "the URL can't be read")
        }
        let name = host.trimmingCharacters(in: ["[", "]"])
        let addresses = await HostAddresses.of(name)
        guard let address = addresses.first else { return Attempt(failure: "the host isn't known") }
        guard await allows(addresses) else { return Attempt(failure: "the host has an address that isn't public") }
        return await exchange(task, overriding: [name: address])
    }

    private func exchange(_ task: WebhookTask, overriding addresses: [String: String]) async -> Attempt {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: Self.connectTimeout, read: Self.timeout))
        configuration.dnsOverride = addresses
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
        let attempt: Attempt
        do {
            let response = try await client.execute(Self.request(task), timeout: Self.timeout)
            attempt = Self.attempt(Int(response.status.code))
        } catch {
            attempt = Attempt(failure: Self.reason(error))
        }
        // With it goes the connection, and what is still to come of the answer.
        try? await client.shutdown()
        return attempt
    }

    private static func request(_ task: WebhookTask) -> HTTPClientRequest {
        let seconds = Int(Date.now.timeIntervalSince1970)
        let signatures = task.secrets.map { $0.signature(id: task.webhookID, seconds: seconds, body: task.body) }
        var request = HTTPClientRequest(url: task.url)
        request.method = .POST
        request.headers = [
            "content-type": "application/json", "user-agent": "Thin", "webhook-id": task.webhookID,
            "webhook-timestamp": String(seconds), "webhook-signature": signatures.joined(separator: " "),
        ]
        request.body = .bytes(ByteBuffer(string: task.body))
        return request
    }

    private static func attempt(_ status: Int) -> Attempt {
        switch status {
        case 200..<300: Attempt(status: status)
        case 300..<400: Attempt(status: status, failure: "the server redirects, which isn't followed")
        default: Attempt(status: status, failure: "the server answered \(status)")
        }
    }

    /// Of our own words: what a server says may hold anything.
    private static func reason(_ error: any Error) -> String {
        switch error as? HTTPClientError {
        case .connectTimeout?, .readTimeout?, .deadlineExceeded?: "the server took too long"
        case .remoteConnectionClosed?: "the server hung up"
        default: error is NIOConnectionError || error is IOError ? "the server can't be reached" : "\(type(of: error))"
        }
    }
}
