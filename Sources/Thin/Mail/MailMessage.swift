package import Foundation

/// A mail from the outbox, and its text as it goes out (RFC 5322, MIME).
package struct MailMessage: Sendable {
    let id: Int64
    let recipient: String
    let subject: String
    let body: String
    /// When it was written.
    let writtenAt: Date

    package init(id: Int64, recipient: String, subject: String, body: String, writtenAt: Date) {
        self.id = id
        self.recipient = recipient
        self.subject = subject
        self.body = body
        self.writtenAt = writtenAt
    }

    /// The text. Sent twice it has the same `Message-ID`, by which the reader's program knows.
    ///
    /// - Parameters:
    ///   - sender: As in the header `From`.
    ///   - domain: The sender's, for the message's id.
    package func text(from sender: String, domain: String) -> String {
        let headers = [
            ("Date", Self.date(writtenAt)), ("From", sender), ("To", recipient), ("Subject", Self.header(subject)),
            ("Message-ID", "<\(id).\(Int(writtenAt.timeIntervalSince1970 * 1_000_000))@\(domain)>"),
            ("MIME-Version", "1.0"), ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "base64"), ("Auto-Submitted", "auto-generated"),
        ]
        // Base64 has short lines whatever is in the text, such as long links.
        let body = Data(body.utf8).base64EncodedString(
            options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
        return headers.map { "\($0): \($1)\r\n" }.joined() + "\r\n" + body + "\r\n"
    }

    private static func date(_ date: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
        return format.string(from: date)
    }

    /// A header's text: as it is, or in encoded words (RFC 2047), each short enough and of whole characters.
    private static func header(_ text: String) -> String {
        guard !text.unicodeScalars.allSatisfy({ (" "..."~").contains($0) }) else { return text }
        var words: [String] = []
        var part = ""
        for character in text {
            if part.utf8.count + character.utf8.count > encodedBytesMax {
                words.append(part)
                part = ""
            }
            part.append(character)
        }
        return (words + [part]).map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// Bytes of one encoded word, which may have 75 characters with its frame.
    private static let encodedBytesMax = 45
}
