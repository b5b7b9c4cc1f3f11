internal import HTTPTypes

/// Finds which function of a name is called.
struct FunctionChoice {
    private let name: RelationName
    private let catalogue: Catalogue
    private let candidates: [Catalogue.Function]

    init(_ name: RelationName, _ catalogue: Catalogue) {
        self.name = name
        self.catalogue = catalogue
        candidates = catalogue.functions[name] ?? []
    }

    /// Whether there is any.
    var isKnown: Bool { !candidates.isEmpty }

    /// The one whose only argument, of one of these types, is the whole body.
    func takingBody(of types: [String]) -> Catalogue.Function? {
        candidates.first { types.contains($0.unnamedArgument?.type ?? "") }
    }

    /// - Parameter names: Of the arguments that are passed.
    /// - Throws: `Problem` 404 where none takes them, 300 where several do. Where it is strict, a known function's
    ///   caller is told which argument is wrong, instead.
    func function(taking names: [String], isPost: Bool) throws(Problem) -> Catalogue.Function {
        let keys = Set(names)
        let found = candidates.filter { candidate in
            candidate.unnamedArgument == nil && keys.isSubset(of: candidate.arguments.map(\.name))
                && candidate.arguments.allSatisfy { !$0.isRequired || keys.contains($0.name) }
        }
        if found.count > 1 { throw ambiguous(found) }
        if let function = found.first { return function }
        if isPost, let function = takingBody(of: ["json", "jsonb"]) { return function }
        if catalogue.isStrict(name.schema), let first = candidates.first { return first }
        throw notFound(names, .json, isPost: isPost)
    }

    func notFound(_ names: [String], _ media: MediaType, isPost: Bool) -> Problem {
        let full = "\(name.schema).\(name.name)"
        let sorted = names.sorted()
        let takesBodyOnly = isPost && media != .json
        let shown = takesBodyOnly ? "" : sorted.isEmpty ? " without parameters" : "(\(sorted.joined(separator: ", ")))"
        let searched =
            sorted.isEmpty
            ? " without parameters"
            : " with parameter\(sorted.count > 1 ? "s" : "") \(sorted.joined(separator: ", "))"
        let single =
            switch media {
            case .text: " with a single unnamed text parameter"
            case .xml: " with a single unnamed xml parameter"
            case .binary: " with a single unnamed bytea parameter"
            default: searched + (isPost ? " or with a single unnamed json/jsonb parameter" : "")
            }
        let near =
            isKnown
            ? nil
            : Similarity.nearest(
                to: name.name, among: catalogue.functions.keys.lazy.filter { $0.schema == name.schema }.map(\.name))
        let others = candidates.first.map { "\(full)(\($0.arguments.map(\.name).joined(separator: ", ")))" }
        return Problem(
            .notFound, "PGRST202", "Could not find the function \(full)\(shown) in the schema cache",
            details: "Searched for the function \(full)\(single), but no matches were found in the schema cache.",
            hint: (near.map { "\(name.schema).\($0)" } ?? others).map { "Perhaps you meant to call the function \($0)" }
        )
    }

    private func ambiguous(_ found: [Catalogue.Function]) -> Problem {
        let signatures = found.map { function in
            let arguments = function.arguments.map { "\($0.name) => \($0.type)" }.joined(separator: ", ")
            return "\(name.schema).\(name.name)(\(arguments))"
        }
        return Problem(
            .init(code: 300, reasonPhrase: "Multiple Choices"), "PGRST203",
            "Could not choose the best candidate function between: \(signatures.joined(separator: ", "))",
            hint:
                "Try renaming the parameters or the function itself in the database so function overloading can be resolved"
        )
    }
}

extension Problem {
    static let invalidJSON = Problem(.badRequest, "PGRST102", "Empty or invalid json")
}
