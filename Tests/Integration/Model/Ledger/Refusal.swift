/// A call that the ledger refuses: it changes nothing.
struct Refusal: Error, Hashable, Sendable {
    /// SQLSTATE.
    let code: String
    /// The field or thing concerned.
    var detail: String?

    /// An argument that breaks a rule.
    static func argument(_ field: String) -> Refusal { Refusal(code: "TH001", detail: field) }
    /// What isn't there.
    static func notFound(_ thing: String) -> Refusal { Refusal(code: "TH404", detail: thing) }

    /// As replies show it.
    var facts: String { detail.map { "\(code) \($0)" } ?? code }
}
