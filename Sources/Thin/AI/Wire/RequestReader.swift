/// Reads a request's body in one pass.
struct RequestReader {
    private let operation: Operation
    private let provider: Provider
    private let pathModel: String?
    private let body: [UInt8]

    init(_ operation: Operation, of provider: Provider, pathModel: String?, body: [UInt8]) {
        self.operation = operation
        self.provider = provider
        self.pathModel = pathModel
        self.body = body
    }

    /// - Throws: `WireProblem`.
    mutating func read() throws(WireProblem) -> RequestMeasure {
        RequestMeasure()
    }
}
