internal import Foundation
internal import HTTPTypes
internal import Postgres

/// Makes the answer from what the database says.
struct AnswerBuilder {
    let request: PreparedRequest
    let result: QueryResult
    let estimate: QueryResult?
    let path: String
    /// Whether the answer says which schema it is about.
    let namesSchema: Bool

    /// - Throws: `Problem` where the rows are too many or too few, or a setting can't be read.
    func answer() throws(Problem) -> RESTAnswer {
        if request.isSingular, rows != 1 {
            throw Problem(
                .notAcceptable, "PGRST116", "Cannot coerce the result to a single JSON object",
                details: "The result contains \(rows) rows")
        }
        if let rowsMax = request.affectedMax, rows > rowsMax {
            throw Problem(
                .badRequest, "PGRST124", "Query result exceeds max-affected preference constraint",
                details: "The query affects \(rows) rows")
        }
        var answer =
            switch request.kind {
            case .read(let relation): try read(location: relation)
            case .insert(let plan): inserted(plan)
            case .update: changed(range: rows == 0 ? "*" : "0-\(rows - 1)", isUpdate: true)
            case .delete: changed(range: "*", isUpdate: false)
            case .put: put()
            case .call(let call): try called(call)
            }
        if namesSchema { answer.headers[.contentProfile] = request.schema }
        try applySettings(to: &answer)
        return answer
    }

    private var isCall: Bool {
        if case .call = request.kind { true } else { false }
    }

    private var rows: Int { number(RESTStatement.Column.rows) ?? 0 }

    private func number(_ column: Int) -> Int? {
        column < result.columnCount ? result.text(0, column).flatMap { Int($0) } : nil
    }

    /// How many rows there are in all, as far as that was asked for.
    private var total: Int? {
        let counted = number(RESTStatement.Column.total)
        switch request.preferences.count {
        case .exact?: return counted
        case .planned?: return estimated
        case .estimated?:
            guard let counted, let rowsMax = request.rowsMax, counted <= rowsMax else {
                return max(counted ?? 0, estimated ?? 0)
            }
            return counted
        case nil: return nil
        }
    }

