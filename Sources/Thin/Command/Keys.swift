import ArgumentParser
import Foundation
import Thin

/// `thin keys`
struct Keys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the anon and service_role keys that THIN_JWT_SECRET signs.",
        discussion: """
            Example:
              THIN_JWT_SECRET=$(openssl rand -hex 32) thin keys --json
            """
    )

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        do {
            let configuration = try ThinConfiguration.fromEnvironment()
            let keys = try await ServiceKeys(secret: configuration.jwtSecret)
            if json {
                print("{\"anon_key\":\"\(keys.anon)\",\"service_role_key\":\"\(keys.serviceRole)\"}")
            } else {
                print("anon         \(keys.anon)\nservice_role \(keys.serviceRole)")
            }
        } catch {
            complain(error)
            throw ExitCode.failure
        }
    }
}
