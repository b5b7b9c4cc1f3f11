/// What a call was answered, by the database or by the model.
struct Reply: Sendable, Hashable {
    /// Everything that follows from the rules, as text: a row's fields, or the code and detail of a refusal.
    var facts: String
    /// The row's id, which the database chooses; the model knows it only of rows that are there already.
    var id: String?
    /// When the row was made, in microseconds since 1970, by the database's clock.
    var madeAt: Int?
    /// When the row expires, likewise.
    var expiresAt: Int?
    /// The account's sequence, where the row has one.
    var sequence: Int?

    /// Whether the call was refused.
    var isRefusal: Bool { facts.hasPrefix("TH") }
}
