internal import HTTPTypes
internal import Postgres

/// What `/auth/v1` has: a path, and the function of schema `identity` that answers.
struct AuthEndpoint: Sendable {
    let method: HTTPRequest.Method
    /// Below the prefix, as the router writes it.
    let path: String
    let function: StaticString
    /// Whether a bearer token that is no good is refused; where not, it may have expired and doesn't count.
    let needsToken: Bool
    /// Whether it computes a password's hash, or takes its time so as not to tell which addresses are known.
    private let takesTime: Bool

    private init(
        _ method: HTTPRequest.Method, _ path: String, _ function: StaticString, needsToken: Bool = false,
        isSlow: Bool = false
    ) {
        self.method = method
        self.path = path
        self.function = function
        self.needsToken = needsToken
        takesTime = isSlow
    }

    /// Under which name it may be limited: method and path.
    var name: String { "\(method.rawValue) \(Self.prefix)\(path)" }

    /// Whether a request keeps a connection for long. Of those to `/token`, only a password's does.
    func isSlow(for request: AuthRequest) -> Bool {
        guard takesTime, let grant = request.query.first(where: { $0.name == "grant_type" }) else { return takesTime }
        return grant.value == "password"
    }

    /// The call. Its answer is one row.
    ///
    /// - Parameters:
    ///   - body: A JSON object.
    ///   - context: What the function is told beside it, a JSON object.
    func query(body: [UInt8], context: String) -> Query {
        Query(
            unsafeText: """
                select a.status, a.body, a.claims, a.headers from identity.\(function)($1::jsonb, $2::jsonb) a
                """,
            parameters: [.bytes(body), .text(context)])
    }

    static let prefix = "/auth/v1"

    static let all: [AuthEndpoint] = [
        .init(.post, "/signup", "sign_up", isSlow: true),
        .init(.post, "/token", "grant_token", isSlow: true),
        .init(.get, "/user", "get_user", needsToken: true),
        .init(.put, "/user", "update_user", needsToken: true, isSlow: true),
        .init(.post, "/logout", "log_out", needsToken: true),
        .init(.post, "/recover", "recover", isSlow: true),
        .init(.post, "/otp", "send_otp", isSlow: true),
        .init(.post, "/magiclink", "send_otp", isSlow: true),
        .init(.post, "/resend", "resend", isSlow: true),
        .init(.get, "/reauthenticate", "reauthenticate", needsToken: true),
        .init(.post, "/verify", "verify"),
        .init(.get, "/verify", "follow_link"),
        .init(.get, "/settings", "show_settings"),
        .init(.post, "/invite", "invite", needsToken: true),
        .init(.post, "/admin/generate_link", "generate_link", needsToken: true, isSlow: true),
        .init(.get, "/admin/users", "admin_list_users", needsToken: true),
        .init(.post, "/admin/users", "admin_create_user", needsToken: true, isSlow: true),
        .init(.get, "/admin/users/:id", "admin_get_user", needsToken: true),
        .init(.put, "/admin/users/:id", "admin_update_user", needsToken: true, isSlow: true),
        .init(.delete, "/admin/users/:id", "admin_delete_user", needsToken: true),
    ]
}
