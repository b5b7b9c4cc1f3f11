internal import HTTPTypes

extension HTTPField.Name {
    static let acceptProfile = Self(rest: "accept-profile")
    static let contentProfile = Self(rest: "content-profile")
    static let prefer = Self(rest: "prefer")
    static let preferenceApplied = Self(rest: "preference-applied")
    static let proxyStatus = Self(rest: "proxy-status")

    /// Whether it says where a message ends, which is for the service alone to say.
    var framesMessages: Bool { [.contentLength, .transferEncoding, .connection, .trailer, .upgrade].contains(self) }

    private init(rest name: String) {
        guard let name = Self(name) else { preconditionFailure("\(name) is a header's name") }
        self = name
    }
}
