/// A webhook to post, as the database gave it.
package struct WebhookTask: Sendable {
    /// The delivery.
    let id: String
    /// Which attempt this is.
    let attempt: Int
    /// What receivers tell events apart by.
    let webhookID: String
    let url: String
    /// JSON, posted as it is.
    let body: String
    /// What signs it, the newest first.
    let secrets: [WebhookSecret]
    /// The trace of the request that it came of.
    let trace: TraceContext?
}
