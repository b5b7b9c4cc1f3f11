import Foundation
import Testing
import Thin

/// What is mailed, and by which server.
@Suite struct MailTests {
    static func text(_ subject: String, _ body: String) -> String {
        MailMessage(
            id: 7, recipient: "ada@example.com", subject: subject, body: body,
            writtenAt: Date(timeIntervalSince1970: 1_700_000_000)
        ).text(from: "Thin <no-reply@example.org>", domain: "example.org")
    }

    @Test func `a mail has the headers it needs`() {
        let text = Self.text("Hello", "one\n")
        for line in [
            "Date: Tue, 14 Nov 2023 22:13:20 +0000", "From: Thin <no-reply@example.org>", "To: ada@example.com",
            "Subject: Hello", "Message-ID: <7.1700000000000000@example.org>", "MIME-Version: 1.0",
        ] { #expect(text.contains("\(line)\r\n"), "\(line)") }
        #expect(text.hasSuffix("\r\n\r\nb25lCg==\r\n"))
    }

    @Test func `lines are short and plain whatever is in them`() {
        let text = Self.text(String(repeating: "Größe 👩🏽‍🚀 ", count: 12), String(repeating: "x", count: 5000))
        for line in text.components(separatedBy: "\r\n") {
            #expect(line.utf8.count <= 78)
            #expect(line.utf8.allSatisfy { (0x20...0x7E).contains($0) })
        }
    }

    @Test(arguments: [
        ("smtp://127.0.0.1:25", MailConfiguration.Encryption.optional), ("smtp://mail.example.org", .required),
        ("smtp://mail.example.org?starttls=never", .never), ("smtps://127.0.0.1", .required),
        ("smtps://127.0.0.1?starttls=never", .required),
    ]) func `mail is encrypted unless it stays on the machine`(
        server: String, encryption: MailConfiguration.Encryption
    ) throws {
        #expect(try MailConfiguration(server: server, sender: "a@example.org").encryption == encryption)
    }

    @Test func `a password is not printed`() throws {
        let configuration = try MailConfiguration(server: "smtp://u:secret@mail.example.org", sender: "a@example.org")
        #expect(!"\(configuration)".contains("secret"))
    }

    @Test(arguments: ["http://example.org", "smtp://", "mail.example.org", "smtp://h?starttls=maybe"])
    func `a server that can't be is an error`(server: String) throws {
        #expect(throws: ConfigurationError.self) { try MailConfiguration(server: server, sender: "a@example.org") }
    }

    @Test(arguments: ["", "nobody", "a@b\r\nBcc: c@d", "<a@b", "a@b, c@d"])
    func `a sender that can't be is an error`(sender: String) throws {
        #expect(throws: ConfigurationError.self) {
            try MailConfiguration(server: "smtp://127.0.0.1", sender: sender)
        }
    }
}
