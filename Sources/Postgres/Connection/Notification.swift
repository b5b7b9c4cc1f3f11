/// A message sent with `notify` or `pg_notify`.
public struct Notification: Sendable, Hashable {
    /// The channel it was sent on.
    public let channel: String
    /// Its text, empty if there is none.
    public let payload: String
    /// Process id of the backend that sent it.
    public let senderPID: Int32
}
