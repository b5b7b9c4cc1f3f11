private import CCurl

/// A connection to a mail server. It blocks, so it is used on a thread of its own.
struct SMTPSession: ~Copyable {
    /// Longest attempt to connect, in seconds.
    static let connectSecondsMax = 10
    /// Longest a mail may take, in seconds.
    static let mailSecondsMax = 20

    private let session: UnsafeMutableRawPointer
    private let configuration: MailConfiguration

    private init(_ session: UnsafeMutableRawPointer, _ configuration: MailConfiguration) {
        self.session = session
        self.configuration = configuration
    }

    /// Makes ready to send; connects with the first mail.
    ///
    /// - Throws: When libcurl can't do what is asked for.
    static func open(_ configuration: MailConfiguration) throws(SMTPError) -> SMTPSession {
        // Safe to call again and, since 7.84, on several threads.
        guard curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK, let session = curl_easy_init() else {
            throw SMTPError(reason: "libcurl can't be used", answer: 0)
        }
        let opened = SMTPSession(session, configuration)
        try opened.configure()
        return opened
    }

    private borrowing func configure() throws(SMTPError) {
        try set(CURLOPT_URL, configuration.url)
        if let user = configuration.user { try set(CURLOPT_USERNAME, user) }
        if let password = configuration.password { try set(CURLOPT_PASSWORD, password) }
        if let authorities = configuration.authorities { try set(CURLOPT_CAINFO, authorities) }
        try set(CURLOPT_MAIL_FROM, "<\(configuration.senderAddress)>")
        let encryption =
            switch configuration.encryption {
            case .required: CURLUSESSL_ALL
            case .optional: CURLUSESSL_TRY
            case .never: CURLUSESSL_NONE
            }
        try set(CURLOPT_USE_SSL, Int(encryption.rawValue))
        try set(CURLOPT_UPLOAD, 1)
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_CONNECTTIMEOUT, Self.connectSecondsMax)
        try set(CURLOPT_TIMEOUT, Self.mailSecondsMax)
    }

    deinit {
        curl_easy_cleanup(session)
    }

    /// Hands over one mail; returns once the server has taken it.
    func send(_ message: MailMessage) throws(SMTPError) {
        let domain = configuration.senderAddress.split(separator: "@").last.map(String.init) ?? "localhost"
        var upload = Upload(bytes: Array(message.text(from: configuration.sender, domain: domain).utf8))
        let recipients = curl_slist_append(nil, "<\(message.recipient)>")
        defer { curl_slist_free_all(recipients) }
        try check(ccurl_set_list(session, CURLOPT_MAIL_RCPT, recipients))
        let code = withUnsafeMutablePointer(to: &upload) { upload in
            ccurl_set_reader(session, { Upload.read(into: $0, $1 * $2, from: $3) }, upload)
            return curl_easy_perform(session)
        }
        try check(code)
    }

    private func set(_ option: CURLoption, _ value: String) throws(SMTPError) {
        try check(ccurl_set_text(session, option, value))
    }

    private func set(_ option: CURLoption, _ value: Int) throws(SMTPError) {
        try check(ccurl_set_number(session, option, value))
    }

    private func check(_ code: CURLcode) throws(SMTPError) {
        guard code != CURLE_OK else { return }
        throw SMTPError(reason: String(cString: curl_easy_strerror(code)), answer: ccurl_answer_code(session))
    }
}

/// What libcurl takes a mail's text from.
private struct Upload {
    let bytes: [UInt8]
    var position = 0

    static func read(
        into buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int, from context: UnsafeMutableRawPointer?
    ) -> Int {
        guard let buffer, let upload = context?.assumingMemoryBound(to: Upload.self) else { return 0 }
        let length = min(capacity, upload.pointee.bytes.count - upload.pointee.position)
        upload.pointee.bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, length > 0 else { return }
            UnsafeMutableRawPointer(buffer).copyMemory(from: base + upload.pointee.position, byteCount: length)
        }
        upload.pointee.position += length
        return length
    }
}
