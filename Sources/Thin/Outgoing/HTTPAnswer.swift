/// What a server answered.
struct HTTPAnswer: Sendable {
    let status: Int
    let body: [UInt8]
    /// What the header that was wanted says; nil for none.
    let header: String?
}
