package import HTTPTypes

/// A request to the REST surface, read from HTTP.
package struct RESTRequest: Sendable {
    package let method: HTTPRequest.Method
    package let path: ResourcePath
    package let query: [(name: String, value: String)]
    package let headers: HTTPFields
    package let body: [UInt8]

    package init(
        method: HTTPRequest.Method, path: ResourcePath, query: [(name: String, value: String)], headers: HTTPFields,
        body: [UInt8]
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// Values of a header, in order.
    func values(_ name: HTTPField.Name) -> [String] { headers[values: name] }

    /// Whether it can change nothing.
    var isRead: Bool { method == .get || method == .head }
}
