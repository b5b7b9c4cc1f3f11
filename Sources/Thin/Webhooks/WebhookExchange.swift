private import CCurl

/// One HTTP request of a webhook, by libcurl. It blocks, so it is made on a thread that isn't the cooperative pool's.
struct WebhookExchange {
    /// Longest attempt to connect, in seconds.
    static let connectSecondsMax = 5
    /// Longest a webhook may take until its answer begins, in seconds.
    static let secondsMax = 15

    let url: String
    /// `host:port:address`: where to connect to, whatever the name says by now; nil where the URL has an address.
    let place: String?
    /// As lines.
    let headers: [String]
    let body: String

    /// Posts, follows no redirect, takes no proxy from the environment, and reads nothing of the answer but its status.
    func run() -> Attempt {
        guard curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK, let session = curl_easy_init() else {
            return Attempt(failure: "libcurl can't be used")
        }
        defer { curl_easy_cleanup(session) }
        let lines = headers.reduce(nil as UnsafeMutablePointer<curl_slist>?) { curl_slist_append($0, $1) }
        defer { curl_slist_free_all(lines) }
        let places = place.flatMap { curl_slist_append(nil, $0) }
        defer { curl_slist_free_all(places) }
        let settings = [
            ccurl_set_text(session, CURLOPT_URL, url),
            ccurl_set_text(session, CURLOPT_PROTOCOLS_STR, "http,https"),
            ccurl_set_text(session, CURLOPT_PROXY, ""),
            ccurl_set_number(session, CURLOPT_FOLLOWLOCATION, 0),
            ccurl_set_number(session, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)),
            ccurl_set_number(session, CURLOPT_NOSIGNAL, 1),
            ccurl_set_number(session, CURLOPT_CONNECTTIMEOUT, Self.connectSecondsMax),
            ccurl_set_number(session, CURLOPT_TIMEOUT, Self.secondsMax),
            ccurl_set_list(session, CURLOPT_HTTPHEADER, lines),
            ccurl_set_list(session, CURLOPT_RESOLVE, places),
            ccurl_set_number(session, CURLOPT_POSTFIELDSIZE, body.utf8.count),
            ccurl_set_text(session, CURLOPT_COPYPOSTFIELDS, body),
            // Taking nothing ends the exchange.
            ccurl_set_writer(session, { _, _, _, _ in 0 }, nil),
        ]
        guard settings.allSatisfy({ $0 == CURLE_OK }) else { return Attempt(failure: "libcurl can't be used") }
        let code = curl_easy_perform(session)
        let status = ccurl_answer_code(session)
        return status >= 200 ? Self.attempt(status) : Attempt(failure: Self.reason(code))
    }

    private static func attempt(_ status: Int) -> Attempt {
        switch status {
        case 200..<300: Attempt(status: status)
        case 300..<400: Attempt(status: status, failure: "the server redirects, which isn't followed")
        default: Attempt(status: status, failure: "the server answered \(status)")
        }
    }

    /// Of our own words: what a server says may hold anything.
    private static func reason(_ code: CURLcode) -> String {
        switch code {
        case CURLE_OPERATION_TIMEDOUT: "the server took too long"
        case CURLE_COULDNT_CONNECT: "the server can't be reached"
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR: "the server hung up"
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR: "the server can't prove who it is"
        default: "the server's answer can't be understood"
        }
    }
}
