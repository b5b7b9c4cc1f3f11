import Foundation
import Testing

/// The real service, `thin serve`, run as a child process.
struct TestService: Sendable {
    /// The child.
    let process: ChildProcess
    /// Where it listens on the loopback interface.
    let port: Int

    /// Starts a service and waits until it takes requests.
    ///
    /// - Parameters:
    ///   - conninfo: How a superuser connects; the service logs in as `authenticator`.
    ///   - poolSize: Most connections to the database.
    ///   - port: Where to listen; 0 for any free one.
    ///   - gathers: Whether calls that arrive together may go out together.
    ///   - settings: More of the environment.
    static func start(
        conninfo: String, poolSize: Int = 4, port: Int = 0, gathers: Bool = true, settings: [String: String] = [:]
    ) async throws -> TestService {
        let environment = settings.merging([
            "THIN_GATHER": gathers ? "on" : "off",
            "DATABASE_URL": TestCluster.conninfo(conninfo, adding: ["user": "authenticator"]),
            "THIN_PORT": String(port), "THIN_HOST": "127.0.0.1", "THIN_POOL_SIZE": String(poolSize),
            "THIN_JWT_SECRET": TestTokens.secret, "THIN_LOG_LEVEL": "trace",
        ]) { first, _ in first }
        let process = try ChildProcess(try ChildProcess.built("thin"), ["serve"], environment: environment)
        while true {
            if let port = servingPort(in: process.log) { return TestService(process: process, port: port) }
            if let status = process.exitStatus {
                throw TestCluster.Unavailable(description: "the service ended with \(status): \(process.log)")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Runs a service for `body`; stops it afterwards and expects that it goes in peace.
    static func with<R: Sendable>(
        conninfo: String, poolSize: Int = 4, gathers: Bool = true, settings: [String: String] = [:],
        _ body: (TestService) async throws -> R
    ) async throws -> R {
        let service = try await start(
            conninfo: conninfo, poolSize: poolSize, gathers: gathers, settings: settings)
        do {
            let value = try await body(service)
            #expect(try await service.stop() == 0, "\(service.process.log)")
            return value
        } catch {
            service.process.signal(SIGKILL)
            throw error
        }
    }

    /// Asks it to stop and waits until it has.
    func stop() async throws -> Int32 {
        process.signal(SIGTERM)
        return try await process.wait()
    }

    /// Sends one request over a connection of its own.
    ///
    /// - Parameters:
    ///   - token: For the header `Authorization`; nil for none.
    ///   - headers: More headers.
    func send(
        _ method: String, _ path: String, token: String? = nil, headers: KeyValuePairs<String, String> = [:],
        body: [UInt8]? = nil
    ) async throws -> Answer {
        let wire = try Wire(port: port)
        try await wire.send(Self.request(method, path, token: token, headers: headers, body: body))
        return try await wire.answer(hasBody: method != "HEAD")
    }

    /// Reads.
    func get(_ path: String, token: String? = nil) async throws -> Answer {
        try await send("GET", path, token: token)
    }

    /// Calls a function of the schema `api`.
    func call(_ function: String, _ body: String, token: String?) async throws -> Answer {
        try await send("POST", "/rest/v1/rpc/\(function)", token: token, body: Array(body.utf8))
    }

    /// Calls a function as a trusted server.
    func call(_ function: String, _ body: String) async throws -> Answer {
        try await call(function, body, token: try await TestTokens.service())
    }

    /// A request as it goes over the wire.
    static func request(
        _ method: String, _ path: String, token: String? = nil, headers: KeyValuePairs<String, String> = [:],
        body: [UInt8]? = nil
    ) -> [UInt8] {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let body {
            if !headers.contains(where: { $0.key == "Content-Type" }) { head += "Content-Type: application/json\r\n" }
            head += "Content-Length: \(body.count)\r\n"
        }
        return Array((head + "\r\n").utf8) + (body ?? [])
    }

    private static func servingPort(in log: String) -> Int? {
        for line in log.split(separator: "\n") where line.contains("serving") {
            if let found = line.firstMatch(of: /port=([0-9]+)/) { return Int(found.1) }
        }
        return nil
    }
}
