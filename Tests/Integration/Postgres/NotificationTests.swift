import Postgres
import Testing

/// LISTEN and NOTIFY.
@Suite(.database, .timeLimit(.minutes(5))) struct NotificationTests {
    @Test func `notifications arrive with channel, payload and sender`() async throws {
        let database = try TestDatabase.current
        try await database.withConnection { sender in
            try await database.withConnection { listener in
                try await listener.listen(to: [Identifier("Orders"), Identifier("b")])
                _ = try await sender.pipeline(["select pg_notify('Orders', \("42"))", "notify b"])
                var received: [Notification] = []
                for try await notification in listener.notifications() {
                    received.append(notification)
                    if received.count == 2 { break }
                }
                #expect(received.map(\.channel) == ["Orders", "b"])
                #expect(received.map(\.payload) == ["42", ""])
                #expect(received.allSatisfy { $0.senderPID == sender.backendPID })
            }
        }
    }

    @Test func `a listener lets other calls on its connection through`() async throws {
        let database = try TestDatabase.current
        try await database.withConnection { listener in
            try await listener.listen(to: [Identifier("c")])
            let waiting = Task {
                for try await notification in listener.notifications() { return notification.payload }
                return "ended"
            }
            for number in 0..<50 {
                #expect(try await listener.value("select \(number)::int") == "\(number)")
                await Task.yield()
            }
            _ = try await listener.query("notify c, 'own'")
            #expect(try await waiting.value == "own")
        }
    }

    @Test func `the sequence ends when its task is cancelled`() async throws {
        try await TestDatabase.current.withConnection { listener in
            try await listener.listen(to: [Identifier("d")])
            let waiting = Task {
                for try await _ in listener.notifications() {}
                return "ended"
            }
            await Task.yield()
            waiting.cancel()
            #expect(try await waiting.value == "ended")
            try await listener.expectToWork()
        }
    }

    @Test func `the sequence throws when the connection is lost`() async throws {
        let database = try TestDatabase.current
        try await database.withConnection { other in
            try await database.withConnection { listener in
                try await listener.listen(to: [Identifier("e")])
                let waiting = Task { for try await _ in listener.notifications() {} }
                _ = try await other.query("select pg_terminate_backend(\(Int(listener.backendPID))::int)")
                let error = await #expect(throws: PostgresError.self) { try await waiting.value }
                #expect(error?.origin == .connection)
                #expect(listener.isBroken)
            }
        }
    }
}
