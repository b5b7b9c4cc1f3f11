/// A call that others ran beside: it took effect at one moment between its begin and its end.
struct Event: Sendable, Hashable {
    let call: Call
    let reply: Reply
    /// When it was sent, in nanoseconds of a clock that never goes back.
    let begin: UInt64
    /// When its reply was there.
    let end: UInt64
    /// The account's sequence that the call took, where one is known: events take effect in its order.
    var sequence: Int?
}
