extension SQLWriter {
    /// A filter in SQL.
    mutating func filter(_ field: PlannedField, _ filter: Filter, _ parameter: String, _ alias: String) -> String {
        let left = expression(field, alias)
        let text: String
        switch filter.operation {
        case .comparison(let comparison, let quantifier, let value):
            text = "\(left) \(comparison.sql) \(operand(comparison, quantifier, value, parameter))"
        case .list(let elements):
            let isEmpty = elements == [""]
            text = "\(left) = any(\(bind(ArrayLiteral.text(isEmpty ? [] : elements), field: parameter)))"
        case .state(let state): text = "\(left) is \(state.sql)"
        case .distinct(let value): text = "\(left) is distinct from \(bind(value, field: parameter))"
        case .search(let search, let configuration, let value):
            text = self.search(search, configuration, value, left, field, parameter)
        }
        return filter.isNegated ? "not \(text)" : text
    }

    private mutating func operand(
        _ comparison: Filter.Comparison, _ quantifier: Filter.Quantifier?, _ value: String, _ parameter: String
    ) -> String {
        let isPattern = comparison == .like || comparison == .ilike
        let placeholder = bind(isPattern ? value.replacing("*", with: "%") : value, field: parameter)
        return quantifier.map { "\($0.rawValue)(\(placeholder))" } ?? placeholder
    }

    private mutating func search(
        _ search: Filter.Search, _ configuration: String?, _ value: String, _ left: String, _ field: PlannedField,
        _ parameter: String
    ) -> String {
        let language = configuration.map { "\(bind($0, field: parameter))::regconfig, " } ?? ""
        let isVector = field.column?.baseType == "tsvector" && field.path.steps.isEmpty
        let document = isVector || field.column == nil ? left : "to_tsvector(\(language)\(left))"
        return "\(document) @@ \(search.sql)(\(language)\(bind(value, field: parameter)))"
    }
}
