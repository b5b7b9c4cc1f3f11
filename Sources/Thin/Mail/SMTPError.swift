/// Why a mail wasn't taken.
struct SMTPError: Error, CustomStringConvertible {
    /// What libcurl calls it.
    let reason: String
    /// The server's last answer, such as 550; 0 for none.
    let answer: Int

    var description: String { answer == 0 ? reason : "\(reason) (\(answer))" }
}
