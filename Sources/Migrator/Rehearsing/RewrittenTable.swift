/// A table whose rows a file writes anew, as its file on the server's disk becomes another.
public struct RewrittenTable: Sendable, Hashable, Encodable {
    /// Its name with its schema.
    public let object: String
    /// How large it is on the target, with its indexes; nil where it isn't there yet.
    public internal(set) var bytesOnTarget: Int64?

    enum CodingKeys: String, CodingKey {
        case object
        case bytesOnTarget = "bytes_on_target"
    }
}
