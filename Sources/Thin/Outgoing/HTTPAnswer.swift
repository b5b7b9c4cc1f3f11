/// What a server answered.
struct HTTPAnswer: Sendable {
    let status: Int
    let body: [UInt8]
    /// What the header `Stripe-Should-Retry` says; nil for none.
    let shouldRetry: String?
}
