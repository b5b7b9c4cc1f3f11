import Foundation
import Postgres
import Testing

/// What `thin dev` does about people and mail.
@Suite(.serialized, .timeLimit(.minutes(5))) struct DevMailTests {
    @Test func `people are in at once, and mail is kept and shown`() async throws {
        try await DevelopmentTests.withFolder { folder in
            let dev = try await DevelopmentTests.start(folder)
            let person = try await dev.world.signUp()
            let answer = try await dev.world.auth("POST", "/recover", #"{"email":"\#(person.email)"}"#)
            #expect(answer.status == 200)
            let thin = try ChildProcess.built("thin")
            let shown = try await ChildProcess.run(thin, ["dev", "mail", "--data-dir", folder])
            #expect(shown.status == 0, "\(shown.log)")
            #expect(shown.output.contains("To: \(person.email)\nSubject: Reset your password"))
            #expect(shown.output.contains(/Your code is [0-9]{6}\n/))
            #expect(shown.output.contains("\(dev.access.api_url)/auth/v1/verify?token="))
            let lines = try await ChildProcess.run(thin, ["dev", "mail", "--json", "--data-dir", folder]).output
            #expect(lines.split(separator: "\n").count == 1)
            #expect(lines.contains(#""recipient":"\#(person.email)""#))
            #expect(try await dev.service.stop() == 0, "\(dev.process.log)")
            let stopped = try await ChildProcess.run(thin, ["dev", "mail", "--data-dir", folder])
            #expect(stopped.status == 1)
            #expect(stopped.log.contains("no thin dev runs"))
        }
    }

    @Test func `what was changed stays changed`() async throws {
        try await DevelopmentTests.withFolder { folder in
            let first = try await DevelopmentTests.start(folder)
            try await first.world.set("confirms_automatically = false")
            #expect(try await first.service.stop() == 0)
            let second = try await DevelopmentTests.start(folder)
            let answer = try await second.world.auth(
                "POST", "/signup", #"{"email":"ada@example.com","password":"\#(TestWorld.password)"}"#)
            #expect(answer.status == 200)
            #expect(try answer.member("access_token") == nil)
            #expect(try await second.service.stop() == 0)
        }
    }
}
