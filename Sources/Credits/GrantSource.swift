/// Why credits were given. The database holds the list.
public struct GrantSource: RawRepresentable, Sendable, Hashable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let signupBonus = GrantSource(rawValue: "signup_bonus")
    public static let purchase = GrantSource(rawValue: "purchase")
    public static let subscription = GrantSource(rawValue: "subscription")
    public static let monthlyRefresh = GrantSource(rawValue: "monthly_refresh")
    public static let promotion = GrantSource(rawValue: "promotion")
    public static let refund = GrantSource(rawValue: "refund")
    public static let compensation = GrantSource(rawValue: "compensation")
    public static let adjustment = GrantSource(rawValue: "adjustment")
}