    /// The planner's guess.
    private var estimated: Int? {
        guard let text = estimate?.text(0, 0),
            let plans = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]],
            let plan = plans.first?["Plan"] as? [String: Any]
        else { return nil }
        return (plan["Plan Rows"] as? NSNumber)?.intValue
    }

    private func body() -> RESTAnswer.Body {
        .answer(CallAnswer(result, row: 0, column: RESTStatement.Column.body))
    }

    private func read(location: String) throws(Problem) -> RESTAnswer {
        var answer = try ranged()
        let query = request.canonicalQuery
        answer.headers[.contentLocation] =
            "/\(CanonicalQuery.escaped(location))\(query.isEmpty ? "" : "?\(query)")"
        return answer
    }

    /// Rows out of more rows.
    private func ranged() throws(Problem) -> RESTAnswer {
        let first = Int(request.window.offset)
        let total = total
        if let total, first > total {
            var problem = Problem.unsatisfiableRange(
                "An offset of \(first) was requested, but there are only \(total) rows.")
            problem.headers[.contentRange] = "*/\(total)"
            throw problem
        }
        let isPart = total.map { rows < $0 } ?? false
        var answer = RESTAnswer(status: isPart ? .partialContent : .ok, headers: [:], body: body())
        answer.headers[.contentType] = request.media.contentType
        let range = rows == 0 || total == 0 ? "*" : "\(first)-\(first + rows - 1)"
        answer.headers[.contentRange] = "\(range)/\(total.map(String.init) ?? "*")"
        let preferences = request.preferences
        answer.headers[.preferenceApplied] = AppliedPreferences.text(
            count: preferences.count, end: preferences.end, handling: preferences.handling,
            timezone: preferences.timezone, maxAffected: isCall ? preferences.rowsMax : nil)
        return answer
    }

    private func inserted(_ plan: WritePlan) -> RESTAnswer {
        var isMerge = false
        var resolution: Preferences.Resolution?
        if case .insert(let insertion) = plan.action {
            isMerge = insertion.resolution == .merge
            resolution = insertion.resolution
        }
        let isNew = !isMerge || (number(RESTStatement.Column.inserted) ?? 0) > 0
        var answer = written(isNew ? .created : .ok, range: "*", resolution: resolution, missing: true)
        if plan.tellsKey, let key = result.text(0, RESTStatement.Column.key) {
            let pairs = (try? JSONDecoder().decode([[String?]].self, from: Data(key.utf8))) ?? []
            let terms = pairs.map { pair in
                "\(CanonicalQuery.escaped((pair.first ?? nil) ?? ""))="
                    + (pair.last.flatMap { $0 }.map { "eq.\(CanonicalQuery.escaped($0))" } ?? "is.null")
            }
            answer.headers[.location] = "/\(plan.relation.name.name)?\(terms.joined(separator: "&"))"
        }
        return answer
    }

    private func changed(range: String, isUpdate: Bool) -> RESTAnswer {
        let isShown = request.preferences.returning == .representation
        return written(
            isShown ? .ok : .noContent, range: range, resolution: nil, missing: isUpdate,
            maxAffected: request.preferences.rowsMax)
    }

    private func put() -> RESTAnswer {
        let isNew = (number(RESTStatement.Column.inserted) ?? 0) > 0
        let isShown = request.preferences.returning == .representation
        var answer = written(isNew ? .created : isShown ? .ok : .noContent, range: nil, resolution: nil, missing: false)
        answer.headers[.contentRange] = nil
        return answer
    }

    private func written(
        _ status: HTTPResponse.Status, range: String?, resolution: Preferences.Resolution?, missing: Bool,
        maxAffected: Int? = nil
    ) -> RESTAnswer {
        let preferences = request.preferences
        var answer = RESTAnswer(status: status, headers: [:], body: nil)
        if preferences.returning == .representation {
            answer.headers[.contentType] = request.media.contentType
            answer.body = body()
        }
        if let range { answer.headers[.contentRange] = "\(range)/\(preferences.count == nil ? "*" : String(rows))" }
        answer.headers[.preferenceApplied] = AppliedPreferences.text(
            resolution: resolution, missing: missing ? preferences.missing : nil, returning: preferences.returning,
            count: preferences.count, end: preferences.end, handling: preferences.handling,
            timezone: preferences.timezone, maxAffected: maxAffected)
        return answer
    }

    private func called(_ call: FunctionCall) throws(Problem) -> RESTAnswer {
        if call.function.returnsVoid {
            var answer = try ranged()
            answer.status = .noContent
            answer.body = nil
            answer.headers[.contentType] = nil
            return answer
        }
        var answer = try ranged()
        if request.media == .binary, let text = result.text(0, RESTStatement.Column.body), text.hasPrefix("\\x") {
            answer.body = .bytes(Hexadecimal.bytes(text.dropFirst(2)))
        }
        return answer
    }

    /// Whatever a function set in `response.status` and `response.headers`.
    private func applySettings(to answer: inout RESTAnswer) throws(Problem) {
        if let text = result.text(0, RESTStatement.Column.status) {
            // Below 200 an answer is only announced.
            guard let code = Int(text), (200...599).contains(code) else {
                throw Problem(
                    .internalServerError, "PGRST112",
                    "response.status guc must be a valid status code")
            }
            answer.status = .init(code: code)
        }
        guard let text = result.text(0, RESTStatement.Column.headers) else { return }
        guard let fields = try? JSONDecoder().decode([[String: String]].self, from: Data(text.utf8)),
            fields.allSatisfy({ $0.count == 1 && $0.keys.allSatisfy { HTTPField.Name($0) != nil } })
        else {
            throw Problem(
                .internalServerError, "PGRST111",
                "response.headers guc must be a JSON array composed of objects with a single key and a string value")
        }
        var replaced: Set<HTTPField.Name> = []
        for (key, value) in fields.flatMap({ $0 }) {
            guard let name = HTTPField.Name(key), HTTPField.isValidValue(value), !name.framesMessages else { continue }
            if replaced.insert(name).inserted { answer.headers[name] = nil }
            answer.headers.append(HTTPField(name: name, value: value))
        }
    }
}
