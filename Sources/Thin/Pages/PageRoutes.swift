internal import HTTPTypes
internal import Hummingbird

/// The pages that people use: `/`, `/chat`, `/admin`, and what they refer to below `/pages`. They speak to the same paths
/// as any client; whatever they show, and may do, is decided there.
package struct PageRoutes: Sendable {
    /// Nothing but what the service itself sends, and no text ever becomes script or markup: the last two keep the
    /// browser from it even where a page would have it.
    private static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'",
        "img-src 'self' data: blob:", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
        "require-trusted-types-for 'script'", "trusted-types 'none'",
    ].joined(separator: "; ")
    /// A year: the longest that caches keep to.
    private static let assetSeconds = 31_536_000

    /// A path and the file it shows.
    private static let pages = [
        ("/", "index.html"), ("/reset", "index.html"), ("/chat", "chat.html"), ("/admin", "admin.html"),
    ]

    private let files: PageFiles

    package init() {
        files = PageFiles()
    }

    func add(to router: Router<ThinRequestContext>) {
        for method in [HTTPRequest.Method.get, .head] {
            for (path, name) in Self.pages {
                router.on("\(path)", method: method) { request, _ in try page(name, for: request) }
            }
            router.on("/pages/:version/**", method: method) { request, context in try asset(for: request, context) }
        }
    }

    /// HTML is asked for each time, and sent only when it has changed.
    private func page(_ name: String, for request: Request) throws(Problem) -> Response {
        guard let file = files[name] else { throw .unknownPath }
        var headers: HTTPFields = [
            .cacheControl: "no-cache", .eTag: file.tag, .contentSecurityPolicy: Self.policy,
            .crossOriginOpenerPolicy: "same-origin", .permissionsPolicy: "camera=(), geolocation=(), microphone=()",
        ]
        if let known = request.headers[.ifNoneMatch], Self.names(known, file.tag) {
            headers[.vary] = "Accept-Encoding"
            return Response(status: .notModified, headers: headers)
        }
        return answer(file, headers, to: request)
    }

    private func asset(for request: Request, _ context: ThinRequestContext) throws(Problem) -> Response {
        // Of another version there is nothing: its pages are loaded anew and find this one.
        guard
            context.parameters.get("version") == files.version,
            let file = files[context.parameters.getCatchAll().joined(separator: "/")],
            !file.mediaType.hasPrefix("text/html")
        else { throw .unknownPath }
        let headers: HTTPFields = [.cacheControl: "public, max-age=\(Self.assetSeconds), immutable"]
        return answer(file, headers, to: request)
    }

    private func answer(_ file: PageFile, _ headers: HTTPFields, to request: Request) -> Response {
        var headers = headers
        headers[.contentType] = file.mediaType
        headers[.vary] = "Accept-Encoding"
        guard let compressed = file.compressed, Self.takesGzip(request.headers[.acceptEncoding] ?? "") else {
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.plain))
        }
        headers[.contentEncoding] = "gzip"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: compressed))
    }

    /// RFC 9110, section 13.1.2: compared weakly.
    private static func names(_ known: String, _ tag: String) -> Bool {
        known.split(separator: ",").map(\.trimmingSpaces)
            .contains { $0 == "*" || ($0.hasPrefix("W/") ? $0.dropFirst(2) : $0[...]) == tag }
    }

    /// RFC 9110, section 12.5.3, as far as it says of gzip.
    static func takesGzip(_ accepted: String) -> Bool {
        for coding in accepted.split(separator: ",") {
            let parts = coding.split(separator: ";").map { $0.trimmingSpaces.lowercased() }
            guard let name = parts.first, ["gzip", "x-gzip"].contains(name) else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }
            return weight.map { (Double($0.dropFirst(2)) ?? 0) > 0 } ?? true
        }
        return false
    }
}

extension HTTPField.Name {
    fileprivate static let crossOriginOpenerPolicy = Self("Cross-Origin-Opener-Policy") ?? .contentSecurityPolicy
    fileprivate static let permissionsPolicy = Self("Permissions-Policy") ?? .contentSecurityPolicy
}
