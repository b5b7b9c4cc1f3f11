import Foundation
import Testing
import Thin

/// What systemd hands over. Restarts with a real socket are in test_operation_limits.py.
@Suite struct ListeningSocketTests {
    @Test(arguments: [
        [:], ["LISTEN_FDS": "1"], ["LISTEN_PID": "1", "LISTEN_FDS": "1"], ["LISTEN_PID": "x", "LISTEN_FDS": "1"],
        ["LISTEN_PID": "", "LISTEN_FDS": "2"],
    ])
    func `what isn't for this process is left alone`(environment: [String: String]) throws {
        #expect(try ListeningSocket.inherited(environment) == nil)
    }

    @Test(arguments: ["0", "2", "-1", "x", ""])
    func `another number than one is an error`(count: String) {
        let environment = ["LISTEN_PID": String(getpid()), "LISTEN_FDS": count]
        #expect(throws: ConfigurationError.self) { try ListeningSocket.inherited(environment) }
    }
}
