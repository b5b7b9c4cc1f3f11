/// A lock that a file takes on something that was there before.
public struct ObjectLock: Sendable, Hashable, Encodable {
    /// Its name with its schema.
    public let object: String
    /// How strongly it is locked.
    public let mode: LockMode
    /// How large it is on the target, with its indexes; nil where it isn't there yet.
    public internal(set) var bytesOnTarget: Int64?

    enum CodingKeys: String, CodingKey {
        case object
        case mode
        case bytesOnTarget = "bytes_on_target"
    }
}
