internal import HTTPTypes
package import Postgres

/// `POST /rest/v1/rpc/<function>`: a JSON object becomes named arguments.
package struct FunctionCall: Sendable {
    package let function: Catalogue.Function
    /// As written in the body.
    package let members: [(key: String, value: JSONObject.Value)]
    /// What each member is, in their order.
    package let arguments: [Catalogue.Function.Argument]
    private let parameters: [Parameter]

    /// - Parameters:
    ///   - name: As in the path.
    ///   - body: The request's body; empty means no arguments.
    ///   - catalogue: Where names and types come from.
    /// - Throws: `Problem` 400 naming the field, 404 for an unknown function.
    package init(_ name: String, body: [UInt8], in catalogue: Catalogue) throws(Problem) {
        guard let candidates = catalogue.functions[name] else {
            throw Problem(
                .notFound, "PGRST202", "Could not find the function \(Catalogue.schema).\(name) in the schema cache")
        }
        let members = try Self.read(body)
        let keys = Set(members.map(\.key))
        function =
            candidates.first { candidate in
                keys.isSubset(of: candidate.arguments.map(\.name))
                    && candidate.arguments.allSatisfy { !$0.isRequired || keys.contains($0.name) }
            } ?? candidates[0]
        self.members = members
        arguments = try Self.arguments(members.map(\.key), of: function)
        parameters = try zip(members, arguments).map { member, argument throws(Problem) in
            try Self.parameter(member.value, for: argument)
        }
    }

    /// The text of a member that is a string.
    package func text(of name: String) -> String? {
        for case (name, .string(let text)) in members { return text }
        return nil
    }

    /// The call in SQL.
    package var query: Query {
        let passed = arguments.enumerated().map { position, argument in
            "\(Identifier(argument.name).quoted) => $\(position + 1)::\(argument.type)"
        }
        let target = "\(Identifier(Catalogue.schema).quoted).\(Identifier(function.name).quoted)"
        let call = "\(target)(\(passed.joined(separator: ", ")))"
        return Query(unsafeText: Self.text(calling: call, function), parameters: parameters)
    }

    private static func read(_ body: [UInt8]) throws(Problem) -> [(key: String, value: JSONObject.Value)] {
        if body.isEmpty { return [] }
        do throws(JSONObject.Refusal) {
            return try JSONObject(body).members
        } catch {
            throw .invalidArgument(error.field ?? "body", error.reason.rawValue)
        }
    }

    private static func arguments(
        _ names: [String], of function: Catalogue.Function
    ) throws(Problem) -> [Catalogue.Function.Argument] {
        var arguments: [Catalogue.Function.Argument] = []
        for name in names {
            guard let argument = function.arguments.first(where: { $0.name == name }) else {
                throw .invalidArgument(name, "\(function.name) takes \(list(function.arguments))")
            }
            arguments.append(argument)
        }
        if let missing = function.arguments.first(where: { $0.isRequired && !names.contains($0.name) }) {
            throw .invalidArgument(missing.name, "\(missing.name) is required")
        }
        return arguments
    }

    private static func text(calling call: String, _ function: Catalogue.Function) -> String {
        if function.returnsVoid { return "select \(call)" }
        if function.returnsSet { return "select coalesce(json_agg(t), '[]') from \(call) as t" }
        return "select to_json(\(call))"
    }

    private static func list(_ arguments: [Catalogue.Function.Argument]) -> String {
        arguments.isEmpty ? "no arguments" : arguments.map(\.name).joined(separator: ", ")
    }

    /// A JSON value as text for the type's input function. A number is passed as written; a string is no number.
    private static func parameter(
        _ value: JSONObject.Value, for argument: Catalogue.Function.Argument
    ) throws(Problem) -> Parameter {
        switch (value, argument.category) {
        case (.null, .json): return .null
        case (.null, _): return .null
        case (.nested(let bytes), .json): return .bytes(bytes)
        case (.string(let text), .json): return try bound(JSONText.quoted(text), for: argument)
        case (.string(let text), .text): return try bound(text, for: argument)
        case (.number(let text), .number), (.number(let text), .json), (.number(let text), .text): return .text(text)
        case (.bool(let value), .boolean), (.bool(let value), .json), (.bool(let value), .text):
            return .text(value ? "true" : "false")
        case (.string, _), (.number, _), (.bool, _), (.nested, _):
            throw .invalidArgument(argument.name, "\(argument.name) is of type \(argument.type)")
        }
    }

    /// PostgreSQL's text holds every character but NUL.
    private static func bound(_ text: String, for argument: Catalogue.Function.Argument) throws(Problem) -> Parameter {
        if text.utf8.contains(0) { throw .invalidArgument(argument.name, "\(argument.name) has no NUL characters") }
        return .text(text)
    }
}
