internal import HTTPTypes
internal import Hummingbird

/// How large a request's head may be. (Its body is bounded where it is read.)
enum RequestBounds {
    /// Longest path and longest query string, in bytes.
    static let pathBytesMax = 2048, queryBytesMax = 16_384
    /// Most bytes of all headers' names and values; a token alone may have half of them.
    static let headerBytesMax = 32_768

    /// - Throws: `Problem` 414 or 431.
    static func check(_ request: Request) throws(Problem) {
        if request.uri.path.utf8.count > pathBytesMax {
            throw Problem(.uriTooLong, "TH414", "the path is too long", details: "\(pathBytesMax)")
        }
        if let query = request.uri.query, query.utf8.count > queryBytesMax {
            throw Problem(.uriTooLong, "TH414", "the query string is too long", details: "\(queryBytesMax)")
        }
        var bytes = 0
        for field in request.headers { bytes += field.name.rawName.utf8.count + field.value.utf8.count }
        if bytes > headerBytesMax {
            throw Problem(
                .requestHeaderFieldsTooLarge, "TH431", "the headers are too large", details: "\(headerBytesMax)")
        }
    }
}
