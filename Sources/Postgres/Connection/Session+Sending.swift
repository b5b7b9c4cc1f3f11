private import CLibPQ

extension Session {
    /// Queues statements and the Sync behind them. A small pipeline leaves in one write.
    ///
    /// Nothing is queued unless all of it can be: every parameter is encoded before the first statement is
    /// handed to libpq.
    ///
    /// - Throws: `22021`, `54000` with nothing queued; `08006`.
    func enqueue(_ queries: [Query]) throws(PostgresError) {
        begin(queries)
        let plans: [StatementCache.Plan]
        do {
            plans = try encode(queries)
        } catch {
            cache.dropUnparsed()
            throw error
        }
        try deallocateEvicted()
        guard send(queries, plans) else { throw .lost(lossMessage) }
        try sync()
    }

    /// Queues a Sync with nothing before it.
    ///
    /// - Throws: `08006`.
    func enqueueSync() throws(PostgresError) {
        begin([])
        try sync()
    }

    private func begin(_ queries: [Query]) {
        self.queries = queries
        steps.removeAll(keepingCapacity: true)
        cursor = 0
        emptyAnswers = 0
        results = []
        results.reserveCapacity(queries.count)
        failure = nil
    }

    private func encode(_ queries: [Query]) throws(PostgresError) -> [StatementCache.Plan] {
        cache.beginPipeline()
        parameters.reset()
        var plans: [StatementCache.Plan] = []
        plans.reserveCapacity(queries.count)
        for query in queries {
            try parameters.append(query.parameters)
            let plan = cache.plan(for: query.text)
            // A text that was prepared has been looked at before.
            if case .prepared = plan {} else if query.text.utf8.contains(0) { throw .holdsNUL("a statement") }
            plans.append(plan)
        }
        return plans
    }

    /// Evicted statements go before their own Sync, so that nothing of it can fail the caller's transaction.
    /// Inside an explicit transaction they wait.
    private func deallocateEvicted() throws(PostgresError) {
        guard !cache.evicted.isEmpty, isIdle else { return }
        for name in cache.evicted {
            steps.append(.deallocate(name: name))
            let sent = PQsendQueryParams(connection, "deallocate \(name)", 0, nil, nil, nil, nil, 0)
            guard sent == 1 else { throw .lost(lossMessage) }
        }
        try sync()
    }

    private func sync() throws(PostgresError) {
        steps.append(.sync)
        guard PQpipelineSync(connection) == 1 else { throw .lost(lossMessage) }
    }

    private func send(_ queries: [Query], _ plans: [StatementCache.Plan]) -> Bool {
        parameters.withPointers { pointers in
            var next = pointers.baseAddress
            for (index, query) in queries.enumerated() {
                let count = query.parameters.count
                guard send(query.text, plans[index], index, Int32(count), next) else { return false }
                next = next.map { $0 + count }
            }
            return true
        }
    }

    private func send(
        _ text: String, _ plan: StatementCache.Plan, _ index: Int, _ count: Int32,
        _ values: UnsafePointer<UnsafePointer<CChar>?>?
    ) -> Bool {
        switch plan {
        case .unnamed:
            steps.append(.execute(query: index))
            return PQsendQueryParams(connection, text, count, nil, values, nil, nil, 0) == 1
        case .fresh(let name):
            steps.append(.parse(query: index))
            guard PQsendPrepare(connection, name, text, 0, nil) == 1 else { return false }
            steps.append(.execute(query: index))
            return PQsendQueryPrepared(connection, name, count, values, nil, nil, 0) == 1
        case .prepared(let name):
            steps.append(.execute(query: index))
            return PQsendQueryPrepared(connection, name, count, values, nil, nil, 0) == 1
        }
    }
}
