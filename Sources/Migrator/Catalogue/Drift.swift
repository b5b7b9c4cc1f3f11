/// What differs between files, what the last run left, and what is there.
public struct Drift: Sendable, Hashable, Encodable {
    /// Objects that aren't as the last run left them.
    public let objects: [Difference]
    /// Files that aren't as they were installed, which is no drift but work for `up`.
    public let files: [String]
    /// Whether the last run was cut off before it could write down what it left.
    public let isUncertain: Bool

    enum CodingKeys: String, CodingKey {
        case objects
        case files
        case isUncertain = "is_uncertain"
    }
}
