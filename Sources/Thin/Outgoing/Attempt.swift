/// What came of an attempt to hand something over.
package struct Attempt: Sendable {
    /// The server's last answer in numbers; nil for none.
    var status: Int?
    /// Why it wasn't taken, so that it is tried again; nil when it was.
    var failure: String?
    /// What the server said, where that counts.
    var answer: String?
}
