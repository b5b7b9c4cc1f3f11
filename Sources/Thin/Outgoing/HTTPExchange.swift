private import CCurl
internal import Dispatch

/// One HTTP request and its answer, by libcurl. It follows no redirect and takes no proxy from the environment.
struct HTTPExchange: Sendable {
    /// Longest attempt to connect, in seconds.
    static let connectSecondsMax = 5
    /// libcurl blocks, so it has threads that aren't the cooperative pool's.
    private static let queue = DispatchQueue(label: "thin.http", attributes: .concurrent)

    var url: String
    /// `host:port:address`: where to connect to, whatever the name says by now; nil to ask the name.
    var place: String?
    /// As lines.
    var headers: [String]
    /// Posted; nil to get.
    var body: String?
    /// Longest it may take, in milliseconds.
    var millisecondsMax: Int
    /// Longest body of an answer, in bytes; nil not to read any: then the status is all of the answer.
    var bodyBytesMax: Int?
    /// Name of the one header of the answer that counts.
    var wantedHeader: String?

    /// Asks, and waits for the answer.
    ///
    /// - Throws: `HTTPFailure` where there is none, or one that is too long.
    func run() async throws(HTTPFailure) -> HTTPAnswer {
        let outcome = await withCheckedContinuation { continuation in
            Self.queue.async {
                continuation.resume(returning: Result { () throws(HTTPFailure) in try exchange() })
            }
        }
        return try outcome.get()
    }

    private func exchange() throws(HTTPFailure) -> HTTPAnswer {
        guard curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK, let session = curl_easy_init() else {
            throw .unusable
        }
        defer { curl_easy_cleanup(session) }
        let lines = headers.reduce(nil as UnsafeMutablePointer<curl_slist>?) { curl_slist_append($0, $1) }
        defer { curl_slist_free_all(lines) }
        let places = place.flatMap { curl_slist_append(nil, $0) }
        defer { curl_slist_free_all(places) }
        var settings = [
            ccurl_set_text(session, CURLOPT_URL, url),
            ccurl_set_text(session, CURLOPT_PROTOCOLS_STR, "http,https"),
            ccurl_set_text(session, CURLOPT_PROXY, ""),
            ccurl_set_number(session, CURLOPT_FOLLOWLOCATION, 0),
            ccurl_set_number(session, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)),
            ccurl_set_number(session, CURLOPT_NOSIGNAL, 1),
            ccurl_set_number(session, CURLOPT_CONNECTTIMEOUT, Self.connectSecondsMax),
            ccurl_set_number(session, CURLOPT_TIMEOUT_MS, max(1, millisecondsMax)),
            ccurl_set_list(session, CURLOPT_HTTPHEADER, lines),
            ccurl_set_list(session, CURLOPT_RESOLVE, places),
        ]
        if let body {
            settings += [
                ccurl_set_number(session, CURLOPT_POSTFIELDSIZE, body.utf8.count),
                ccurl_set_text(session, CURLOPT_COPYPOSTFIELDS, body),
            ]
        }
        var content = Content(bytesMax: bodyBytesMax ?? 0)
        let code = withUnsafeMutablePointer(to: &content) { content in
            settings.append(ccurl_set_writer(session, Self.take, content))
            return settings.allSatisfy { $0 == CURLE_OK } ? curl_easy_perform(session) : CURLE_FAILED_INIT
        }
        if code == CURLE_FAILED_INIT { throw .unusable }
        let status = ccurl_answer_code(session)
        guard status >= 200, code == CURLE_OK || bodyBytesMax == nil else {
            throw HTTPFailure(reason: content.isTooLong ? "the server's answer is too long" : Self.reason(code))
        }
        return HTTPAnswer(
            status: status, body: content.bytes, header: wantedHeader.flatMap { Self.header($0, of: session) })
    }

    private struct Content {
        let bytesMax: Int
        var bytes: [UInt8] = []
        var isTooLong = false
    }

    /// Taking less than is given ends the exchange.
    private static let take: ccurl_reader = { bytes, size, count, context in
        guard let bytes, let content = context?.assumingMemoryBound(to: Content.self) else { return 0 }
        guard content.pointee.bytes.count + size * count <= content.pointee.bytesMax else {
            content.pointee.isTooLong = true
            return 0
        }
        let taken = UnsafeRawBufferPointer(start: bytes, count: size * count)
        content.pointee.bytes.append(contentsOf: taken)
        return taken.count
    }

    private static func header(_ name: String, of session: UnsafeMutableRawPointer) -> String? {
        var found: UnsafeMutablePointer<curl_header>?
        guard curl_easy_header(session, name, 0, UInt32(CURLH_HEADER), -1, &found) == CURLHE_OK, let found else {
            return nil
        }
        return String(cString: found.pointee.value)
    }

    /// Of our own words: what a server says may hold anything.
    private static func reason(_ code: CURLcode) -> String {
        switch code {
        case CURLE_OPERATION_TIMEDOUT: "the server took too long"
        case CURLE_COULDNT_RESOLVE_HOST: "the host isn't known"
        case CURLE_COULDNT_CONNECT: "the server can't be reached"
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE: "the server hung up"
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR: "the server can't prove who it is"
        default: "the server's answer can't be understood"
        }
    }
}
