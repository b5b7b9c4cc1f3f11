/// What a verb comes to at one place: a database, or a schema of one.
protocol PlaceAnswer: Encodable, Sendable {
    /// What is printed where it is the only place; empty for nothing.
    var text: String { get }
    /// What is printed where there are others: what somebody has to look at.
    var details: [String] { get }
    /// The place in a few words.
    var summary: String { get }
    /// What is written as JSON where it is the only place.
    var json: any Encodable { get }
    /// The exit code that it asks for; 0 where all is well.
    var exitCode: Int32 { get }
}

extension PlaceAnswer {
    var text: String { "" }
    var details: [String] { [] }
    var json: any Encodable { self }
    var exitCode: Int32 { 0 }
}
