internal import HTTPTypes
package import Postgres

/// A function with what is passed to it.
package struct FunctionCall: Sendable {
    /// What is passed for an argument.
    package enum Value: Sendable {
        /// Text for the type's input function.
        case text(Parameter)
        /// JSON for a type that has parts.
        case json([UInt8])
    }

    package let function: Catalogue.Function
    /// As written in the body; empty where the arguments came otherwise.
    package let members: [(key: String, value: JSONObject.Value)]
    /// What is passed, in order; of members in their order.
    package let arguments: [Catalogue.Function.Argument]
    package let values: [Value]

    private init(
        _ function: Catalogue.Function, _ arguments: [Catalogue.Function.Argument], _ values: [Value],
        members: [(key: String, value: JSONObject.Value)] = []
    ) {
        self.function = function
        self.arguments = arguments
        self.values = values
        self.members = members
    }

    /// The text of a member that is a string.
    package func text(of name: String) -> String? {
        for case (name, .string(let text)) in members { return text }
        return nil
    }

    /// A call by POST with JSON: an object's members are the arguments, unless the function takes the whole body.
    ///
    /// - Throws: `Problem` 400 naming the field, 404 for an unknown function, 300 for one of several.
    package init(
        _ name: RelationName, body: [UInt8], columns: [String]? = nil, in catalogue: Catalogue
    ) throws(Problem) {
        let isStrict = catalogue.isStrict(name.schema)
        let choice = FunctionChoice(name, catalogue)
        let read: [(key: String, value: JSONObject.Value)]
        do throws(JSONObject.Refusal) {
            read = body.isEmpty ? [] : try Self.members(of: body, isStrict: isStrict)
        } catch {
            if !isStrict, let function = choice.takingBody(of: ["json", "jsonb"]), let type = function.unnamedArgument {
                self.init(function, [type], [.text(.bytes(body))])
                return
            }
            if isStrict, choice.isKnown { throw .invalidArgument(error.field ?? "body", error.reason.rawValue) }
            guard choice.isKnown else { throw choice.notFound([], .json, isPost: true) }
            throw .invalidJSON
        }
        let members = columns.map { names in read.filter { names.contains($0.key) } } ?? read
        let function = try choice.function(taking: columns ?? members.map(\.key), isPost: true)
        if let whole = function.unnamedArgument {
            self.init(function, [whole], [.text(body.isEmpty ? .text("null") : .bytes(body))])
            return
        }
        let arguments = try Self.arguments(members.map(\.key), of: function)
        var values: [Value] = []
        for (member, argument) in zip(members, arguments) {
            values.append(try Self.value(member.value, for: argument, isStrict: isStrict))
        }
        self.init(function, arguments, values, members: members)
    }

    /// A call whose arguments are texts, as in a query string; those of one name are an array.
    ///
    /// - Throws: As above.
    package init(
        _ name: RelationName, arguments pairs: [(name: String, value: String)], isPost: Bool, in catalogue: Catalogue
    ) throws(Problem) {
        let choice = FunctionChoice(name, catalogue)
        var names: [String] = []
        for pair in pairs where !names.contains(pair.name) { names.append(pair.name) }
        let function = try choice.function(taking: names, isPost: isPost)
        let arguments = try Self.arguments(names, of: function)
        var values: [Value] = []
        for argument in arguments {
            let texts = pairs.filter { $0.name == argument.name }.map(\.value)
            let text = argument.isVariadic ? ArrayLiteral.text(texts) : texts.last ?? ""
            values.append(.text(try Self.bound(text, for: argument)))
        }
        self.init(function, arguments, values)
    }

    /// A call by POST that passes the whole body, which is no JSON.
    ///
    /// - Throws: As above.
    package init(
        _ name: RelationName, body: [UInt8], as media: MediaType, in catalogue: Catalogue
    ) throws(Problem) {
        let choice = FunctionChoice(name, catalogue)
        let type =
            switch media {
            case .text: "text"
            case .xml: "xml"
            default: "bytea"
            }
        guard let function = choice.takingBody(of: [type]), let argument = function.unnamedArgument else {
            throw choice.notFound([], media, isPost: true)
        }
        let parameter: Parameter
        if type == "bytea" {
            parameter = .text("\\x" + body.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
        } else {
            if body.contains(0) { throw .invalidArgument("body", "the body has no NUL characters") }
            parameter = .bytes(body)
        }
        self.init(function, [argument], [.text(parameter)])
    }

    /// As PostgREST does, the first of several objects counts, but not where it is strict.
    private static func members(
        of body: [UInt8], isStrict: Bool
    ) throws(JSONObject.Refusal) -> [(key: String, value: JSONObject.Value)] {
        if isStrict { return try JSONObject(body).members }
        var reader = JSONReader(body)
        guard let first = try reader.readRows().rows.first else {
            throw JSONObject.Refusal(field: nil, reason: .syntax)
        }
        return first
    }

    private static func arguments(
        _ names: [String], of function: Catalogue.Function
    ) throws(Problem) -> [Catalogue.Function.Argument] {
        var arguments: [Catalogue.Function.Argument] = []
        for name in names {
            guard !name.isEmpty, let argument = function.arguments.first(where: { $0.name == name }) else {
                throw .invalidArgument(name, "\(function.name.name) takes \(list(function.arguments))")
            }
            arguments.append(argument)
        }
        if let missing = function.arguments.first(where: { $0.isRequired && !names.contains($0.name) }) {
            throw .invalidArgument(missing.name, "\(missing.name) is required")
        }
        return arguments
    }

    private static func list(_ arguments: [Catalogue.Function.Argument]) -> String {
        arguments.isEmpty ? "no arguments" : arguments.map(\.name).joined(separator: ", ")
    }

    /// A JSON value as text for the type's input function. A number is passed as written; where it is strict, a string
    /// is no number.
    private static func value(
        _ value: JSONObject.Value, for argument: Catalogue.Function.Argument, isStrict: Bool
    ) throws(Problem) -> Value {
        switch (value, argument.category) {
        case (.null, _): return .text(.null)
        case (.nested(let bytes), .json): return .text(.bytes(bytes))
        case (.nested(let bytes), .array), (.nested(let bytes), .composite): return .json(bytes)
        case (.nested(let bytes), _) where !isStrict: return .text(.bytes(bytes))
        case (.string(let text), .json): return .text(try bound(JSONText.quoted(text), for: argument))
        case (.string(let text), .text): return .text(try bound(text, for: argument))
        case (.string(let text), _) where !isStrict: return .text(try bound(text, for: argument))
        case (.number(let text), .number), (.number(let text), .json), (.number(let text), .text):
            return .text(.text(text))
        case (.number(let text), _) where !isStrict: return .text(.text(text))
        case (.bool(let value), .boolean), (.bool(let value), .json), (.bool(let value), .text):
            return .text(.text(value ? "true" : "false"))
        case (.bool(let value), _) where !isStrict: return .text(.text(value ? "true" : "false"))
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

extension SQLWriter {
    /// A call in SQL.
    mutating func call(_ call: FunctionCall) -> String {
        let passed = zip(call.arguments, call.values).map { argument, value in
            let text: String
            switch value {
            case .text(let parameter): text = "\(bind(parameter, field: argument.name))::\(argument.type)"
            case .json(let bytes):
                let document = Array("{\"v\":".utf8) + bytes + Array("}".utf8)
                let placeholder = bind(.bytes(document), field: argument.name)
                text = "(select v from json_to_record(\(placeholder)::json) as _ (v \(argument.type)))"
            }
            let name = argument.name.isEmpty ? "" : "\(Self.name(argument.name)) => "
            return "\(argument.isVariadic ? "variadic " : "")\(name)\(text)"
        }
        return "\(call.function.name.quoted)(\(passed.joined(separator: ", ")))"
    }
}
