internal import Foundation

/// Posts webhooks (Standard Webhooks 1.0). It connects to an address that was looked at before, and to no other that the
/// name may have a moment later.
struct WebhookSender: Sendable {
    /// Longest a webhook may take until its answer begins, in milliseconds.
    static let millisecondsMax = 15_000

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
        let port = parts.port ?? (parts.scheme == "https" ? 443 : 80)
        let place = name.contains(":") ? nil : "\(name):\(port):\(address.contains(":") ? "[\(address)]" : address)"
        let exchange = HTTPExchange(
            url: task.url, place: place, headers: Self.headers(of: task), body: task.body,
            millisecondsMax: Self.millisecondsMax)
        do throws(HTTPFailure) {
            return Self.attempt(try await exchange.run().status)
        } catch {
            return Attempt(failure: error.reason)
        }
    }

    private static func attempt(_ status: Int) -> Attempt {
        switch status {
        case 200..<300: Attempt(status: status)
        case 300..<400: Attempt(status: status, failure: "the server redirects, which isn't followed")
        default: Attempt(status: status, failure: "the server answered \(status)")
        }
    }

    private static func headers(of task: WebhookTask) -> [String] {
        let seconds = Int(Date.now.timeIntervalSince1970)
        let signatures = task.secrets.map { $0.signature(id: task.webhookID, seconds: seconds, body: task.body) }
        return [
            "content-type: application/json", "user-agent: Thin", "webhook-id: \(task.webhookID)",
            "webhook-timestamp: \(seconds)", "webhook-signature: \(signatures.joined(separator: " "))",
            // Nobody is to be asked before the body is sent.
            "expect:",
        ] + (task.trace.map { ["traceparent: \($0.header)"] } ?? [])
    }
}
