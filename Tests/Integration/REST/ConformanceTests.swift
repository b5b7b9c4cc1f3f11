import Synchronization
import Testing

/// The REST surface does what PostgREST's reference says, case by case.
@Suite(.fixture, .timeLimit(.minutes(5))) struct ConformanceTests {
    @Test func `every case is answered as PostgREST would`() async throws {
        let service = try Fixture.current.service
        var passed = 0
        for item in ConformanceCase.all {
            let wire = try Wire(port: service.port)
            var request = "\(item.method) \(item.path) HTTP/1.1\r\nHost: localhost\r\n"
            for (name, value) in item.headers { request += "\(name): \(value)\r\n" }
            if let body = item.body {
                if !item.headers.contains(where: { $0.0 == "Content-Type" }) {
                    request += "Content-Type: application/json\r\n"
                }
                request += "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            } else {
                request += "\r\n"
            }
            try await wire.send(request)
            let answer = try await wire.answer(hasBody: item.method != "HEAD")
            let differences = item.differences(answer)
            if differences.isEmpty { passed += 1 }
            #expect(differences.isEmpty, "\(item.testDescription): \(differences) in \(answer.text.prefix(500))")
        }
        print("conformance: \(passed) of \(ConformanceCase.all.count) cases pass")
        #expect(ConformanceCase.all.count > 350)
    }
}
