/// Why a server gave no answer.
package struct HTTPFailure: Error, Equatable {
    /// For a log: nothing of what was sent or answered.
    package let reason: String

    /// Of libcurl, not of any server.
    static let unusable = HTTPFailure(reason: "libcurl can't be used")
}
